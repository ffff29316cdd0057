import { cold } from "./cold";
import { growth } from "./growth";
import { memory } from "./memory";
import { modules } from "./modules";
import { preview } from "./preview";
import { rate } from "./rate";
import { refresh } from "./refresh";
import type { Sample, Tools } from "./rounds";
import { up } from "./up";

/** Everything that is measured, in the order in which it runs. */
const EXPERIMENTS = { up, growth, preview, refresh, rate, modules, cold, memory };

export type ExperimentId = keyof typeof EXPERIMENTS;

export const EXPERIMENT_IDS = Object.keys(EXPERIMENTS) as ExperimentId[];

/** How large each experiment is, and how often it is run. */
export type Sizes = { readonly [Id in ExperimentId]: Parameters<(typeof EXPERIMENTS)[Id]>[1] };

export function runExperiment(id: ExperimentId, tools: Tools, sizes: Sizes): Promise<Sample[]> {
  const experiment = EXPERIMENTS[id] as (tools: Tools, size: Sizes[ExperimentId]) => Promise<Sample[]>;
  return experiment(tools, sizes[id]);
}
