// @ts-check
"use strict";

const { ABSENT_ID, LIST, learnStatus, plansOf, read, refused } = require("./cases");
const { answerOf, jobFields } = require("./shapes");

/**
 * @typedef {import("./cases").Case} Case
 * @typedef {import("./cases").World} World
 */

/** What can be asked of any job, without a change. @type {readonly Case[]} */
const READ_CASES = [
  {
    name: "the plans of a job",
    writes: false,
    basis: "documented",
    documents: "List answers RequestId, TotalCount and Executions, all plans of the job without paging.",
    ask: ({ jobId }) => read(LIST, { Id: jobId }),
    answers: (world) => ({ "": plansOf(world) }),
    learn: learnStatus,
  },
  {
    name: "the plans of a job whose id is in capitals",
    writes: false,
    basis: "our choice",
    documents: "Silent on the case of ids.",
    unless: ({ jobId }) => (/[a-f]/i.test(jobId) ? undefined : "the job's id has no letter"),
    ask: ({ jobId }) => read(LIST, { Id: jobId.toUpperCase() }),
    answers: (world) => ({ "": plansOf(world) }),
  },
  {
    name: "the plans of a job that does not exist",
    writes: false,
    basis: "documented",
    documents: "404 InvalidJob.NotFound: the task does not exist.",
    ask: () => read(LIST, { Id: ABSENT_ID }),
    answers: refused(404, "InvalidJob.NotFound"),
  },
  {
    name: "the plans of a malformed job id",
    writes: false,
    basis: "documented",
    documents: "400 InvalidParameter.ObjectId: invalid task or plan id.",
    ask: () => read(LIST, { Id: "not-an-id" }),
    answers: refused(400, "InvalidParameter.ObjectId"),
  },
  {
    name: "the plans of no job",
    writes: false,
    basis: "our choice",
    documents: "Id is required; silent on the code. Other products of Alibaba Cloud answer Missing and the name.",
    ask: () => read(LIST, {}),
    answers: refused(400, "MissingId"),
  },
  {
    name: "a job",
    writes: false,
    basis: "by the SDK's model",
    documents: "GetScheduledPreloadJob answers the job; the fields are those of the official SDK's model.",
    ask: ({ jobId }) => read("GetScheduledPreloadJob", { Id: jobId }),
    answers: ({ jobId }) => ({ "": { status: 200, body: answerOf(jobFields(jobId)) } }),
    learn: (body, world) => {
      if (Number.isSafeInteger(body?.SiteId)) world.siteId = body.SiteId;
    },
  },
  {
    name: "a job that does not exist",
    writes: false,
    basis: "documented",
    documents: "404 InvalidJob.NotFound: the task does not exist.",
    ask: () => read("GetScheduledPreloadJob", { Id: ABSENT_ID }),
    answers: refused(404, "InvalidJob.NotFound"),
  },
  {
    name: "the first page of a site's jobs",
    writes: false,
    basis: "by the SDK's model",
    documents: "ListScheduledPreloadJobs answers Jobs and TotalCount, which the official SDK's model has as text.",
    unless: withoutSite,
    ask: ({ siteId }) => jobsOf(siteId, 1),
    answers: () => ({ "": { status: 200, body: jobsAnswer() } }),
  },
  {
    name: "a page of jobs after the last one",
    writes: false,
    basis: "our choice",
    documents: "Silent on a page without jobs.",
    unless: withoutSite,
    ask: ({ siteId }) => jobsOf(siteId, 10_000),
    answers: () => ({
      "": {
        status: 200,
        body: jobsAnswer(),
        also: ({ Jobs }) => (Jobs.length === 0 ? [] : ["Jobs has entries; the simulator answers none"]),
      },
    }),
  },
  {
    name: "the jobs of no site",
    writes: false,
    basis: "our choice",
    documents: "SiteId is required; silent on the code.",
    ask: () => read("ListScheduledPreloadJobs", {}),
    answers: refused(400, "MissingSiteId"),
  },
  {
    name: "an action that does not exist",
    writes: false,
    basis: "documented",
    documents: "404 InvalidAction.NotFound, a code of the gateway in front of every product.",
    ask: () => read("GetScheduledPreloadNothing", {}),
    answers: refused(404, "InvalidAction.NotFound"),
  },
  {
    name: "another version of the API",
    writes: false,
    basis: "our choice",
    documents: "Other products of Alibaba Cloud answer InvalidVersion; silent on the order of the gateway's checks.",
    ask: ({ jobId }) => ({ ...read(LIST, { Id: jobId }), version: "2000-01-01" }),
    answers: refused(400, "InvalidVersion"),
  },
  {
    name: "a List by POST",
    writes: false,
    basis: "our choice",
    documents: "List is called by GET; silent on another method.",
    ask: ({ jobId }) => ({ ...read(LIST, { Id: jobId }), method: "POST" }),
    answers: refused(400, "UnsupportedHTTPMethod"),
  },
];

/** @param {World} world */
function withoutSite({ siteId }) {
  return siteId === undefined ? "the job's site is not known" : undefined;
}

/** @param {number | undefined} siteId @param {number} page */
function jobsOf(siteId, page) {
  return read("ListScheduledPreloadJobs", {
    SiteId: String(siteId),
    PageNumber: String(page),
    PageSize: "20",
  });
}

function jobsAnswer() {
  const job = { fields: { ...jobFields(undefined), ExecutionCount: /** @type {const} */ ("an integer") } };
  return answerOf({ TotalCount: "a numeral as text", Jobs: { list: job } });
}

module.exports = { READ_CASES };
