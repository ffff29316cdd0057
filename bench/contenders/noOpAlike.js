// @ts-check
"use strict";

const pulumi = require("@pulumi/pulumi");

const { inputs } = require("./noOp");

/** The floor for a resource of our shape: as many outputs, and as long, in the program and in the state. */
const HANDLER = 'exports.handler = () => require("esa-bench-no-op/provider").alike;';
class NoOpAlike extends pulumi.CustomResource {}
/** As long as ours: it stands twice in each resource's state. */
const TYPE = "pulumi-nodejs:dynamic/esa:ScheduledPreloadPlanNoOp1";
const OUTPUTS = [
  ...["whenWaiting", "timeoutSeconds", "profile", "roleArn", "status", "startTime", "endTime"],
  ...["interval", "sliceLen", "aliUid", "requestId"],
];

/** @type {import("./index").Contender} */
module.exports = {
  declare: (plans) =>
    plans.map((plan) => {
      const outputs = Object.fromEntries(OUTPUTS.map((name) => [name, undefined]));
      return new NoOpAlike(TYPE, plan.planId, { ...outputs, ...inputs(plan), __provider: HANDLER });
    }),
  config: () => ({}),
  handler: async () => HANDLER,
  inputs,
};
