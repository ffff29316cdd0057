import { isObjectId } from "./parameters";
import { parseTime } from "./times";
import type { JobFields, Plan } from "./types";

/** Says what a value must be; undefined when it fits. */
type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === "string" ? undefined : "a string");
const filled: Check = (value) =>
  typeof value === "string" && value !== "" ? undefined : "a string that is not empty";
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
export const STATUSES = ["waiting", "running", "finished", "failed", "stopped"] as const;

/** The fields of a plan that can be put, by their names on the wire. */
export const PLAN_CHECKS: Record<keyof Plan, Check> = {
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
export const JOB_CHECKS: Record<keyof JobFields, Check> = {
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

/**
 * The fields of an entry under their wire names. A lower first letter is accepted.
 *
 * @param subject how messages name the entry, such as `plans[0]`
 * @throws Error that names the entry and the field which is unknown, given twice or of the wrong type
 */
export function readFields(
  subject: string,
  value: unknown,
  checks: Record<string, Check>,
): Record<string, unknown> {
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
