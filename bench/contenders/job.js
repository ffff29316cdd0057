// @ts-check
"use strict";

const { ScheduledPreloadJobState } = require("pulumi-esa-preload");

const { ourConfig } = require("./configuration");

/** @type {import("./index").Contender} */
module.exports = {
  declare: (plans) => {
    const jobs = new Map(plans.map((plan) => [plan.jobId, inputs(plan)]));
    return [...jobs].map(([jobId, args]) => new ScheduledPreloadJobState(jobId, args));
  },
  config: ourConfig,
  handler: async () => 'exports.handler = () => require("pulumi-esa-preload/provider").jobs;',
  inputs,
};

/** @param {import("./index").Plan} plan */
function inputs({ jobId }) {
  return { jobId, desiredStatus: /** @type {const} */ ("stopped") };
}
