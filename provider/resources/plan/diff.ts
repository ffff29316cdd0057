import { satisfies } from "../../run/decide";
import { limitsOf } from "../../run/session";
import { unknown, type Change, type Properties, type Stored } from "../methods";
import { changedLimits } from "../stored";
import { checkArguments } from "./arguments";
import { parseOutputs } from "./outputs";

/**
 * Compares what the state says of a plan with what is declared. No network: the last seen status decides.
 *
 * Another plan replaces, and so may one that isn't known yet: a preview is rather too careful. Everything else updates.
 * Request ids, times and counts are not looked at: they never cause a diff.
 */
export function diffPlan({ id, outputs }: Stored, news: Properties): Change[] {
  const olds = parseOutputs(outputs);
  const { inputs } = checkArguments({}, news);
  // A refresh compares with the inputs of the state file, which nobody has checked.
  const declared = parseOutputs(inputs);
  if (inputs.planId === unknown || declared.planId !== (olds.planId ?? id)) {
    return [{ argument: "planId", replaces: true }];
  }
  const { desiredStatus } = declared;
  // Also what an unfinished create or update has left behind: a refresh clears Pulumi's own memory of it.
  const hasDrifted =
    desiredStatus === undefined || !satisfies({ ...limitsOf(declared, 0), desiredStatus }, olds.status ?? "");
  // A job that is no longer given is still the plan's job.
  const otherJob = declared.jobId !== undefined && declared.jobId !== olds.jobId;
  const changed = new Set([
    ...Object.keys(inputs).filter((name) => inputs[name] === unknown),
    ...(hasDrifted || desiredStatus !== olds.desiredStatus ? ["desiredStatus"] : []),
    ...(otherJob ? ["jobId"] : []),
    ...changedLimits(olds, declared),
  ]);
  return [...changed].map((argument) => ({ argument, replaces: false }));
}
