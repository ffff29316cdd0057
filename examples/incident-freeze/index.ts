import * as pulumi from "@pulumi/pulumi";
import {
  getScheduledPreloadJobs,
  getScheduledPreloadPlans,
  ScheduledPreloadJobState,
  ScheduledPreloadPlanState,
} from "pulumi-esa-preload";

import * as calendar from "./calendar.json";
import { openWindows, timeMs } from "./windows";

const config = new pulumi.Config();

/**
 * Freezes a site in the windows of calendar.json, and while `freeze` is set: every plan of every job is declared stopped.
 * Afterwards one run starts the plans that ran before, and the next one declares nothing, so that they are free again.
 */
export = async () => {
  const nowMs = presentMs();
  const windows = openWindows(calendar["no-running-plan-in-freeze"].windows, nowMs);
  const isFrozen = windows.length > 0 || (config.getBoolean("freeze") ?? false);
  const toStart = await recordedBefore();
  if (!isFrozen && toStart.length === 0) return { frozen: false, toStart };

  const { jobs } = await getScheduledPreloadJobs({ siteId: config.require("siteId") });
  const lists = await Promise.all(jobs.map(({ id }) => getScheduledPreloadPlans({ jobId: id })));
  const plans = lists.map((list) => list.plans).reduce((all, some) => all.concat(some), []);
  if (isFrozen) {
    for (const { id } of jobs) {
      const args = { jobId: id, desiredStatus: "stopped", whenWaiting: "leave" } as const;
      new ScheduledPreloadJobState(id, args, { retainOnDelete: true });
    }
    const ran = plans.filter(({ status }) => status === "running" || status === "waiting");
    const reasons = windows.map(({ until, reason }) => `until ${until}: ${reason ?? "no reason given"}`);
    // Known at once, whatever becomes of the stops: so it is in the state also after an update that fails.
    return { frozen: true, reasons, toStart: [...new Set([...toStart, ...ran.map(({ id }) => id)])].sort() };
  }

  const frozen = plans.filter(({ id, status }) => toStart.indexOf(id) >= 0 && status === "stopped");
  const started = frozen
    .filter(({ endTime }) => !(Date.parse(endTime ?? "") <= nowMs))
    .map(
      ({ id, jobId }) =>
        new ScheduledPreloadPlanState(id, { planId: id, jobId, desiredStatus: "running" }, { retainOnDelete: true }),
    );
  // Forgotten only when all of them have been started.
  return { frozen: false, toStart: pulumi.all(started.map(({ status }) => status)).apply(() => []) };
};

/** The time of this run, or the one that is rehearsed. */
function presentMs(): number {
  const rehearsed = config.get("now");
  if (rehearsed === undefined) return Date.now();
  void pulumi.log.warn(`This is a rehearsal: now is ${rehearsed}.`);
  return timeMs("now", rehearsed);
}

/** The plans that this stack's last update recorded as those that ran before the freeze. */
async function recordedBefore(): Promise<string[]> {
  const own = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const toStart = await new pulumi.StackReference(own).getOutputDetails("toStart");
  return (toStart.value as string[] | undefined) ?? [];
}
