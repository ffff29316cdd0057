// @ts-check
"use strict";

/**
 * @typedef {{ planId: string, jobId: string }} Plan
 * @typedef {{ url: string, accessKeyId: string, accessKeySecret: string }} Target how to reach the simulator
 *
 * @typedef {object} Contender
 * @property {(plans: readonly Plan[]) => import("@pulumi/pulumi").Resource[]} declare the program: stops all plans
 * @property {(target: Target) => Record<string, string>} config stack configuration, full keys
 * @property {() => Promise<string>} handler what the engine stores as `__provider`
 * @property {(plan: Plan) => Record<string, unknown>} inputs of one resource, without `__provider`
 *
 * @typedef {"noOp" | "noOpAlike" | "ours" | "documented" | "job"} ContenderId
 */

/** The name of the project that every contender's program belongs to. */
const PROJECT = "esa-bench";

/** `acts`: whether it stops plans. @type {Readonly<Record<ContenderId, { label: string, what: string, acts: boolean }>>} */
const CONTENDERS = {
  noOp: {
    label: "no-op floor",
    what: "a dynamic resource with a constant handler like ours, whose methods do nothing; its only outputs are its inputs",
    acts: false,
  },
  noOpAlike: {
    label: "no-op, same outputs",
    what: "that no-op with the outputs of a plan state, in the program and in the state: what Pulumi itself takes for a resource of this shape",
    acts: false,
  },
  ours: { label: "plan states", what: "one `ScheduledPreloadPlanState` for each plan", acts: true },
  documented: {
    label: "documented way",
    what: "one `pulumi.dynamic.Resource` for each plan, as Pulumi's guide teaches it: a provider in the program, serialized with each resource, that calls the official SDK `@alicloud/esa20240910`",
    acts: true,
  },
  job: { label: "job state", what: "one `ScheduledPreloadJobState` for all plans of a job", acts: true },
};

/** In the order in which they run in each round. */
const CONTENDER_IDS = /** @type {ContenderId[]} */ (Object.keys(CONTENDERS));

/**
 * Loads a contender, and what its program loads. Call it where that is to be measured.
 *
 * @param {ContenderId} id
 * @returns {Contender}
 */
function loadContender(id) {
  return require(`./${id}`);
}

module.exports = { CONTENDERS, CONTENDER_IDS, PROJECT, loadContender };
