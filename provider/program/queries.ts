import * as pulumi from "@pulumi/pulumi";

import type { Account } from "../esa/connection";
import type { EsaClient } from "../esa/client";
import type { ScheduledPreloadJob, ScheduledPreloadPlan } from "../resources/results";

/** Arguments that may be outputs. */
export type InputsOf<Args> = { readonly [Name in keyof Args]: pulumi.Input<Args[Name]> };

/** The arguments of {@link getScheduledPreloadPlans}. */
export interface GetScheduledPreloadPlansArgs extends Account {
  /** The job's id, 24 hexadecimal digits. */
  readonly jobId: string;
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

/** The jobs of a site. */
export interface GetScheduledPreloadJobsResult {
  readonly siteId: string;
  readonly jobs: ScheduledPreloadJob[];
}

/**
 * The plans of a job as they are now.
 *
 * @remarks It runs in the program's process, and calls ESA at preview too. It uses the stack's current configuration.
 * @throws EsaError when the call fails or the configuration is wrong.
 */
export async function getScheduledPreloadPlans(
  args: GetScheduledPreloadPlansArgs,
): Promise<GetScheduledPreloadPlansResult> {
  const { client, clock, queries } = await connect(args);
  return {
    jobId: args.jobId.toLowerCase(),
    plans: await queries.findPlans(client, clock, args.jobId),
  };
}

/** {@link getScheduledPreloadPlans} for arguments that are outputs. */
export function getScheduledPreloadPlansOutput(
  args: InputsOf<GetScheduledPreloadPlansArgs>,
): pulumi.Output<GetScheduledPreloadPlansResult> {
  return pulumi.output(args).apply((known) => getScheduledPreloadPlans(known as GetScheduledPreloadPlansArgs));
}

/**
 * The jobs of a site, from all pages.
 * @remarks It runs like {@link getScheduledPreloadPlans}.
 * @throws EsaError when a call fails or the configuration is wrong.
 */
export async function getScheduledPreloadJobs(
  args: GetScheduledPreloadJobsArgs,
): Promise<GetScheduledPreloadJobsResult> {
  const { client, clock, queries } = await connect(args);
  const siteId = String(args.siteId);
  return { siteId, jobs: await queries.findJobs(client, clock, siteId) };
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
async function connect({ profile, roleArn }: Account) {
  const [{ readSettings }, { createEsaClient }, { userAgent }, { systemClock: clock }, queries] = await Promise.all([
    import("../settings/index.js"),
    import("../esa/client.js"),
    import("../esa/sending/userAgent.js"),
    import("../esa/sending/clock.js"),
    import("../resources/queries.js"),
  ]);
  const settings = readSettings((key) => pulumi.runtime.getConfig(key), process.env, { profile, roleArn });
  const key = JSON.stringify(settings);
  const client = clients.get(key) ?? createEsaClient(settings, userAgent);
  clients.set(key, client);
  return { client, clock, queries };
}
