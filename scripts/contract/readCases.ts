import { absentId, getJob, list, listJobs, malformedId, refused, type Case, type World } from "./case";
import { jobBody, jobsBody, plansBody } from "./shapes";

/** What can be asked of any job, without a change. */
export const readCases: readonly Case[] = [
  {
    name: "the plans of a job",
    basis: "documented",
    documents: "List answers RequestId, TotalCount and Executions, all plans of the job without paging.",
    ask: ({ jobId }) => list({ Id: jobId }),
    answers: (world) => [{ body: plansBody(world) }],
  },
  {
    name: "the plans of a job whose id is in capitals",
    basis: "our choice",
    documents: "Silent on the case of ids.",
    unless: ({ jobId }) => (/[a-f]/i.test(jobId) ? undefined : "the job's id has no letter"),
    ask: ({ jobId }) => list({ Id: jobId.toUpperCase() }),
    answers: (world) => [{ body: plansBody(world) }],
  },
  {
    name: "the plans of a job that does not exist",
    basis: "documented",
    documents: "404 InvalidJob.NotFound: the task does not exist.",
    ask: () => list({ Id: absentId }),
    answers: refused("HTTP 404 InvalidJob.NotFound"),
  },
  {
    name: "the plans of a malformed job id",
    basis: "documented",
    documents: "400 InvalidParameter.ObjectId: invalid task or plan id.",
    ask: () => list({ Id: malformedId }),
    answers: refused("HTTP 400 InvalidParameter.ObjectId"),
  },
  {
    name: "the plans of no job",
    basis: "our choice",
    documents: "Id is required; silent on the code. Other products of Alibaba Cloud answer Missing and the name.",
    ask: () => list({}),
    answers: refused("HTTP 400 MissingId"),
  },
  {
    name: "a job",
    basis: "by the SDK's model",
    documents: "GetScheduledPreloadJob answers the job; the elements are those of the official SDK's model.",
    ask: ({ jobId }) => getJob({ Id: jobId }),
    answers: ({ jobId }) => [{ body: jobBody(jobId) }],
  },
  {
    name: "a job that does not exist",
    basis: "documented",
    documents: "404 InvalidJob.NotFound: the task does not exist.",
    ask: () => getJob({ Id: absentId }),
    answers: refused("HTTP 404 InvalidJob.NotFound"),
  },
  {
    name: "the first page of a site's jobs",
    basis: "by the SDK's model",
    documents: "ListScheduledPreloadJobs answers Jobs and TotalCount, which the official SDK's model has as text.",
    unless: withoutSite,
    ask: (world) => pageOf(world, 1),
    answers: () => [{ body: jobsBody() }],
  },
  {
    name: "a page of jobs after the last one",
    basis: "our choice",
    documents: "Silent on a page without jobs.",
    unless: withoutSite,
    ask: (world) => pageOf(world, 10_000),
    answers: () => [{ body: jobsBody(0) }],
  },
  {
    name: "the jobs of no site",
    basis: "our choice",
    documents: "SiteId is required; silent on the code.",
    ask: () => listJobs({}),
    answers: refused("HTTP 400 MissingSiteId"),
  },
  {
    name: "an action that does not exist",
    basis: "documented",
    documents: "404 InvalidAction.NotFound, a code of the gateway in front of every product.",
    ask: () => ({ action: "GetScheduledPreloadNothing", method: "GET", query: {} }),
    answers: refused("HTTP 404 InvalidAction.NotFound"),
  },
  {
    name: "a List by POST",
    basis: "our choice",
    documents: "List is called by GET; silent on another method.",
    ask: ({ jobId }) => ({ ...list({ Id: jobId }), method: "POST" }),
    answers: refused("HTTP 400 UnsupportedHTTPMethod"),
  },
];

function withoutSite({ siteId }: World) {
  return siteId === undefined ? "the job's site is not known" : undefined;
}

function pageOf({ siteId }: World, page: number) {
  return listJobs({ SiteId: String(siteId), PageNumber: String(page), PageSize: "20" });
}
