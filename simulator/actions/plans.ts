import { begin, reschedule, start, stop, type Decision } from "../state/planRules";
import type { Plan } from "../types";
import { apiError } from "../wire/errors";
import { formatTime, newObjectId, parseTime } from "../wire/values";
import { ownJob, ownPlan, type Action, type ActionContext, type ActionResult } from "./action";
import type { Parameters } from "./parameters";

const DAY_MS = 86_400_000;

/** The answer of Start, Stop and Update: the fields of the plan beside RequestId (API reference). */
function answer(plan: Plan, changed: boolean): ActionResult {
  return { body: { ...plan }, changed };
}

function carryOut(context: ActionContext, plan: Plan, decision: Decision): ActionResult {
  switch (decision.do) {
    case "become":
      context.state.setPlan(decision.scheduled);
      return answer(decision.scheduled.plan, true);
    case "keep":
      return answer(plan, false);
    case "refuse":
      // Our own code and status: the documents do not say how the service refuses.
      throw apiError(
        "InvalidExecution.StatusNotAllowed",
        `The status of the execution plan is ${decision.status}, which does not allow this operation.`,
      );
  }
}

function runStop(context: ActionContext): ActionResult {
  const { live, nowMs } = context;
  const scheduled = ownPlan(context);
  const options = { stopDelayMs: live.stopDelayMs, whenNotRunning: live.stopWhenNotRunning };
  return carryOut(context, scheduled.plan, stop(scheduled, nowMs, options));
}

function runStart(context: ActionContext): ActionResult {
  const { live, nowMs } = context;
  const scheduled = ownPlan(context);
  const options = { startDelayMs: live.startDelayMs, whenNotRunning: live.stopWhenNotRunning };
  return carryOut(context, scheduled.plan, start(scheduled, nowMs, options));
}

/** List: every plan of a job, without paging (API reference). Plans of other accounts are not shown. */
function runList(context: ActionContext): ActionResult {
  const job = ownJob(context);
  const plans = context.state.visiblePlansOf(job.Id).filter(({ AliUid }) => AliUid === context.account.aliUid);
  return { body: { TotalCount: plans.length, Executions: plans }, changed: false };
}

/**
 * Create. The answer's form is the official SDK's model. The documents are silent on plans of which only some are
 * wrong: here the first error refuses the call and nothing is created, so nothing is ever in FailedExecutions.
 */
function runCreate(context: ActionContext): ActionResult {
  const { state, nowMs, live } = context;
  const job = ownJob(context);
  const plans = context.parameters.requiredObjects("Executions").map((entry): Plan => ({
    Id: newObjectId(),
    JobId: job.Id,
    AliUid: job.AliUid,
    Interval: entry.requiredInteger("Interval"),
    SliceLen: entry.requiredInteger("SliceLen"),
    ...newTimes(entry, nowMs),
    Status: "waiting",
  }));
  for (const plan of plans) state.setPlan(begin(plan, nowMs, live.startDelayMs), nowMs + live.listLagMs);
  return {
    body: {
      TotalCount: plans.length,
      SuccessCount: plans.length,
      SuccessExecutions: plans,
      FailedExecutions: [],
      FailedMessages: [],
    },
    changed: true,
  };
}

/** StartTime and EndTime are optional (API reference); the documents do not say which defaults they have. */
function newTimes(entry: Parameters, nowMs: number): { StartTime: string; EndTime: string } {
  const StartTime = entry.time("StartTime") ?? formatTime(nowMs);
  const EndTime = entry.time("EndTime") ?? formatTime((parseTime(StartTime) ?? nowMs) + DAY_MS);
  return inOrder({ StartTime, EndTime });
}

function inOrder<Times extends { StartTime: string; EndTime: string }>(times: Times): Times {
  const startMs = parseTime(times.StartTime) ?? 0;
  const endMs = parseTime(times.EndTime) ?? 0;
  if (endMs < startMs) throw apiError("InvalidEndTime.Mismatch");
  return times;
}

/**
 * Update, in every status and also of no field: the documents name no status that it needs, and every field but Id is
 * optional. Alicloud's Terraform provider updates plans without looking at their status.
 */
function runUpdate(context: ActionContext): ActionResult {
  const scheduled = ownPlan(context);
  const { plan: before, next } = scheduled;
  const { parameters, nowMs, live } = context;
  const plan = inOrder({
    ...before,
    StartTime: parameters.time("StartTime") ?? before.StartTime,
    EndTime: parameters.time("EndTime") ?? before.EndTime,
    Interval: parameters.integer("Interval") ?? before.Interval,
    SliceLen: parameters.integer("SliceLen") ?? before.SliceLen,
  });
  const timesChanged = plan.StartTime !== before.StartTime || plan.EndTime !== before.EndTime;
  context.state.setPlan(timesChanged ? reschedule(scheduled, plan, nowMs, live.startDelayMs) : { plan, next });
  const changed = timesChanged || plan.Interval !== before.Interval || plan.SliceLen !== before.SliceLen;
  return answer(plan, changed);
}

/** Delete, in every status: the documents name none that it needs. */
function runDelete(context: ActionContext): ActionResult {
  const { plan } = ownPlan(context);
  return { body: {}, changed: context.state.deletePlan(plan.Id) };
}

/** The actions on plans, with the HTTP methods of the official SDK. */
export const planActions: Record<string, Action> = {
  StopScheduledPreloadExecution: { method: "POST", run: runStop },
  StartScheduledPreloadExecution: { method: "POST", run: runStart },
  ListScheduledPreloadExecutions: { method: "GET", run: runList },
  CreateScheduledPreloadExecutions: { method: "POST", run: runCreate },
  UpdateScheduledPreloadExecution: { method: "POST", run: runUpdate },
  DeleteScheduledPreloadExecution: { method: "POST", run: runDelete },
};
