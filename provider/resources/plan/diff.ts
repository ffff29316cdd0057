import { satisfies, type Cause } from "../../run/decide";
import type { Change, Properties } from "../methods";
import { changesOf } from "../stored";
import { planKind, type PlanInputs } from "./arguments";
import { parseOutputs, type PlanOutputs } from "./outputs";

/** Compares what the state says of a plan with what is declared: the last seen status decides. */
export function diffPlan(olds: PlanOutputs, inputs: Properties): Change[] {
  // A refresh compares with the inputs of the state file, which nobody has checked.
  const declared = parseOutputs(inputs);
  return changesOf(planKind, inputs, olds, declared, {
    // Also what an unfinished create or update has left behind: a refresh clears Pulumi's own memory of it.
    desiredStatus: declared.desiredStatus !== olds.desiredStatus || !fitsStatus(olds, declared),
    jobId: !isSameJob(olds, declared),
  });
}

/** Whether the last seen status is known to be so and fits the arguments, and the plan is still sought in the same job. */
export function fits(olds: PlanOutputs, inputs: PlanInputs): boolean {
  return fitsStatus(olds, inputs) && isSameJob(olds, inputs);
}

export function causeOf(olds: PlanOutputs, inputs: PlanInputs): Cause {
  return olds.desiredStatus === inputs.desiredStatus ? "kept" : "asked";
}

function fitsStatus({ status, unfinished }: PlanOutputs, { desiredStatus, whenWaiting }: PlanOutputs): boolean {
  if (desiredStatus === undefined || unfinished !== undefined) return false;
  return satisfies({ desiredStatus, whenWaiting }, status ?? "");
}

/** A job that is no longer given is still the plan's job. */
function isSameJob(olds: PlanOutputs, { jobId }: PlanOutputs): boolean {
  return jobId === undefined || jobId === olds.jobId;
}
