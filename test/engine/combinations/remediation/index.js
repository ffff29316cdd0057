"use strict";

const { PolicyPack } = require("@pulumi/policy");
const { scheduledPreloadJobStateType, scheduledPreloadPlanStateType } = require("pulumi-esa-preload");

const types = [scheduledPreloadPlanStateType, scheduledPreloadJobStateType];

new PolicyPack("remediation", {
  policies: [
    {
      name: "one-state",
      description: "Every plan and every job is in the state that is configured.",
      enforcementLevel: "remediate",
      configSchema: { properties: { desiredStatus: { type: "string" } } },
      remediateResource: ({ type, props, getConfig }) =>
        types.includes(type) ? { ...props, desiredStatus: getConfig().desiredStatus } : undefined,
    },
  ],
});
