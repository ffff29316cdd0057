import { shortened } from "../../esa/errors/redact";
import type { DesiredStatus, WhenWaiting } from "../../run/decide";
import { checkKind, type CheckedArguments, type Fail, type Given } from "../check";
import { unknown, type Properties, type ResourceKind } from "../methods";

/** The arguments as check leaves them: those that were given, with plan and job apart. */
export type PlanInputs = {
  planId: string;
  desiredStatus: DesiredStatus;
  jobId?: string;
  whenWaiting?: WhenWaiting;
  timeoutSeconds?: number;
  profile?: string;
  roleArn?: string;
};

export const planKind: ResourceKind = {
  name: "ScheduledPreloadPlanState",
  subject: "planId",
  names: ["planId", "desiredStatus", "jobId", "whenWaiting", "timeoutSeconds", "profile", "roleArn"],
  required: ["planId", "desiredStatus"],
  observed: ["jobId", "status", "startTime", "endTime", "interval", "sliceLen", "aliUid", "requestId"],
  changing: ["status", "requestId"],
};

/** Splits `"<jobId>:<planId>"`, the resource id of pulumi-alicloud's ScheduledPreloadExecution; a plan id stays. */
export function splitPlanId(text: string): { planId: string; jobId?: string | undefined } {
  const [jobId, planId, ...rest] = text.split(":");
  return planId !== undefined && rest.length === 0 ? { planId, jobId } : { planId: text };
}

/** What is as before passes: `ignoreChanges` hands back what a refresh has found, or a plan without its job. */
export function checkArguments(olds: Properties, news: Properties): CheckedArguments {
  return checkKind(planKind, news, (given, fail) => {
    splitComposite(given, fail);
    const planId = given.get("planId");
    const isSamePlan = typeof planId === "string" && planId.toLowerCase() === olds.planId;
    if (isSamePlan && !given.has("jobId") && olds.jobId !== undefined) given.set("jobId", olds.jobId);
    const isAsBefore = isSamePlan && olds.desiredStatus === "running";
    if (given.get("desiredStatus") === "running" && !given.has("jobId") && !isAsBefore) {
      fail(
        "jobId",
        'is missing: desiredStatus "running" needs the plan\'s job, because ESA shows a plan only through its job',
      );
    }
  });
}

function splitComposite(given: Given, fail: Fail): void {
  const text = given.get("planId");
  const composite = typeof text === "string" ? splitPlanId(text) : undefined;
  if (composite?.jobId === undefined) return;
  const jobId = given.get("jobId");
  if (typeof jobId === "string" && jobId.toLowerCase() !== composite.jobId.toLowerCase()) {
    const [job, other] = [shortened(jobId), shortened(composite.jobId)];
    fail("jobId", `is ${job}, but planId names the job ${other}: give only one of them`);
  }
  given.set("planId", composite.planId);
  if (jobId === undefined || jobId === unknown || typeof jobId === "string") given.set("jobId", composite.jobId);
}
