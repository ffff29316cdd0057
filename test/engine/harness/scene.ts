import { CustomResource, mergeOptions, type CustomResourceOptions } from "@pulumi/pulumi";

import {
  ScheduledPreloadJobState,
  ScheduledPreloadPlanState,
  scheduledPreloadPlanStateType,
  type ScheduledPreloadJobStateArgs,
  type ScheduledPreloadPlanStateArgs,
} from "../../../provider/index";
import { startSimulator, type PlanStatus, type Simulator, type SimulatorOptions } from "../../../simulator/index";
import type { Changes } from "../../harness/results";
import { openStack, type Program, type TestStack } from "../../harness/stack";
import { expectDone } from "./expectations";

export const PLAN = "66599bd7397885b43804901c";
export const OTHER_PLAN = "66599bd7397885b43804901d";
export const THIRD_PLAN = "66599bd7397885b43804901e";
export const JOB = "665d3af3621bccf3fe29e1a4";

export const running = { desiredStatus: "running" } as const;

// A run of the engine takes one to two seconds, a test has several.
jest.setTimeout(120_000);

/** A simulator with two running plans of one job, and a stack that is configured for it. */
export interface Scene {
  readonly simulator: Simulator;
  readonly stack: TestStack;
  /** Declares this in the runs to come. */
  program(declare: Program): void;
  /** Declares this and carries it out, which is to succeed; the calls so far are forgotten. */
  done(declare: Program, changes?: Changes): Promise<void>;
  status(id?: string): PlanStatus | undefined;
  /** Somebody sets the status behind Pulumi's back. */
  put(status: PlanStatus, id?: string): void;
  /** How often this was called, in ESA's words without "ScheduledPreloadExecution". */
  count(verb: "Stop" | "Start" | "List"): number;
  /** The Stops and Starts in order, such as `Stop 66599bd7397885b43804901c`, also those that were refused. */
  writes(): string[];
}

/**
 * A scene for the tests of a file or of a `describe`: each begins with a stack on which nothing was ever run, and with
 * the plans as they were. The configuration stays.
 */
export function useScene(name: string, options: SimulatorOptions = {}, { plugin = false } = {}): Scene {
  const opened: { simulator?: Simulator; stack?: TestStack } = {};
  beforeAll(async () => {
    const seed = [PLAN, OTHER_PLAN].map((Id) => ({ Id, JobId: JOB, Status: "running" as const }));
    opened.simulator = await startSimulator({ seed, ...options });
    opened.stack = await openStack({ name, plugin, simulator: opened.simulator });
  });
  beforeEach(() => {
    scene.simulator.reset();
    scene.stack.forget();
  });
  afterAll(async () => {
    opened.stack?.dispose();
    await opened.simulator?.close();
  });
  const scene: Scene = {
    get simulator() {
      return present(opened.simulator);
    },
    get stack() {
      return present(opened.stack);
    },
    program: (declare) => scene.stack.setProgram(() => void declare()),
    async done(declare, changes) {
      scene.program(declare);
      expectDone(await scene.stack.up(), changes);
      scene.simulator.clearCalls();
    },
    status: (id = PLAN) => scene.simulator.plans().find((plan) => plan.Id === id)?.Status,
    put: (status, id = PLAN) => void scene.simulator.putPlan(id, { JobId: JOB, Status: status }),
    count: (verb) =>
      scene.simulator.calls().filter(({ action }) => action?.startsWith(`${verb}ScheduledPreloadExecution`)).length,
    writes: () =>
      scene.simulator.calls().flatMap(({ action, query, body }) => {
        const verb = /^(Stop|Start)ScheduledPreloadExecution$/.exec(action ?? "")?.[1];
        return verb ? [`${verb} ${String(query.Id ?? body?.Id)}`] : [];
      }),
  };
  return scene;
}

/** Declares a plan's state by the plugin, as an SDK that is made from its schema does: PLAN stopped, unless said otherwise. */
export function pluginPlan(
  name: string,
  args: Partial<ScheduledPreloadPlanStateArgs> = {},
  options: CustomResourceOptions = {},
): CustomResource & Pick<ScheduledPreloadPlanState, "status" | "startTime"> {
  const all = { planId: PLAN, jobId: JOB, desiredStatus: "stopped", status: undefined, startTime: undefined, ...args };
  const aliases = [{ type: scheduledPreloadPlanStateType }];
  return new PluginResource(`${pluginTypes}PlanState`, name, all, mergeOptions(options, { aliases })) as never;
}

export class PluginResource extends CustomResource {}

export const pluginTypes = "esa-preload:index:ScheduledPreload";

/** Resolves when a condition holds; the time limit is Jest's. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("The scene is opened before the first test.");
  return value;
}

/** Declares a plan's state: PLAN stopped, unless said otherwise. */
export function planState(
  name: string,
  args: Partial<ScheduledPreloadPlanStateArgs> = {},
  options: CustomResourceOptions = {},
): ScheduledPreloadPlanState {
  const all: ScheduledPreloadPlanStateArgs = { planId: PLAN, jobId: JOB, desiredStatus: "stopped", ...args };
  return new ScheduledPreloadPlanState(name, all, options);
}

/** Declares a job's state: JOB stopped, unless said otherwise. */
export function jobState(
  name: string,
  args: Partial<ScheduledPreloadJobStateArgs> = {},
  options: CustomResourceOptions = {},
): ScheduledPreloadJobState {
  return new ScheduledPreloadJobState(name, { jobId: JOB, desiredStatus: "stopped", ...args }, options);
}
