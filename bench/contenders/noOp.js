// @ts-check
"use strict";

const pulumi = require("@pulumi/pulumi");

/** The engine's floor: inputs, outputs and handler are like ours, and the methods do nothing. */
const HANDLER = 'exports.handler = () => require("esa-bench-no-op/provider");';
class NoOp extends pulumi.CustomResource {}
const OUTPUTS = Object.fromEntries(
  [
    ...["whenWaiting", "timeoutSeconds", "profile", "roleArn", "status", "startTime", "endTime"],
    ...["interval", "sliceLen", "aliUid", "requestId"],
  ].map((name) => [name, undefined]),
);
const TYPE = "pulumi-nodejs:dynamic/bench:NoOp";

/** @type {import("./index").Contender} */
module.exports = {
  declare: (plans) =>
    plans.map((plan) => {
      const args = { ...OUTPUTS, ...inputs(plan), __provider: HANDLER };
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
