import { z } from "zod";

import { planStatuses } from "../../provider/esa/statuses";
import { objectIdPattern, type WireJob, type WirePlan } from "../../provider/esa/wire";
import type { World } from "./case";

/**
 * The answers as strictly as the simulator gives them: every element, of one type each, and no other. `provider/esa/wire.ts`
 * has the same elements, as leniently as they are read. No message holds a value, but for a word such as a status.
 */
const text = z.string();
const filled = z.string().min(1, "is empty");
const time = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/, "is not an ISO 8601 time");
const numeral = z.string().regex(/^\d+$/, "is not a numeral");

/** An id, in whatever case: the one that was asked for, where one was. */
function idOf(asked: string | undefined) {
  if (asked === undefined) return z.string().regex(objectIdPattern, "is not 24 hex digits");
  return z.string().refine((id) => id.toLowerCase() === asked.toLowerCase(), "is another id than the one asked for");
}

function statusOf(status: string | undefined) {
  const known = status === undefined ? planStatuses : [status];
  const error = ({ input }: { input?: unknown }) => `is ${word(input)}, expected ${known.join(" or ")}`;
  return z.enum(known, { error });
}

/** Whether a value can be nothing but a word of the API's: a status, an element's name, a part of a code. */
export function isWord(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z_-]{2,40}$/.test(value);
}

const word = (value: unknown) => (isWord(value) ? value : `a value of type ${typeof value}`);

const answer = { RequestId: filled };

const planElements = ({ jobId, planId }: Partial<World>, status?: string) =>
  ({
    Id: idOf(planId),
    JobId: idOf(jobId),
    AliUid: filled,
    StartTime: time,
    EndTime: time,
    Interval: z.int(),
    SliceLen: z.int(),
    Status: statusOf(status),
  }) satisfies Record<keyof WirePlan, z.ZodType>;

/** Answer of Stop and Start. Source: the response elements of StopScheduledPreloadExecution. */
export function planBody(world: World, status: string) {
  return z.strictObject({ ...answer, ...planElements(world, status) });
}

/** Answer of ListScheduledPreloadExecutions, with the plan in question in the given status. */
export function plansBody({ jobId, planId }: World, status?: string) {
  const shape = { TotalCount: z.int(), Executions: z.array(z.strictObject(planElements({ jobId }))) };
  return z
    .strictObject({ ...answer, ...shape })
    .refine(({ TotalCount, Executions }) => TotalCount === Executions.length, {
      path: ["TotalCount"],
      error: "is not the number of the entries",
    })
    .superRefine(({ Executions }, context) => {
      const index = Executions.findIndex(({ Id }) => Id.toLowerCase() === planId?.toLowerCase());
      const found = Executions[index]?.Status;
      if (status === undefined || found === status) return;
      const message = `of the plan is ${word(found)}, expected ${status}`;
      context.addIssue({ code: "custom", path: ["Executions", index, "Status"], message });
    });
}

const jobElements = (jobId?: string) =>
  ({
    Id: idOf(jobId),
    SiteId: z.int(),
    AliUid: filled,
    Name: text,
    InsertWay: text,
    TaskType: text,
    CreatedAt: time,
    Domains: text,
    ErrorInfo: text,
    FailedFileOss: text,
    FileId: text,
    UrlCount: z.int(),
    UrlSubmitted: z.int(),
    TaskSubmitted: z.int(),
  }) satisfies Record<keyof WireJob, z.ZodType> & Record<string, z.ZodType>;

/** Answer of GetScheduledPreloadJob. Source: the official SDK's model, as for the next one. */
export function jobBody(jobId: string) {
  return z.strictObject({ ...answer, ...jobElements(jobId) });
}

/** Answer of ListScheduledPreloadJobs; `most` jobs in it. */
export function jobsBody(most = Infinity) {
  const job = z.strictObject({ ...jobElements(), ExecutionCount: z.int() });
  return z.strictObject({ ...answer, TotalCount: numeral, Jobs: z.array(job).max(most, "has too many entries") });
}
