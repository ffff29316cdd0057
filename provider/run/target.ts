import type { EsaError } from "../esa/errors/error";
import type { Plan } from "../esa/plans";
import type { Decision, Remark } from "./decide";

/** The plan to bring to a state, and how. */
export interface Target {
  readonly planId: string;
  /** The plan's job, given or learned. Without it, the first call is the Stop itself. */
  readonly jobId?: string | undefined;
  /** In a word, for messages. */
  readonly state: string;
  readonly decide: (observed: Plan) => Decision;
  /** The plan as a look for this very purpose has shown it: the first look is not made again. */
  readonly seen?: Plan | undefined;
  /** Begin with a Stop even where a look is possible: a delete trusts no observation. */
  readonly stopFirst?: boolean;
  /** Look again for a moment before a plan counts as absent: one that was just created may lag. */
  readonly confirmAbsence?: boolean | undefined;
  /** Throws when the plan must not be changed after all. */
  readonly beforeWrite?: (() => void) | undefined;
}

/** What became of the plan: as last observed, and the last call that changed something. */
export interface Outcome {
  readonly plan: Plan;
  readonly requestId?: string | undefined;
  readonly remark?: Remark | undefined;
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
