// @ts-check
"use strict";

/**
 * The contract of ESA's scheduled preload API as the simulator keeps it: what is asked, what the simulator answers, and
 * what the documents say of it. The simulator's own tests and `npm run live-check` run the same cases.
 *
 * @typedef {object} World what is known of the service while the cases run, one after the other
 * @property {string} jobId
 * @property {string} [planId] the plan that may be stopped
 * @property {string} [status] of that plan, as the job's last List showed it
 * @property {string} [stoppedFrom] the plan's status when it was last asked to stop
 * @property {number} [siteId] of the job
 *
 * @typedef {object} Request
 * @property {string} action
 * @property {"GET" | "POST"} method
 * @property {Record<string, string>} query
 * @property {string} [version] default 2024-09-10
 *
 * @typedef {{ status: number, body: import("./shapes").Shape, also?: (body: any) => string[] }} Expected
 * `also` names what a shape cannot say; it sees a body that has the shape.
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {boolean} writes whether the action is one that changes something
 * @property {"documented" | "by the SDK's model" | "our choice"} basis of what the simulator answers
 * @property {string} documents what the documents say
 * @property {(world: World) => string | undefined} [unless] why it cannot be tried now
 * @property {(world: World) => Request} ask
 * @property {(world: World) => Record<string, Expected>} answers of the simulator, each by the option that leads to it; `""`
 * where there is one answer only
 * @property {(body: any, world: World) => void} [learn] from an answer of HTTP 200
 * @property {boolean} [settles] whether to look again for a while when the answer is another one
 */

const { answerOf, errorOf, planFields } = require("./shapes");

/** An id of the right form that no plan or job has. */
const ABSENT_ID = "000000000000000000000000";
const LIST = "ListScheduledPreloadExecutions";

/** @param {string} action @param {Record<string, string>} query @returns {Request} */
const read = (action, query) => ({ action, method: "GET", query });

/** @param {number} status @param {string} code @returns {() => Record<string, Expected>} */
const refused = (status, code) => () => ({ "": { status, body: errorOf(code) } });

/** @param {World} world @param {string} [status] of the plan in question @returns {Expected} */
function plansOf({ jobId, planId }, status) {
  return {
    status: 200,
    body: answerOf({ TotalCount: "an integer", Executions: { list: { fields: planFields({ jobId }) } } }),
    also: ({ TotalCount, Executions }) => {
      const count = Executions.length;
      const found = statusIn(Executions, planId);
      return [
        TotalCount === count ? "" : `TotalCount is ${TotalCount} for a list of ${count}; the simulator counts right`,
        status === undefined || status === found
          ? ""
          : `the plan's Status is ${JSON.stringify(found)}; the simulator answers ${JSON.stringify(status)}`,
      ].filter(Boolean);
    },
  };
}

/** @param {readonly any[]} plans of any form @param {string | undefined} planId @returns {string | undefined} */
function statusIn(plans, planId) {
  const plan = plans.find((one) => String(one?.Id).toLowerCase() === planId?.toLowerCase());
  return typeof plan?.Status === "string" ? plan.Status : undefined;
}

/** @param {any} body of any form @param {World} world */
function learnStatus(body, world) {
  const status = Array.isArray(body?.Executions) ? statusIn(body.Executions, world.planId) : undefined;
  if (status !== undefined) world.status = status;
}

module.exports = { ABSENT_ID, LIST, learnStatus, plansOf, read, refused };
