import { completeJob } from "../state/jobs";
import type { Job, JobFields } from "../types";
import { apiError, invalid } from "../wire/errors";
import { parseTime } from "../wire/values";
import { ownJob, type Action, type ActionContext, type ActionResult } from "./action";

/** CreateScheduledPreloadJob: SiteId, Name and InsertWay are required; UrlList with `textBox` (API reference). */
function runCreate(context: ActionContext): ActionResult {
  const { parameters, state, account, nowMs } = context;
  const SiteId = parameters.requiredInteger("SiteId");
  const Name = parameters.requiredText("Name");
  const InsertWay = parameters.requiredText("InsertWay");
  if (InsertWay !== "textBox" && InsertWay !== "oss") throw invalid("InsertWay");
  const source: JobFields = {};
  if (InsertWay === "textBox") {
    if (!parameters.text("UrlList")?.trim()) throw apiError("MissingUrlList");
    source.UrlList = parameters.requiredText("UrlList");
  } else {
    if (!parameters.has("OssUrl")) throw apiError("MissingOssUrl");
    source.OssUrl = parameters.requiredText("OssUrl");
  }
  // The code is documented, the number is not: `maxJobsPerSite`.
  if (jobsOfSite(context, SiteId).length >= context.maxJobsPerSite) throw apiError("InvalidJob.JobCountOfSiteFull");
  const job = completeJob({ ...source, SiteId, Name, InsertWay }, { aliUid: account.aliUid, nowMs });
  state.setJob(job);
  return { body: { ...job }, changed: true };
}

function jobsOfSite({ state, account }: ActionContext, siteId: number): Job[] {
  return state.allJobs().filter(({ SiteId, AliUid }) => SiteId === siteId && AliUid === account.aliUid);
}

/**
 * ListScheduledPreloadJobs. Parameters and the form of the answer, with a TotalCount that is text, follow the official
 * SDK's model. The documents are silent on order and on the largest page: newest last, 500.
 */
function runList(context: ActionContext): ActionResult {
  const { parameters, state } = context;
  const siteId = parameters.requiredInteger("SiteId");
  const pageNumber = parameters.integer("PageNumber") ?? 1;
  const pageSize = parameters.integer("PageSize") ?? 20;
  if (pageSize > 500) throw invalid("PageSize");
  const fromMs = parameters.integer("StartTime", 0) ?? 0;
  const toMs = parameters.integer("EndTime", 0) ?? Number.POSITIVE_INFINITY;
  const isWithin = ({ CreatedAt }: Job) => {
    const createdMs = parseTime(CreatedAt) ?? Number.NaN;
    return createdMs >= fromMs && createdMs <= toMs;
  };
  const found = jobsOfSite(context, siteId).filter(isWithin);
  const page = found.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);
  const Jobs = page.map((job) => ({ ...job, ExecutionCount: state.plansOf(job.Id).length }));
  return { body: { TotalCount: String(found.length), Jobs }, changed: false };
}

function runGet(context: ActionContext): ActionResult {
  return { body: { ...ownJob(context) }, changed: false };
}

/** DeleteScheduledPreloadJob, with the job's plans and in every status: the documents are silent on both. */
function runDelete(context: ActionContext): ActionResult {
  return { body: {}, changed: context.state.deleteJob(ownJob(context).Id) };
}

/**
 * ResetScheduledPreloadJob "resets the progress of a scheduled prefetch task and starts the prefetch from the
 * beginning" (official SDK). Here it sets the counters of progress to 0; the documents are silent on the plans.
 */
function runReset(context: ActionContext): ActionResult {
  const before = ownJob(context);
  const job = { ...before, UrlSubmitted: 0, TaskSubmitted: 0 };
  context.state.setJob(job);
  return { body: { ...job }, changed: before.UrlSubmitted !== 0 || before.TaskSubmitted !== 0 };
}

/** The actions on jobs, with the HTTP methods of the official SDK. */
export const jobActions: Record<string, Action> = {
  CreateScheduledPreloadJob: { method: "POST", run: runCreate },
  ListScheduledPreloadJobs: { method: "GET", run: runList },
  GetScheduledPreloadJob: { method: "GET", run: runGet },
  DeleteScheduledPreloadJob: { method: "POST", run: runDelete },
  ResetScheduledPreloadJob: { method: "POST", run: runReset },
};
