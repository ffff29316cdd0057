// @ts-check
"use strict";

const { ABSENT_ID, LIST, learnStatus, plansOf, read, refused } = require("./cases");
const { answerOf, errorOf, planFields } = require("./shapes");

/**
 * @typedef {import("./cases").Case} Case
 * @typedef {import("./cases").Expected} Expected
 * @typedef {import("./cases").Request} Request
 * @typedef {import("./cases").World} World
 */

const STOP = "StopScheduledPreloadExecution";

/** @param {string} id @returns {Request} */
const stop = (id) => ({ action: STOP, method: "POST", query: { Id: id } });

/** @param {World} world @param {string} status @returns {Expected} */
function planAnswer({ jobId, planId }, status) {
  return { status: 200, body: answerOf(planFields({ jobId, planId, status })) };
}

/**
 * Stop of the plan while it has a status; the documents are silent on all but `running`.
 *
 * @param {string} status
 * @returns {Case}
 */
function stopOf(status) {
  const runs = status === "running";
  return {
    name: `Stop of a ${status} plan`,
    writes: true,
    basis: runs ? "documented" : "our choice",
    documents: runs
      ? "Stop answers the plan, in the example with the Status stopped; silent on whether it takes time."
      : "Stop takes effect only while the plan is running; silent on what it answers otherwise.",
    unless: (world) => {
      if (world.planId === undefined) return "no plan was given";
      return world.status === status ? undefined : `the plan is ${world.status ?? "not known"}`;
    },
    ask: (world) => {
      world.stoppedFrom = status;
      return stop(world.planId ?? ABSENT_ID);
    },
    answers: (world) =>
      runs
        ? {
            "stopDelaySeconds 0": planAnswer(world, "stopped"),
            "stopDelaySeconds above 0": planAnswer(world, "running"),
          }
        : {
            "stopWhenNotRunning refuse": { status: 400, body: errorOf("InvalidExecution.StatusNotAllowed") },
            "stopWhenNotRunning unchanged": planAnswer(world, status),
          },
  };
}

/**
 * A look at the plan after it was asked to stop from one of the statuses.
 *
 * @param {string} name
 * @param {readonly string[]} from
 * @param {(status: string) => string} then the status that it has now
 * @returns {Case}
 */
function lookAfterStop(name, from, then) {
  return {
    name,
    writes: false,
    basis: from.includes("running") ? "documented" : "our choice",
    documents: from.includes("running")
      ? "stopped: Paused."
      : "Stop takes effect only while the plan is running; silent on what else it may do.",
    unless: ({ stoppedFrom }) =>
      stoppedFrom !== undefined && from.includes(stoppedFrom) ? undefined : "the plan was not asked to stop so",
    ask: ({ jobId }) => read(LIST, { Id: jobId }),
    answers: (world) => ({ "": plansOf(world, then(world.stoppedFrom ?? "")) }),
    learn: learnStatus,
    settles: from.includes("running"),
  };
}

const NOT_RUNNING = ["waiting", "finished", "failed", "stopped"];

/** Stop, for ids that do not exist and for one plan, in whatever status that is. @type {readonly Case[]} */
const STOP_CASES = [
  {
    name: "Stop of a plan that does not exist",
    writes: true,
    basis: "documented",
    documents: "404 InvalidExecution.NotFound: the execution plan does not exist.",
    ask: () => stop(ABSENT_ID),
    answers: refused(404, "InvalidExecution.NotFound"),
  },
  {
    name: "Stop of a malformed plan id",
    writes: true,
    basis: "documented",
    documents: "400 InvalidParameter.ObjectId: invalid task or plan id.",
    ask: () => stop("not-an-id"),
    answers: refused(400, "InvalidParameter.ObjectId"),
  },
  stopOf("running"),
  lookAfterStop("the plan after it was stopped", ["running"], () => "stopped"),
  ...NOT_RUNNING.map(stopOf),
  lookAfterStop("the plan after a Stop while it did not run", NOT_RUNNING, (status) => status),
];

module.exports = { STOP_CASES };
