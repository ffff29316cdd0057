// @ts-check
"use strict";

const pulumi = require("@pulumi/pulumi");

/** The engine's floor: the shape of ours, a constant text that requires a module, and methods that do nothing. */
const HANDLER = 'exports.handler = () => require("esa-bench-no-op/provider");';
class NoOp extends pulumi.CustomResource {}
const TYPE = "pulumi-nodejs:dynamic/bench:NoOp";

/** @type {import("./index").Contender} */
module.exports = {
  declare: (plans) =>
    plans.map((plan) => {
      const args = { ...inputs(plan), status: undefined, __provider: HANDLER };
      return new NoOp(TYPE, plan.planId, args);
    }),
  config: () => ({}),
  handler: async () => HANDLER,
  inputs,
};

/** @param {import("./index").Plan} plan */
function inputs(plan) {
  return { ...plan, desiredStatus: "stopped" };
}
