import type { EsaClient } from "../esa/client";
import { Plans } from "../esa/plans";
import type { Clock } from "../esa/sending/clock";
import { limitsOf } from "../run/session";
import type { ScheduledPreloadJob, ScheduledPreloadPlan } from "./results";
import { camelCased } from "./stored";

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
