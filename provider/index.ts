export { ScheduledPreloadPlanState } from "./planState";
export type { ScheduledPreloadPlanStateArgs } from "./planState";
export { scheduledPreloadPlanStateType } from "./handler";
export type { DesiredStatus, WhenWaiting } from "./runState";
export type { PlanStatus } from "./esa/statuses";
