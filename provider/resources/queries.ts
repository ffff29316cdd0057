import type { EsaClient } from "../esa/client";
import { Plans } from "../esa/plans";
import type { Clock } from "../esa/sending/clock";
import type { PlanStatus } from "../esa/statuses";
import { limitsOf } from "../run/session";
import { camelCased } from "./stored";

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

/** The plans of a job as they are now; elements that ESA left out are absent. */
export async function findPlans(client: EsaClient, clock: Clock, jobId: string): Promise<ScheduledPreloadPlan[]> {
  const JobId = jobId.toLowerCase();
  const plans = await new Plans(client, clock).findAll(JobId, limitsOf({}, clock.now()));
  return plans.map((plan) => camelCased({ ...plan, JobId, AliUid: undefined }) as unknown as ScheduledPreloadPlan);
}

/** The jobs of a site, from all pages; elements that ESA left out are absent. */
export async function findJobs(client: EsaClient, clock: Clock, siteId: string): Promise<ScheduledPreloadJob[]> {
  const jobs = await client.listJobs(siteId, limitsOf({}, clock.now()));
  return jobs.map((job) => camelCased(job) as unknown as ScheduledPreloadJob);
}
