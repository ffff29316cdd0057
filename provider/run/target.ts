import type { EsaClient } from "../esa/client";
import type { Clock } from "../esa/sending/clock";
import type { EsaError } from "../esa/errors/error";
import type { Plan, Plans } from "../esa/plans";
import type { Progress } from "./progress";
import type { Decision, Remark } from "./decide";

/** What carrying out a decision needs of its surroundings. */
export interface Surroundings {
  readonly client: EsaClient;
  readonly plans: Plans;
  readonly clock: Clock;
  /** Tells the user one line about the plan. */
  readonly report: (planId: string, text: string) => void;
  /** Tells the user what takes its time. */
  readonly progress: Progress;
}

/** The plan to bring to a state, and how. */
export interface Target {
  readonly planId: string;
  /** The plan's job, given or learned. Without it, the first call is the Stop itself. */
  readonly jobId: string | undefined;
  /** The state in a word, for messages. */
  readonly state: string;
  readonly decide: (observed: Plan) => Decision;
  /** The plan as a look for this very purpose has shown it: the first look is not made again. */
  readonly seen?: Plan;
  /** Begin with a Stop even where a look is possible: a delete trusts no observation. */
  readonly stopFirst?: boolean;
  /** Look again for a moment before a plan counts as absent: one that was just created may lag. */
  readonly confirmAbsence?: boolean;
  /** Throws when the plan must not be changed after all. */
  readonly beforeWrite?: () => void;
  /** Milliseconds since the epoch. */
  readonly deadlineMs: number;
  readonly timeoutSeconds: number;
}

/** What became of the plan: as last observed, and the last call that changed something. */
export interface Outcome {
  readonly plan: Plan;
  readonly requestId?: string;
  readonly remark?: Remark;
}

/** A failure after which the plan may be other than before; `outcome` is what was last observed of it. */
export class Unfinished extends Error {
  constructor(
    readonly error: EsaError,
    readonly outcome: Outcome,
  ) {
    super(error.message);
  }
}
