import type * as pulumi from "@pulumi/pulumi";

import { checkArguments, unknownValue } from "../arguments";
import { satisfies } from "../../run/decide";
import { accountChanged, limitsOf, parseOutputs, type PlanOutputs } from "./outputs";

/**
 * Compares what the state says of a plan with what is declared. No network: the last seen status decides.
 *
 * Another plan replaces, everything else updates. Values that aren't known yet are changes, never replacements.
 * Request ids, times and counts are not looked at: they never cause a diff.
 */
export function diffPlan(
  id: string,
  olds: PlanOutputs,
  news: Readonly<Record<string, unknown>>,
): pulumi.dynamic.DiffResult {
  const { inputs } = checkArguments(news);
  const unknown = Object.values(inputs).includes(unknownValue);
  // A refresh compares with the inputs of the state file, which nobody has checked.
  const declared = parseOutputs(inputs);
  if (declared.planId !== unknownValue && declared.planId !== (olds.planId ?? id)) {
    return { changes: true, replaces: ["planId"] };
  }
  return { changes: unknown || argumentsChanged(olds, declared) || hasDrifted(olds, declared) };
}

function argumentsChanged(olds: PlanOutputs, declared: PlanOutputs): boolean {
  const before = limitsOf(olds, 0);
  const after = limitsOf(declared, 0);
  return (
    declared.desiredStatus !== olds.desiredStatus ||
    // A job that is no longer given is still the plan's job.
    (declared.jobId !== undefined && declared.jobId !== olds.jobId) ||
    after.whenWaiting !== before.whenWaiting ||
    after.timeoutSeconds !== before.timeoutSeconds ||
    accountChanged(olds, declared)
  );
}

/** Also what an unfinished create or update has left behind: a refresh clears Pulumi's own memory of it. */
function hasDrifted(olds: PlanOutputs, declared: PlanOutputs): boolean {
  const { desiredStatus } = declared;
  if (desiredStatus === undefined || olds.status === undefined) return true;
  return !satisfies({ desiredStatus, whenWaiting: limitsOf(declared, 0).whenWaiting }, olds.status);
}
