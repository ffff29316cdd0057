import * as pulumi from "@pulumi/pulumi";
import { getScheduledPreloadJobs, getScheduledPreloadPlans, ScheduledPreloadPlanState } from "pulumi-esa-preload";

/**
 * Freezes a whole site in an incident: `pulumi config set freeze true`, look at each stop in `pulumi preview`, then
 * `pulumi up`. Without the flag the program declares nothing, and lifting the freeze leaves every plan as it is: what
 * is to run again is started deliberately.
 */
export = async () => {
  const config = new pulumi.Config();
  if (!config.getBoolean("freeze")) return { frozenPlans: 0 };

  const { jobs } = await getScheduledPreloadJobs({ siteId: config.require("siteId") });
  const lists = await Promise.all(jobs.map((job) => getScheduledPreloadPlans({ jobId: job.id })));
  const plans = lists.map((list) => list.plans).reduce((all, some) => all.concat(some), []);
  for (const plan of plans) {
    new ScheduledPreloadPlanState(
      plan.id,
      { planId: plan.id, jobId: plan.jobId, desiredStatus: "stopped", whenWaiting: "leave" },
      { retainOnDelete: true },
    );
  }
  return { frozenPlans: plans.length };
};
