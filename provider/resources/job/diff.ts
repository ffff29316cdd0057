import { satisfies, type Cause } from "../../run/decide";
import type { Change, Properties } from "../methods";
import { changesOf } from "../stored";
import { jobKind, mixed, type JobInputs } from "./arguments";
import { parseOutputs, type JobOutputs } from "./outputs";

/** Compares what the state says of a job's plans with what is declared: the last seen statuses decide. */
export function diffJob(olds: JobOutputs, inputs: Properties): Change[] {
  // A refresh compares with the inputs of the state file, which nobody has checked.
  const declared = parseOutputs(inputs);
  const isUnfinished = olds.lastDeclared === mixed && declared.desiredStatus !== mixed;
  const isOther = declared.desiredStatus !== olds.desiredStatus || isUnfinished;
  return changesOf(jobKind, inputs, olds, declared, { desiredStatus: isOther || !fits(olds, declared) });
}

/** Whether all plans, as they were last seen and are known to be, are as declared. */
export function fits({ plans, unfinished }: JobOutputs, { desiredStatus, whenWaiting }: JobOutputs): boolean {
  // "mixed", which only `ignoreChanges` can hand over from a refresh, asks for nothing.
  if (desiredStatus === undefined || desiredStatus === mixed) return plans !== undefined;
  return (
    unfinished === undefined &&
    (plans?.every(({ status }) => satisfies({ desiredStatus, whenWaiting }, status)) ?? false)
  );
}

/** A state is not asked for because plans drifted and a refresh showed it, but also where it has not been reached. */
export function causeOf({ desiredStatus, lastDeclared }: JobOutputs, inputs: JobInputs): Cause {
  // A state of 0.1.0 doesn't tell what was declared before plans differed.
  const before = desiredStatus === mixed ? (lastDeclared ?? inputs.desiredStatus) : lastDeclared;
  return before !== mixed && [desiredStatus, before].includes(inputs.desiredStatus) ? "kept" : "asked";
}
