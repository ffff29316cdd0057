/**
 * What a Pulumi program imports.
 *
 * @module pulumi-esa-preload
 */
export { ScheduledPreloadPlanState } from "./program/planState";
export type { ScheduledPreloadPlanStateArgs } from "./program/planState";
export { ScheduledPreloadJobState } from "./program/jobState";
export type { ScheduledPreloadJobStateArgs, ScheduledPreloadPlanSummary } from "./program/jobState";
export { scheduledPreloadJobStateType, scheduledPreloadPlanStateType } from "./dynamic/handler";
export type { DesiredStatus, WhenWaiting } from "./run/decide";
export type { PlanStatus } from "./esa/statuses";
export {
  getScheduledPreloadJobs,
  getScheduledPreloadJobsOutput,
  getScheduledPreloadPlans,
  getScheduledPreloadPlansOutput,
} from "./program/queries";
export type {
  GetScheduledPreloadJobsArgs,
  GetScheduledPreloadJobsResult,
  GetScheduledPreloadPlansArgs,
  GetScheduledPreloadPlansResult,
  InputsOf,
} from "./program/queries";
export type { ScheduledPreloadJob, ScheduledPreloadPlan } from "./resources/results";
export type { Account } from "./esa/connection";
