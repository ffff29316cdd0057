import { z } from "zod";

import { oneLine } from "./errors/redact";

/** 24 hexadecimal digits: the form of the ids of plans and jobs. */
export const objectIdPattern = /^[0-9a-f]{24}$/i;

/**
 * A text of an answer, fit for a terminal; a number may stand in its place, as far as JSON has kept its digits. It only
 * decorates: whatever else the service sends counts as left out, and never makes an answer unreadable.
 */
const text = z.optional(z.unknown()).transform((value) => {
  const isText = typeof value === "string" || Number.isSafeInteger(value);
  return isText ? oneLine(String(value)) || undefined : undefined;
});
/** A whole number, which may be sent as text; as lenient as {@link text}. */
const integer = z.optional(z.unknown()).transform((value) => {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
});
/** Without it an answer says nothing. */
const required = z.string().transform(oneLine).pipe(z.string().min(1));
const count = integer.pipe(z.number().nonnegative());
/** Empty where the answer has none: a write that took effect is one all the same. */
const requestId = text.transform((id) => id ?? "");

const planShape = z.object({
  Id: required,
  // Checked where the plan is the one in question: a status of tomorrow must not spoil a whole list.
  Status: required.transform((status) => status.toLowerCase()),
  JobId: text,
  AliUid: text,
  StartTime: text,
  EndTime: text,
  Interval: integer,
  SliceLen: integer,
});

/** A prefetch plan as the API answers it: `Interval` in seconds, `SliceLen` in URLs, times in ISO 8601. */
export type WirePlan = z.output<typeof planShape>;

export const planAnswer = planShape.extend({ RequestId: requestId });
export type PlanAnswer = z.output<typeof planAnswer>;

/**
 * Answer of ListScheduledPreloadExecutions: all plans of one job; the operation has no paging. An entry that cannot be
 * read hides no other plan; but it counts, so that the list is not complete, and no plan is taken for gone.
 */
export const listAnswer = z
  .object({ RequestId: requestId, TotalCount: count, Executions: z.array(z.unknown()) })
  .transform(({ Executions: entries, ...answer }, context) => {
    const Executions = entries.flatMap((entry) => planShape.safeParse(entry).data ?? []);
    if (Executions.length === entries.length) return { ...answer, Executions };
    if (Executions.length === 0)
      context.addIssue({ code: "custom", path: ["Executions"], message: "no entry can be read" });
    return { ...answer, TotalCount: Math.max(answer.TotalCount, entries.length), Executions };
  });
export type ListAnswer = z.output<typeof listAnswer>;

const jobShape = z.object({
  Id: required,
  Name: text,
  InsertWay: text,
  Domains: text,
  CreatedAt: text,
  UrlCount: integer,
});

/** A prefetch task as ListScheduledPreloadJobs answers it. Source: the models of the official SDK. */
export type WireJob = z.output<typeof jobShape>;

/** Answer of ListScheduledPreloadJobs: one page. The official model has `TotalCount` as text. */
export const jobsAnswer = z.object({ RequestId: requestId, TotalCount: count, Jobs: z.array(jobShape) });
