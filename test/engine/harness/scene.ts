import type { CustomResourceOptions } from "@pulumi/pulumi";

import {
  ScheduledPreloadJobState,
  ScheduledPreloadPlanState,
  type ScheduledPreloadJobStateArgs,
  type ScheduledPreloadPlanStateArgs,
} from "../../../provider/index";
import { startSimulator, type PlanStatus, type Simulator, type SimulatorOptions } from "../../../simulator/index";
import { openStack, type Program, type TestStack } from "./stack";

export const PLAN = "66599bd7397885b43804901c";
export const OTHER_PLAN = "66599bd7397885b43804901d";
export const JOB = "665d3af3621bccf3fe29e1a4";

/** A simulator with two running plans of one job, and a stack that is configured for it. */
export interface Scene {
  readonly simulator: Simulator;
  readonly stack: TestStack;
  status(id?: string): PlanStatus | undefined;
  /** Somebody sets the status behind Pulumi's back. */
  put(status: PlanStatus, id?: string): void;
  /** How often this was called, in ESA's words without "ScheduledPreloadExecution". */
  count(verb: "Stop" | "Start" | "List"): number;
  /** The Stops and Starts in order, such as `Stop 66599bd7397885b43804901c`, also those that were refused. */
  writes(): string[];
  /** As it was when it was opened; the configuration and the program stay. */
  startOver(): void;
  close(): Promise<void>;
}

export async function openScene(name: string, program: Program, options: SimulatorOptions = {}): Promise<Scene> {
  const simulator = await startSimulator({
    seed: [
      { Id: PLAN, JobId: JOB, Status: "running" },
      { Id: OTHER_PLAN, JobId: JOB, Status: "running" },
    ],
    ...options,
  });
  const stack = await openStack({ name, program, simulator });
  return {
    simulator,
    stack,
    status: (id = PLAN) => simulator.plans().find((plan) => plan.Id === id)?.Status,
    put: (status, id = PLAN) => void simulator.putPlan(id, { Status: status }),
    count: (verb) =>
      simulator.calls().filter(({ action }) => action?.startsWith(`${verb}ScheduledPreloadExecution`)).length,
    writes: () =>
      simulator.calls().flatMap(({ action, query, body }) => {
        const verb = /^(Stop|Start)ScheduledPreloadExecution$/.exec(action ?? "")?.[1];
        return verb ? [`${verb} ${String(query.Id ?? body?.Id)}`] : [];
      }),
    startOver() {
      simulator.reset();
      stack.forget();
    },
    async close() {
      stack.dispose();
      await simulator.close();
    },
  };
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

/** A program with one plan state, stopped unless said otherwise. */
export function declare(
  args: Partial<ScheduledPreloadPlanStateArgs> = {},
  options: CustomResourceOptions = {},
  name = "plan",
): Program {
  return () => ({ status: planState(name, args, options).status });
}
