import type { Job, JobFields, Plan, PlanStatus } from "../types";
import { formatTime, parseTime } from "../wire/values";
import { completeJob, DEFAULT_JOB_ID } from "./jobs";
import { hold, reschedule } from "./planRules";
import type { State } from "./state";

const HOUR_MS = 3_600_000;

/** What putting a plan or a job by hand depends on. Times in ms. */
export interface PutContext {
  state: State;
  nowMs: number;
  startDelayMs: number;
  /** The account of what names none. */
  aliUid: string;
  /** From when List shows a plan that is created. */
  visibleFromMs: number;
}

/** Stores a plan from fields under their wire names, completing them with those it has, or with defaults. */
export function putPlan(context: PutContext, fields: Partial<Plan> & { Id: string }): Plan {
  const { state, nowMs, startDelayMs } = context;
  const before = state.plan(fields.Id);
  const plan = before === undefined ? completePlan(context, fields) : { ...before.plan, ...fields };
  const timesChanged = fields.StartTime !== undefined || fields.EndTime !== undefined;
  const byHand = before === undefined || fields.Status !== undefined;
  const next = byHand
    ? hold(plan, nowMs)
    : timesChanged
      ? reschedule(before, plan, nowMs, startDelayMs)
      : { plan, next: before.next };
  state.setPlan(next, context.visibleFromMs);
  keepJob(context, plan, before !== undefined);
  return state.plan(plan.Id)?.plan ?? plan;
}

/** Stores a job from fields under their wire names, completing them with those it has, or with defaults. */
export function putJob({ state, aliUid, nowMs }: PutContext, fields: JobFields): Job {
  const before = fields.Id === undefined ? undefined : state.job(fields.Id);
  const job = completeJob(fields, { aliUid, nowMs }, before);
  state.setJob(job);
  return job;
}

function completePlan({ state, nowMs, aliUid }: PutContext, fields: Partial<Plan> & { Id: string }): Plan {
  const { Id, ...given } = fields;
  const { StartTime, EndTime } = defaultTimes(given, nowMs);
  const job = given.JobId === undefined ? undefined : state.job(given.JobId);
  return {
    Id,
    JobId: DEFAULT_JOB_ID,
    AliUid: job?.AliUid ?? aliUid,
    StartTime,
    EndTime,
    Interval: 60,
    SliceLen: 10,
    Status: statusAt(StartTime, EndTime, nowMs),
    ...given,
  };
}

/** Times that agree with the status: one that runs now for 24 hours where nothing else is said. */
function defaultTimes(fields: Partial<Plan>, nowMs: number): { StartTime: string; EndTime: string } {
  const given = (text: string | undefined): number | undefined => (text === undefined ? undefined : parseTime(text));
  const endMs = given(fields.EndTime);
  const offsetMs = fields.Status === "waiting" ? HOUR_MS : fields.Status === "finished" ? -2 * HOUR_MS : -HOUR_MS;
  const wishedMs = given(fields.StartTime) ?? nowMs + offsetMs;
  const startMs =
    fields.StartTime === undefined && endMs !== undefined ? Math.min(wishedMs, endMs - HOUR_MS) : wishedMs;
  const defaultEndMs = fields.Status === "finished" ? Math.max(startMs, nowMs - HOUR_MS) : startMs + 24 * HOUR_MS;
  return {
    StartTime: fields.StartTime ?? formatTime(startMs),
    EndTime: fields.EndTime ?? formatTime(defaultEndMs),
  };
}

function statusAt(startTime: string, endTime: string, nowMs: number): PlanStatus {
  if (nowMs < (parseTime(startTime) ?? nowMs)) return "waiting";
  return nowMs < (parseTime(endTime) ?? nowMs) ? "running" : "finished";
}

/** A plan's job exists; when its only plan is given to another account it goes along. */
function keepJob(context: PutContext, plan: Plan, changed: boolean): void {
  const { state } = context;
  const job = state.job(plan.JobId);
  if (job === undefined) {
    putJob(context, { Id: plan.JobId, AliUid: plan.AliUid });
  } else if (changed && job.AliUid !== plan.AliUid && state.plansOf(job.Id).length === 1) {
    state.setJob({ ...job, AliUid: plan.AliUid });
  }
}
