import type { PlanStatus } from "../esa/statuses";

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
