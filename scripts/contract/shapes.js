// @ts-check
"use strict";

/**
 * What a value of an answer must be: the name of a type, one exact value, an id in any case, the fields of an object, or
 * a list of one shape.
 *
 * @typedef {keyof typeof TYPES | { exactly: string | number } | { id: string } | { list: Shape }
 *   | { fields: Record<string, Shape> }} Shape
 */

/** The statuses of a plan. Source: the API reference of StopScheduledPreloadExecution. */
const STATUSES = ["waiting", "running", "finished", "failed", "stopped"];

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/;

/** The types that a value can have, with the test of each. */
const TYPES = {
  text: (/** @type {unknown} */ value) => typeof value === "string",
  "filled text": (/** @type {unknown} */ value) => typeof value === "string" && value !== "",
  "24 hex digits": (/** @type {unknown} */ value) => typeof value === "string" && /^[0-9a-f]{24}$/i.test(value),
  "an ISO 8601 time": (/** @type {unknown} */ value) => typeof value === "string" && TIME.test(value),
  "an integer": (/** @type {unknown} */ value) => Number.isSafeInteger(value),
  "a numeral as text": (/** @type {unknown} */ value) => typeof value === "string" && /^\d+$/.test(value),
  "a documented status": (/** @type {unknown} */ value) => STATUSES.includes(/** @type {string} */ (value)),
};

/**
 * A plan: the response elements of StopScheduledPreloadExecution without RequestId.
 *
 * @param {{ jobId?: string | undefined, planId?: string | undefined, status?: string }} known
 * @returns {Record<string, Shape>}
 */
function planFields({ jobId, planId, status }) {
  return {
    Id: planId === undefined ? "24 hex digits" : { id: planId },
    JobId: jobId === undefined ? "24 hex digits" : { id: jobId },
    AliUid: "filled text",
    StartTime: "an ISO 8601 time",
    EndTime: "an ISO 8601 time",
    Interval: "an integer",
    SliceLen: "an integer",
    Status: status === undefined ? "a documented status" : { exactly: status },
  };
}

/**
 * A job: the official SDK's model of GetScheduledPreloadJob without RequestId.
 *
 * @param {string | undefined} jobId
 * @returns {Record<string, Shape>}
 */
function jobFields(jobId) {
  return {
    Id: jobId === undefined ? "24 hex digits" : { id: jobId },
    SiteId: "an integer",
    AliUid: "filled text",
    Name: "text",
    InsertWay: "text",
    TaskType: "text",
    CreatedAt: "an ISO 8601 time",
    Domains: "text",
    ErrorInfo: "text",
    FailedFileOss: "text",
    FileId: "text",
    UrlCount: "an integer",
    UrlSubmitted: "an integer",
    TaskSubmitted: "an integer",
  };
}

/**
 * An answer of HTTP 200.
 *
 * @param {Record<string, Shape>} fields beside RequestId
 * @returns {Shape}
 */
function answerOf(fields) {
  return { fields: { RequestId: "filled text", ...fields } };
}

/**
 * An error answer.
 *
 * @param {string} code
 * @returns {Shape}
 */
function errorOf(code) {
  return answerOf({
    HostId: "filled text",
    Code: { exactly: code },
    Message: "filled text",
    Recommend: "filled text",
  });
}

module.exports = { STATUSES, TIME, TYPES, answerOf, errorOf, jobFields, planFields };
