import { z } from "zod";

/** 24 hexadecimal digits: the form of the ids of plans and jobs. */
export const objectIdPattern = /^[0-9a-f]{24}$/i;

/** An element that the service leaves out, or sends as null, when it has nothing to say. */
const optional = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? undefined);

const planShape = z.object({
  Id: z.string().min(1),
  // Checked where the plan is the one in question: a status of tomorrow must not spoil a whole list.
  Status: z.string(),
  JobId: optional(z.string()),
  AliUid: optional(z.string()),
  StartTime: optional(z.string()),
  EndTime: optional(z.string()),
  Interval: optional(z.number().int()),
  SliceLen: optional(z.number().int()),
});

/** A prefetch plan as the API answers it: `Interval` in seconds, `SliceLen` in URLs, times in ISO 8601. */
export type WirePlan = z.output<typeof planShape>;

/** Answer of Stop- and StartScheduledPreloadExecution: the plan after the call. */
export const planAnswer = planShape.extend({ RequestId: z.string() });
export type PlanAnswer = z.output<typeof planAnswer>;

/** Answer of ListScheduledPreloadExecutions: all plans of one job; the operation has no paging. */
export const listAnswer = z.object({
  RequestId: z.string(),
  TotalCount: z.number().int(),
  Executions: z.array(planShape),
});
export type ListAnswer = z.output<typeof listAnswer>;

const jobShape = z.object({
  Id: z.string().min(1),
  SiteId: optional(z.number().int()),
  Name: optional(z.string()),
  InsertWay: optional(z.string()),
  TaskType: optional(z.string()),
  Domains: optional(z.string()),
  CreatedAt: optional(z.string()),
  UrlCount: optional(z.number().int()),
  UrlSubmitted: optional(z.number().int()),
  ExecutionCount: optional(z.number().int()),
});

/** A prefetch task as ListScheduledPreloadJobs answers it. Source: the models of the official SDK. */
export type WireJob = z.output<typeof jobShape>;

/** Answer of ListScheduledPreloadJobs: one page. The official model has `TotalCount` as text. */
export const jobsAnswer = z.object({
  RequestId: z.string(),
  TotalCount: z.coerce.number().int().nonnegative(),
  Jobs: z.array(jobShape),
});
export type JobsAnswer = z.output<typeof jobsAnswer>;
