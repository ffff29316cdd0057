import { ScheduledPreloadPlanState } from "pulumi-esa-preload";

export const planId = "66599bd7397885b43804901c";
export const jobId = "665d3af3621bccf3fe29e1a4";

/** The plan of the launch: it runs, unless there is a freeze. */
export function declareLaunch(freeze: boolean): ScheduledPreloadPlanState {
  return new ScheduledPreloadPlanState("launch", {
    planId,
    jobId,
    desiredStatus: freeze ? "stopped" : "running",
  });
}
