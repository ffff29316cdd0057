import { CustomResource } from "@pulumi/pulumi";

import { targetConfig } from "../../test/harness/config";
import type { Contender, Plan } from "./index";

class PlanState extends CustomResource {}

const inputs = (plan: Plan) => ({ ...plan, desiredStatus: "stopped" });

/** What an SDK that is made from the schema registers. */
const outputs = [
  ...["whenWaiting", "timeoutSeconds", "profile", "roleArn", "status", "startTime", "endTime"],
  ...["interval", "sliceLen", "aliUid", "requestId"],
];

/** One plan state by the provider plugin for each plan. */
export const plugin: Contender = {
  declare: (plans) => {
    const unknown = Object.fromEntries(outputs.map((name) => [name, undefined]));
    const type = "esa-preload:index:ScheduledPreloadPlanState";
    return plans.map((plan) => new PlanState(type, plan.planId, { ...unknown, ...inputs(plan) }));
  },
  config: (target) =>
    Object.fromEntries(Object.entries(targetConfig(target, "esa-preload")).map(([key, { value }]) => [key, value])),
  handler: () => Promise.reject(new Error("A plugin has no handler.")),
  inputs,
};
