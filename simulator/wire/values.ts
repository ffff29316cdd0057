import { randomBytes } from "node:crypto";

const ISO_8601 = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * The instant of an ISO 8601 time with an offset, in ms since 1970; undefined when the text is none.
 * The API reference shows `2024-06-03T16:00:00Z`, `2024-05-31T17:10:48.849+08:00` and `...+0800`.
 */
export function parseTime(text: string): number | undefined {
  const [, year, month, day] = (ISO_8601.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  // Date.parse takes February 30 for March 1.
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** An instant in the form in which the API reference shows times of new tasks and plans. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** Whether a text has the form of a job's or a plan's id: 24 hex digits. */
export function isObjectId(text: string): boolean {
  return /^[0-9a-f]{24}$/i.test(text);
}

/** A new id of that form. */
export function newObjectId(): string {
  return randomBytes(12).toString("hex");
}
