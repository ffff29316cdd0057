import { satisfies } from "../../run/decide";
import { limitsOf } from "../../run/session";
import { unknown, type Change, type Properties, type Stored } from "../methods";
import { changedLimits } from "../stored";
import { checkArguments, mixed, type JobInputs } from "./arguments";
import { parseOutputs, type JobOutputs } from "./outputs";

/**
 * Compares what the state says of a job's plans with what is declared. Another job replaces, and so may one that isn't
 * known yet; everything else updates. "mixed", which only `ignoreChanges` can hand over from a refresh, asks for nothing.
 */
export function diffJob({ id, outputs }: Stored, news: Properties): Change[] {
  const olds = parseOutputs(outputs);
  const { inputs } = checkArguments(olds, news);
  // A refresh compares with the inputs of the state file, which nobody has checked.
  const declared = parseOutputs(inputs);
  if (inputs.jobId === unknown || declared.jobId !== (olds.jobId ?? id)) {
    return [{ argument: "jobId", replaces: true }];
  }
  const isOther = declared.desiredStatus !== olds.desiredStatus || olds.lastDeclared === mixed;
  const changed = new Set([
    ...Object.keys(inputs).filter((name) => inputs[name] === unknown),
    ...(isOther || !fits(olds, declared) ? ["desiredStatus"] : []),
    ...changedLimits(olds, declared),
  ]);
  return [...changed].map((argument) => ({ argument, replaces: false }));
}

/** Whether all plans, as they were last seen, are as declared. */
export function fits(
  { plans }: JobOutputs,
  declared: Pick<JobOutputs, "desiredStatus" | "whenWaiting"> | JobInputs,
): boolean {
  const { desiredStatus } = declared;
  if (desiredStatus === undefined || desiredStatus === mixed) return plans !== undefined;
  return plans?.every(({ status }) => satisfies({ ...limitsOf(declared, 0), desiredStatus }, status)) ?? false;
}
