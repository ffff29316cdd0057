import { checkKind, type CheckedArguments } from "../check";
import type { Properties, ResourceKind } from "../methods";
import type { PlanInputs } from "../plan/arguments";

/** The arguments as check leaves them: those that were given. */
export type JobInputs = Omit<PlanInputs, "planId" | "jobId"> & { jobId: string };

export const jobKind: ResourceKind = {
  name: "ScheduledPreloadJobState",
  subject: "jobId",
  names: ["jobId", "desiredStatus", "whenWaiting", "timeoutSeconds", "profile", "roleArn"],
  required: ["jobId", "desiredStatus"],
  observed: ["plans", "counts"],
  changing: ["plans", "counts"],
};

/** What a refresh has observed where plans differ. Nobody can declare it; `ignoreChanges` hands it back. */
export const mixed = "mixed";

/** "mixed" passes where it is as before. */
export function checkArguments(olds: Properties, news: Properties): CheckedArguments {
  const isIgnored = news.desiredStatus === mixed && olds.desiredStatus === mixed;
  const checked = checkKind(jobKind, isIgnored ? { ...news, desiredStatus: "stopped" } : news);
  return isIgnored ? { ...checked, inputs: { ...checked.inputs, desiredStatus: mixed } } : checked;
}
