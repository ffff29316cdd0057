import type { JobFields, Plan } from "../types";
import { isObjectId, parseTime } from "../wire/values";

/** Says what a value must be; undefined when it fits. */
type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === "string" ? undefined : "a string");
const filled: Check = (value) => (typeof value === "string" && value !== "" ? undefined : "a string that is not empty");
const id: Check = (value) => (typeof value === "string" && isObjectId(value) ? undefined : "24 hex digits");
const time: Check = (value) =>
  typeof value === "string" && parseTime(value) !== undefined
    ? undefined
    : 'an ISO 8601 time with an offset, such as "2024-05-31T17:10:48.849+08:00"';
const count: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? undefined : "an integer, 0 or more";
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.includes(value as string) ? undefined : `one of ${values.join(", ")}`;

/** The statuses of a plan. */
const STATUSES = ["waiting", "running", "finished", "failed", "stopped"] as const;

/** The fields of a plan that can be put, by their names on the wire. */
const PLAN_CHECKS: Record<keyof Plan, Check> = {
  Id: id,
  JobId: id,
  AliUid: filled,
  StartTime: time,
  EndTime: time,
  Interval: count,
  SliceLen: count,
  Status: oneOf(...STATUSES),
};

/** The fields of a job that can be put, by their names on the wire, those that only List answers, and those that only a request has. */
const JOB_CHECKS: Record<keyof JobFields, Check> = {
  Id: id,
  SiteId: count,
  AliUid: filled,
  Name: text,
  InsertWay: oneOf("textBox", "oss"),
  TaskType: text,
  CreatedAt: time,
  Domains: text,
  ErrorInfo: text,
  FailedFileOss: text,
  FileId: text,
  UrlCount: count,
  UrlSubmitted: count,
  TaskSubmitted: count,
  ExecutionCount: count,
  UrlList: text,
  OssUrl: text,
};

/** Checks the fields of a plan; `id` is the one of the address, which the fields may repeat but not contradict. */
export function readPlan(subject: string, value: unknown, id?: string): Partial<Plan> & { Id: string } {
  const fields = readFields(subject, withId(value, id), PLAN_CHECKS) as Partial<Plan>;
  if (fields.Id === undefined) throw new Error(`${subject}: the field "Id" is missing`);
  checkId(subject, fields.Id, id);
  return { ...fields, Id: fields.Id };
}

/** Checks the fields of a job, as {@link readPlan} does; without an id the job gets a new one. */
export function readJob(subject: string, value: unknown, id?: string): JobFields {
  const fields = readFields(subject, withId(value, id), JOB_CHECKS) as JobFields;
  if (fields.Id !== undefined) checkId(subject, fields.Id, id);
  return fields;
}

function withId(value: unknown, id: string | undefined): unknown {
  if (id === undefined || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return "Id" in value || "id" in value ? value : { Id: id, ...value };
}

function checkId(subject: string, given: string, id: string | undefined): void {
  if (id !== undefined && given.toLowerCase() !== id.toLowerCase()) {
    throw new Error(`${subject}: the field "Id" is ${given}, but the address names ${id}`);
  }
}

/**
 * The fields of an entry under their wire names. A lower first letter is accepted.
 *
 * @param subject how messages name the entry, such as `plans[0]`
 * @throws Error that names the entry and the field which is unknown, given twice or of the wrong type
 */
function readFields(subject: string, value: unknown, checks: Record<string, Check>): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${subject}: expected an object, got ${JSON.stringify(value)}`);
  }
  const fields: Record<string, unknown> = {};
  for (const [given, content] of Object.entries(value)) {
    const name = given.charAt(0).toUpperCase() + given.slice(1);
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) {
      throw new Error(`${subject}: unknown field "${given}"; known: ${Object.keys(checks).join(", ")}`);
    }
    if (name in fields) throw new Error(`${subject}: the field "${name}" is given twice`);
    const expected = check(content);
    if (expected !== undefined) {
      throw new Error(`${subject}: field "${given}": expected ${expected}, got ${JSON.stringify(content)}`);
    }
    fields[name] = content;
  }
  return fields;
}
