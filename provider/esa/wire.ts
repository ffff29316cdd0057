import * as v from "valibot";

import { oneLine } from "./errors/redact";
import { lenient } from "./shapes";

/** 24 hexadecimal digits: the form of the ids of plans and jobs. */
export const objectIdPattern = /^[0-9a-f]{24}$/i;

/**
 * A text of an answer, fit for a terminal; a number may stand in its place, as far as JSON has kept its digits. It only
 * decorates: whatever else the service sends counts as left out, and never makes an answer unreadable.
 */
const asText = v.transform((value: unknown) => {
  const isText = typeof value === "string" || Number.isSafeInteger(value);
  return isText ? oneLine(String(value)) || undefined : undefined;
});
const text = v.pipe(v.optional(v.unknown()), asText);
/** A whole number, which may be sent as text; as lenient as {@link text}. */
const asInteger = v.transform((value: unknown) => {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
});
const integer = v.pipe(v.optional(v.unknown()), asInteger);
/** Without it an answer says nothing. */
const required = v.pipe(v.string(), v.transform(oneLine), v.nonEmpty("it is empty"));
const isCount = (value: unknown) => (value as number) >= 0;
const count = v.pipe(v.unknown(), asInteger, v.custom<number>(isCount, "expected a number of entries"));
/** Empty where the answer has none: a write that took effect is one all the same. */
const requestId = v.pipe(
  v.optional(v.unknown(), ""),
  asText,
  v.transform((id) => id ?? ""),
);

const planShape = {
  Id: required,
  // Checked where the plan is the one in question: a status of tomorrow must not spoil a whole list.
  Status: v.pipe(required, v.toLowerCase()),
  JobId: text,
  AliUid: text,
  StartTime: text,
  EndTime: text,
  Interval: integer,
  SliceLen: integer,
};

/** A prefetch plan as the API answers it: `Interval` in seconds, `SliceLen` in URLs, times in ISO 8601. */
export type WirePlan = v.InferOutput<v.ObjectSchema<typeof planShape, undefined>>;

export const planAnswer = v.object({ ...planShape, RequestId: requestId });
export type PlanAnswer = v.InferOutput<typeof planAnswer>;

const entries = v.pipe(
  v.array(lenient(v.object(planShape))),
  v.check((plans) => plans.length === 0 || plans.some(Boolean), "no entry can be read"),
);

/**
 * Answer of ListScheduledPreloadExecutions: all plans of one job; the operation has no paging. An entry that cannot be
 * read hides no other plan; but it counts, so that the list is not complete, and no plan is taken for gone.
 */
export const listAnswer = v.pipe(
  v.object({ RequestId: requestId, TotalCount: count, Executions: entries }),
  v.transform((answer) => {
    const Executions = answer.Executions.filter((plan) => plan !== undefined);
    if (Executions.length === answer.Executions.length) return { ...answer, Executions };
    return { ...answer, TotalCount: Math.max(answer.TotalCount, answer.Executions.length), Executions };
  }),
);
export type ListAnswer = v.InferOutput<typeof listAnswer>;

const jobShape = v.object({
  Id: required,
  Name: text,
  InsertWay: text,
  Domains: text,
  CreatedAt: text,
  UrlCount: integer,
});

/** A prefetch task as ListScheduledPreloadJobs answers it. Source: the models of the official SDK. */
export type WireJob = v.InferOutput<typeof jobShape>;

/** Answer of ListScheduledPreloadJobs: one page. The official model has `TotalCount` as text. */
export const jobsAnswer = v.object({ RequestId: requestId, TotalCount: count, Jobs: v.array(jobShape) });
