import type { Call, Properties, ResourceMethods, Stored } from "../../provider/resources/methods";
import type { Simulator } from "../../simulator";

export type { Properties, Stored as State } from "../../provider/resources/methods";

/** The six methods of a kind of resource in the words of the seam, behind whichever front. */
export interface Subject extends Omit<ResourceMethods<Properties, Properties>, "kind" | "diff" | "import"> {
  diff(state: Stored, news: Properties, caller: Call): Promise<"no change" | "update" | "replacement">;
}

/** How a method fails; every front rejects with this. */
export class Failure extends Error {
  constructor(
    message: string,
    /** What is kept all the same; undefined where nothing has changed. */
    readonly partial?: { readonly id: string; readonly outputs: Properties; readonly reasons: readonly string[] },
  ) {
    super(message);
  }
}

export type Kind = "plan" | "job";

/** The front as one run of Pulumi has it: nothing is remembered of runs before. */
export interface Run extends Readonly<Record<Kind, Subject>> {
  /** What the user was told so far. */
  said(): string;
}

/** What a state holds of arguments that were not given, where it holds defaults. */
export const storedDefaults = { whenWaiting: "fail", timeoutSeconds: 300 };

/** A service, and a front that calls it. */
export interface Stage {
  readonly simulator: Simulator;
  /** {@link storedDefaults}, or nothing. */
  readonly defaults: Properties;
  /** Whether `read` is told the arguments, as a plugin is and a dynamic provider isn't. */
  readonly readsInputs: boolean;
  newRun(): Run;
  /** Between two tests, whose runs are over. */
  reset?(): Promise<void>;
  close(): Promise<void>;
}
