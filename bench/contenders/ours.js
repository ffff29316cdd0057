// @ts-check
"use strict";

const { ScheduledPreloadPlanState } = require("pulumi-esa-preload");

const { ourConfig } = require("./configuration");

/** @type {import("./index").Contender} */
module.exports = {
  declare: (plans) => plans.map((plan) => new ScheduledPreloadPlanState(plan.planId, inputs(plan))),
  config: ourConfig,
  handler: async () => 'exports.handler = () => require("pulumi-esa-preload/provider");',
  inputs,
};

/** @param {import("./index").Plan} plan */
function inputs(plan) {
  return { ...plan, desiredStatus: /** @type {const} */ ("stopped") };
}
