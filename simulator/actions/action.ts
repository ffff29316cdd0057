import type { ScheduledPlan } from "../state/planRules";
import type { LiveSettings } from "../state/settings";
import type { State } from "../state/state";
import type { Account, Job } from "../types";
import { apiError } from "../wire/errors";
import type { Parameters } from "./parameters";

/** What an action works with. */
export interface ActionContext {
  state: State;
  account: Account;
  parameters: Parameters;
  /** The virtual time in ms since 1970. */
  nowMs: number;
  live: LiveSettings;
  maxJobsPerSite: number;
}

/** What an action answers, RequestId apart, and whether it changed anything. */
export interface ActionResult {
  body: Record<string, unknown>;
  changed: boolean;
}

/** An action of the API: the HTTP method it is called with and what it does. */
export interface Action {
  method: "GET" | "POST";
  run(context: ActionContext): ActionResult;
}

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
