import { createRequire } from "node:module";

import type { Resource } from "@pulumi/pulumi";

import type { Target } from "../../test/harness/config";
import { benchConfig, command, noOp, noOpAlike, plugin } from "./noOp";
import { BEFORE, before, job, ours } from "./ours";

/** One of the plans that a program stops. */
export interface Plan {
  readonly planId: string;
  readonly jobId: string;
}

/** A way to stop plans with Pulumi. What its program loads is loaded no sooner than `declare` or `handler` is called. */
export interface Contender {
  /** The program: stops all plans. */
  declare(plans: readonly Plan[]): Resource[];
  /** Stack configuration, full keys. */
  config(target: Target): Record<string, string>;
  /** What the engine stores as `__provider`. */
  handler(): Promise<string>;
  /** Of one resource, without `__provider`. */
  inputs(plan: Plan): Record<string, unknown>;
}

/** The name of the project that every contender's program belongs to. */
export const PROJECT = "esa-bench";

const load = createRequire(__filename);
/** A file of JavaScript: Pulumi serializes its functions as they stand there. */
const documented = (): Omit<Contender, "config"> => load("./documented.js") as Contender;

const CONTENDERS = {
  noOp,
  noOpAlike,
  before,
  ours,
  plugin,
  documented: {
    declare: (plans) => documented().declare(plans),
    config: benchConfig,
    handler: () => documented().handler(),
    inputs: (plan) => documented().inputs(plan),
  },
  command,
  job,
} satisfies Record<string, Contender>;

export type ContenderId = keyof typeof CONTENDERS;

/** In the order in which they run in each round: `before` only where there is another checkout to compare with. */
export const CONTENDER_IDS = Object.keys(CONTENDERS).filter((id) => id !== "before" || BEFORE) as ContenderId[];

export function contenderOf(id: ContenderId): Contender {
  return CONTENDERS[id];
}
