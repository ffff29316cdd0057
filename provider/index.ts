export { ScheduledPreloadPlanState } from "./planState";
export type { ScheduledPreloadPlanStateArgs } from "./planState";
export { ScheduledPreloadJobState } from "./jobState";
export type { ScheduledPreloadJobStateArgs, ScheduledPreloadPlanSummary } from "./jobState";
export { scheduledPreloadJobStateType, scheduledPreloadPlanStateType } from "./handler";
export type { DesiredStatus, WhenWaiting } from "./runState";
export type { PlanStatus } from "./esa/statuses";
export {
  getScheduledPreloadJobs,
  getScheduledPreloadJobsOutput,
  getScheduledPreloadPlans,
  getScheduledPreloadPlansOutput,
} from "./queries";
export type {
  GetScheduledPreloadJobsArgs,
  GetScheduledPreloadJobsResult,
  GetScheduledPreloadPlansArgs,
  GetScheduledPreloadPlansResult,
  InputsOf,
  ScheduledPreloadJob,
  ScheduledPreloadPlan,
} from "./queries";
export type { Account } from "./settings/account";
