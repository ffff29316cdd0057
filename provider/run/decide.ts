/** What a user can declare of a plan. */
export const desiredStatuses = ["stopped", "running"] as const;

/** The run state that is declared for a plan. */
export type DesiredStatus = (typeof desiredStatuses)[number];

/** What a stop can do with a plan that has not begun. */
export const waitingPolicies = ["fail", "wait", "leave"] as const;

/** What a stop does with a plan that has not begun, which ESA cannot stop. */
export type WhenWaiting = (typeof waitingPolicies)[number];

/** What a stop does with a waiting plan when `whenWaiting` isn't given. */
export const defaultWhenWaiting: WhenWaiting = "fail";

/** What is declared of a plan's run. */
export interface Declared {
  readonly desiredStatus: DesiredStatus;
  readonly whenWaiting?: WhenWaiting | undefined;
}

/**
 * Whether the user asks for a run state now (create, or another `desiredStatus` than before), or only keeps one.
 * A failed plan is started again only when somebody asks for it.
 */
export type Cause = "asked" | "kept";

/** A remark on a plan that is left as it is. */
export type Remark = "had finished" | "had failed" | "failed again" | "left waiting";

/** What to do about a plan. */
export type Decision =
  | { readonly do: "nothing"; readonly remark?: Remark }
  | { readonly do: "stop" }
  | { readonly do: "start" }
  | { readonly do: "waitUntilRunning" }
  | { readonly do: "refuse"; readonly because: "waiting" | "unknown status" };

const unknownStatus: Decision = { do: "refuse", because: "unknown status" };

/**
 * Decides what a create or update does, from what is declared and what is observed: a status that the documents list, or
 * one of tomorrow.
 */
export function decide(declared: Declared, observed: string, cause: Cause): Decision {
  return declared.desiredStatus === "stopped"
    ? decideStopped(declared.whenWaiting ?? defaultWhenWaiting, observed)
    : decideRunning(observed, cause);
}

function decideStopped(whenWaiting: WhenWaiting, observed: string): Decision {
  switch (observed) {
    case "running":
      return { do: "stop" };
    case "waiting":
      // Newer pages of the API: "a waiting plan cannot be stopped".
      return {
        fail: { do: "refuse", because: "waiting" } as const,
        wait: { do: "waitUntilRunning" } as const,
        leave: { do: "nothing", remark: "left waiting" } as const,
      }[whenWaiting];
    case "stopped":
      return { do: "nothing" };
    case "finished":
      return { do: "nothing", remark: "had finished" };
    case "failed":
      return { do: "nothing", remark: "had failed" };
    default:
      return unknownStatus;
  }
}

function decideRunning(observed: string, cause: Cause): Decision {
  switch (observed) {
    case "running":
    case "waiting": // begins by itself
      return { do: "nothing" };
    case "stopped":
      return { do: "start" };
    case "finished":
      return { do: "nothing", remark: "had finished" };
    case "failed":
      return cause === "asked" ? { do: "start" } : { do: "nothing", remark: "failed again" };
    default:
      return unknownStatus;
  }
}

/** Decides what a delete does after its Stop: nothing may run on. */
export function decideDeleted(observed: string): Decision {
  if (observed === "running") return { do: "stop" };
  if (observed === "waiting") return { do: "nothing", remark: "left waiting" };
  return ["stopped", "finished", "failed"].includes(observed) ? { do: "nothing" } : unknownStatus;
}

/** Whether a plan that is kept as declared needs nothing done: the test for drift. */
export function satisfies(declared: Declared, observed: string): boolean {
  return decide(declared, observed, "kept").do === "nothing";
}

/**
 * The run state that the plans of a job amount to: as declared while every plan satisfies that, the other one when all
 * satisfy it, else "mixed", which nobody can declare.
 */
export function jointStatusOf(observed: readonly string[], declared: Declared): DesiredStatus | "mixed" {
  const all = (desiredStatus: DesiredStatus) =>
    observed.every((status) => satisfies({ ...declared, desiredStatus }, status));
  const other = declared.desiredStatus === "stopped" ? "running" : "stopped";
  if (all(declared.desiredStatus)) return declared.desiredStatus;
  return all(other) ? other : "mixed";
}

/**
 * The run state that an observed plan amounts to, in the words of a declaration; as it was declared where the plan has
 * ended, or waits and was to be left so.
 */
export function desiredStatusOf(
  observed: string,
  declared: { readonly desiredStatus?: DesiredStatus | undefined; readonly whenWaiting?: WhenWaiting | undefined },
): DesiredStatus | undefined {
  switch (observed) {
    case "running":
      return "running";
    case "stopped":
      return "stopped";
    case "waiting":
      return declared.desiredStatus === "stopped" && declared.whenWaiting === "leave" ? "stopped" : "running";
    default:
      return declared.desiredStatus;
  }
}
