import { isPlanStatus, type PlanStatus } from "../esa/statuses";

export const desiredStatuses = ["stopped", "running"] as const;

/** The run state that is declared for a plan. */
export type DesiredStatus = (typeof desiredStatuses)[number];

export const waitingPolicies = ["fail", "wait", "leave"] as const;

/** What a stop does with a plan that has not begun, which ESA cannot stop. */
export type WhenWaiting = (typeof waitingPolicies)[number];

export const defaultWhenWaiting: WhenWaiting = "fail";

/** How long one create, update or delete may take when `timeoutSeconds` isn't given. */
export const defaultTimeoutSeconds = 300;
/** The longest wait: Node's timers end at 2^31 ms. */
export const maxTimeoutSeconds = 2_147_483;

export interface Declared {
  readonly desiredStatus: DesiredStatus;
  readonly whenWaiting?: WhenWaiting | undefined;
}

/** Whether the user asks for a run state now (create, or another `desiredStatus` than before), or only keeps one. */
export type Cause = "asked" | "kept";

export type Remark = "had finished" | "had failed" | "failed again" | "left waiting";

export type Decision =
  | { readonly do: "nothing"; readonly remark?: Remark }
  | { readonly do: "stop" | "start" | "waitUntilRunning" }
  | { readonly do: "refuse"; readonly because: "waiting" | "unknown status" };

const unknownStatus: Decision = { do: "refuse", because: "unknown status" };

/** What a create or update does. `observed` is a status that the documents list, or one of tomorrow. */
export function decide(declared: Declared, observed: string, cause: Cause): Decision {
  if (!isPlanStatus(observed)) return unknownStatus;
  const { desiredStatus, whenWaiting = defaultWhenWaiting } = declared;
  return desiredStatus === "stopped" ? toStop(whenWaiting)[observed] : toRun(cause)[observed];
}

const toStop = (whenWaiting: WhenWaiting): Readonly<Record<PlanStatus, Decision>> => ({
  running: { do: "stop" },
  waiting: stopsWaiting[whenWaiting],
  stopped: { do: "nothing" },
  finished: { do: "nothing", remark: "had finished" },
  failed: { do: "nothing", remark: "had failed" },
});

/** Newer pages of the API: "a waiting plan cannot be stopped". */
const stopsWaiting: Readonly<Record<WhenWaiting, Decision>> = {
  fail: { do: "refuse", because: "waiting" },
  wait: { do: "waitUntilRunning" },
  leave: { do: "nothing", remark: "left waiting" },
};

const toRun = (cause: Cause): Readonly<Record<PlanStatus, Decision>> => ({
  running: { do: "nothing" },
  waiting: { do: "nothing" }, // begins by itself
  stopped: { do: "start" },
  finished: { do: "nothing", remark: "had finished" },
  // Started again only when somebody asks for it.
  failed: cause === "asked" ? { do: "start" } : { do: "nothing", remark: "failed again" },
});

/** What a delete does after its Stop: nothing may run on. */
export function decideDeleted(observed: string): Decision {
  if (observed === "running") return { do: "stop" };
  if (observed === "waiting") return { do: "nothing", remark: "left waiting" };
  return isPlanStatus(observed) ? { do: "nothing" } : unknownStatus;
}

/** Whether a plan that is kept as declared needs nothing done: the test for drift. */
export function satisfies(declared: Declared, observed: string): boolean {
  return decide(declared, observed, "kept").do === "nothing";
}

/** The run state that a job's plans amount to: that which all satisfy, first of all the declared one; else "mixed". */
export function jointStatusOf(observed: readonly string[], declared: Declared): DesiredStatus | "mixed" {
  const all = (desiredStatus: DesiredStatus) =>
    observed.every((status) => satisfies({ ...declared, desiredStatus }, status));
  const other: DesiredStatus = declared.desiredStatus === "stopped" ? "running" : "stopped";
  return [declared.desiredStatus, other].find(all) ?? "mixed";
}

/** The run state that a plan amounts to; where it has ended, or waits and was to be left so, as declared, else stopped. */
export function desiredStatusOf(
  observed: string,
  declared: { readonly desiredStatus?: DesiredStatus | undefined; readonly whenWaiting?: WhenWaiting | undefined },
): DesiredStatus {
  if (observed === "running" || observed === "stopped") return observed;
  const isLeft = declared.desiredStatus === "stopped" && declared.whenWaiting === "leave";
  return observed === "waiting" && !isLeft ? "running" : (declared.desiredStatus ?? "stopped");
}
