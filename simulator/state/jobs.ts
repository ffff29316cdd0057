import type { Job, JobFields } from "../types";
import { formatTime, newObjectId } from "../wire/values";

/** The job of plans that name none: the example of the API reference. */
export const DEFAULT_JOB_ID = "665d3af3621bccf3fe29e1a4";
const DEFAULT_SITE_ID = 190007158391808;

/** How many URLs a list has (one a line) and their host names, joined by commas; lines that are no URL are reported. */
function describeUrls(urlList: string): Pick<Job, "UrlCount" | "Domains" | "ErrorInfo"> {
  const lines = urlList
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const hosts = lines.flatMap((line) => (URL.canParse(line) ? [new URL(line).hostname] : []));
  return {
    UrlCount: lines.length,
    Domains: [...new Set(hosts)].join(","),
    // The official SDK's model of CreateScheduledPreloadJob: InvalidUrl, InvalidDomain, QuotaExcess, OtherErrors.
    ErrorInfo: hosts.length === lines.length ? "" : "InvalidUrl",
  };
}

/** A complete job from the fields that are given, those that it has, and defaults, which are ours. */
export function completeJob(fields: JobFields, owner: { aliUid: string; nowMs: number }, before?: Job): Job {
  const { UrlList, OssUrl, ...given } = fields;
  delete given.ExecutionCount;
  return {
    ...(before ?? newJob(owner)),
    ...(OssUrl !== undefined && { InsertWay: "oss" }),
    ...(UrlList !== undefined && { InsertWay: "textBox", ...describeUrls(UrlList) }),
    ...given,
  };
}

function newJob(owner: { aliUid: string; nowMs: number }): Job {
  return {
    Id: newObjectId(),
    SiteId: DEFAULT_SITE_ID,
    AliUid: owner.aliUid,
    Name: "example",
    InsertWay: "textBox",
    TaskType: "preload",
    CreatedAt: formatTime(owner.nowMs),
    FailedFileOss: "",
    FileId: newObjectId(),
    UrlSubmitted: 0,
    TaskSubmitted: 0,
    ...describeUrls(""),
  };
}
