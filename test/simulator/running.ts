import { startSimulator, type Simulator, type SimulatorOptions } from "../../simulator";

export const STOP = "StopScheduledPreloadExecution";
export const START = "StartScheduledPreloadExecution";
export const LIST = "ListScheduledPreloadExecutions";
export const CREATE = "CreateScheduledPreloadExecutions";
export const UPDATE = "UpdateScheduledPreloadExecution";
export const DELETE = "DeleteScheduledPreloadExecution";
export const CREATE_JOB = "CreateScheduledPreloadJob";
export const LIST_JOBS = "ListScheduledPreloadJobs";
export const DELETE_JOB = "DeleteScheduledPreloadJob";
export const RESET_JOB = "ResetScheduledPreloadJob";

/** 2024-05-31, an hour before the window of {@link PLAN}. */
export const NOON = "2024-05-31T12:00:00Z";

/** A plan id, and the id of its job: the examples of the API reference. */
export const PLAN_ID = "66599bd7397885b43804901c";
export const JOB_ID = "665d3af3621bccf3fe29e1a4";
export const ABSENT_ID = "000000000000000000000000";

/** A plan with a window from 13:00 to 14:00. */
export const PLAN = {
  Id: PLAN_ID,
  JobId: JOB_ID,
  StartTime: "2024-05-31T13:00:00Z",
  EndTime: "2024-05-31T14:00:00Z",
};

const running: Simulator[] = [];

/** Starts a simulator that {@link closeAll} ends. */
export async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  running.push(simulator);
  return simulator;
}

/** Ends every simulator that {@link start} began. */
export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
}

/** Every status of a plan. */
export const STATUSES = ["waiting", "running", "finished", "failed", "stopped"] as const;

/** Resolves when the condition holds; looks again after every turn of the event loop. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
