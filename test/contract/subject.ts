import type { ArgumentFailure, Gone, Properties } from "../../provider/resources/methods";
import type { Simulator } from "../../simulator";

export type { Properties } from "../../provider/resources/methods";

/** A resource as the state has it; `inputs` is undefined for one that is only read. */
export interface State {
  readonly id: string;
  readonly inputs: Properties | undefined;
  /** Handed back as they came: a front may keep properties of its own among them. */
  readonly outputs: Properties;
}

/** Which resource a call is about; undefined in states of 0.1.0. */
export interface Caller {
  readonly owner?: string | undefined;
}

/** The six methods of a kind of resource in the words of the seam, behind whichever front. */
export interface Subject {
  check(
    olds: Properties,
    news: Properties,
    caller: Caller,
  ): Promise<{ readonly inputs: Properties; readonly failures: readonly ArgumentFailure[] }>;
  diff(state: State, news: Properties, caller: Caller): Promise<"no change" | "update" | "replacement">;
  create(news: Properties, caller: Caller): Promise<{ readonly id: string; readonly outputs: Properties }>;
  read(state: State, caller: Caller): Promise<{ readonly inputs: Properties; readonly outputs: Properties } | Gone>;
  update(state: State, news: Properties, caller: Caller): Promise<Properties>;
  delete(state: State, caller: Caller): Promise<void>;
}

/** How a method fails; every front rejects with this. */
export class Failure extends Error {
  constructor(
    message: string,
    /** What is kept all the same; undefined where nothing has changed. */
    readonly partial?: {
      readonly id: string;
      readonly outputs: Properties;
      readonly reasons: readonly string[];
    },
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

/** A service, and a front that calls it. */
export interface Stage {
  readonly simulator: Simulator;
  newRun(): Run;
  close(): Promise<void>;
}
