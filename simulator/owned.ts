import type { ActionContext } from "./actions";
import { apiError } from "./errors";
import type { ScheduledPlan } from "./planRules";
import type { Job } from "./types";

/**
 * The plan that `Id` names. Throws `InvalidParameter.ObjectId`, `InvalidExecution.NotFound` or, for a plan of another
 * account, `InvalidUid.PermissionDenied` (API reference of StopScheduledPreloadExecution).
 */
export function ownPlan({ state, account, parameters }: ActionContext): ScheduledPlan {
  const scheduled = state.plan(parameters.id());
  if (scheduled === undefined) throw apiError("InvalidExecution.NotFound");
  if (scheduled.plan.AliUid !== account.aliUid) throw apiError("InvalidUid.PermissionDenied");
  return scheduled;
}

/** The job that `Id` names; the same errors, with `InvalidJob.NotFound`. */
export function ownJob({ state, account, parameters }: ActionContext): Job {
  const job = state.job(parameters.id());
  if (job === undefined) throw apiError("InvalidJob.NotFound");
  if (job.AliUid !== account.aliUid) throw apiError("InvalidUid.PermissionDenied");
  return job;
}
