import * as pulumi from "@pulumi/pulumi";

import type { EsaClient } from "../esa/client";
import type { PlanStatus } from "../esa/statuses";
import type { Account } from "../esa/account";

/** Arguments that may be outputs. */
export type InputsOf<Args> = { readonly [Name in keyof Args]: pulumi.Input<Args[Name]> };

/** The arguments of {@link getScheduledPreloadPlans}. */
export interface GetScheduledPreloadPlansArgs extends Account {
  /** The job's id, 24 hexadecimal digits. */
  readonly jobId: string;
}

/** A prefetch plan. */
export interface ScheduledPreloadPlan {
  readonly id: string;
  readonly jobId: string;
  readonly status: PlanStatus;
  /** ISO 8601. */
  readonly startTime?: string;
  /** ISO 8601. */
  readonly endTime?: string;
  /** Seconds between two batches. */
  readonly interval?: number;
  /** URLs in each batch. */
  readonly sliceLen?: number;
}

/** The plans of a job. */
export interface GetScheduledPreloadPlansResult {
  readonly jobId: string;
  readonly plans: ScheduledPreloadPlan[];
}

/** The arguments of {@link getScheduledPreloadJobs}. */
export interface GetScheduledPreloadJobsArgs extends Account {
  /** The site's id. */
  readonly siteId: number | string;
}

/** A prefetch task: a list of URLs of one site, which its plans prefetch. */
export interface ScheduledPreloadJob {
  readonly id: string;
  readonly name?: string;
  readonly insertWay?: string;
  /** The host names of its URLs, joined by commas. */
  readonly domains?: string;
  readonly urlCount?: number;
  /** ISO 8601. */
  readonly createdAt?: string;
}

/** The jobs of a site. */
export interface GetScheduledPreloadJobsResult {
  readonly siteId: string;
  readonly jobs: ScheduledPreloadJob[];
}

/**
 * The plans of a job as they are now.
 *
 * It runs in the program's process, at preview too: the documented exception to the offline preview. It takes the same
 * configuration as the resources.
 *
 * @throws EsaError when the call fails or the configuration is wrong.
 */
export async function getScheduledPreloadPlans(
  args: GetScheduledPreloadPlansArgs,
): Promise<GetScheduledPreloadPlansResult> {
  const client = await connect(args);
  const jobId = args.jobId.toLowerCase();
  const { Plans } = await import("../esa/plans.js");
  const { systemClock } = await import("../esa/sending/clock.js");
  const plans = await new Plans(client, systemClock).findAll(jobId, limits());
  return {
    jobId,
    plans: plans.map((plan) =>
      defined({
        id: plan.Id,
        jobId,
        status: plan.Status,
        startTime: plan.StartTime,
        endTime: plan.EndTime,
        interval: plan.Interval,
        sliceLen: plan.SliceLen,
      }),
    ),
  };
}

/** {@link getScheduledPreloadPlans} for arguments that are outputs. */
export function getScheduledPreloadPlansOutput(
  args: InputsOf<GetScheduledPreloadPlansArgs>,
): pulumi.Output<GetScheduledPreloadPlansResult> {
  return pulumi
    .output(args)
    .apply((known) => getScheduledPreloadPlans(known as GetScheduledPreloadPlansArgs));
}

/**
 * The jobs of a site, from all pages. It runs as {@link getScheduledPreloadPlans} does.
 *
 * @throws EsaError when a call fails or the configuration is wrong.
 */
export async function getScheduledPreloadJobs(
  args: GetScheduledPreloadJobsArgs,
): Promise<GetScheduledPreloadJobsResult> {
  const client = await connect(args);
  const siteId = String(args.siteId);
  const jobs = await client.listJobs(siteId, limits());
  return {
    siteId,
    jobs: jobs.map((job) =>
      defined({
        id: job.Id,
        name: job.Name,
        insertWay: job.InsertWay,
        domains: job.Domains,
        urlCount: job.UrlCount,
        createdAt: job.CreatedAt,
      }),
    ),
  };
}

/** {@link getScheduledPreloadJobs} for arguments that are outputs. */
export function getScheduledPreloadJobsOutput(
  args: InputsOf<GetScheduledPreloadJobsArgs>,
): pulumi.Output<GetScheduledPreloadJobsResult> {
  return pulumi.output(args).apply((known) => getScheduledPreloadJobs(known as GetScheduledPreloadJobsArgs));
}

/** The clients of this program, by their settings: all calls of one account keep to one rate. */
const clients = new Map<string, EsaClient>();

/** Nothing of the client is loaded before a program asks. */
async function connect({ profile, roleArn }: Account): Promise<EsaClient> {
  const [{ readSettings }, { createEsaClient }, { userAgent }] = await Promise.all([
    import("../settings/index.js"),
    import("../esa/client.js"),
    import("../esa/sending/userAgent.js"),
  ]);
  const settings = readSettings((key) => pulumi.runtime.getConfig(key), process.env, { profile, roleArn });
  const key = JSON.stringify(settings);
  const client = clients.get(key) ?? createEsaClient(settings, userAgent);
  clients.set(key, client);
  return client;
}

/** For how long a query is tried again. */
const timeoutMs = 300_000;
const limits = () => ({ deadlineMs: Date.now() + timeoutMs });

/** Elements that ESA left out are absent, not undefined. */
function defined<T extends object>(properties: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const known = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
