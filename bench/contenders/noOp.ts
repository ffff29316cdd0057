import { CustomResource } from "@pulumi/pulumi";

import { targetConfig, type Target } from "../../test/harness/config";
import type { Contender, Plan } from "./index";

/** The configuration of those that don't use ours. */
export function benchConfig({ endpoint, accessKeyId, accessKeySecret }: Target): Record<string, string> {
  const values = { endpoint, protocol: "HTTP", accessKeyId, accessKeySecret };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`esa-bench:${name}`, value]));
}

class NoOp extends CustomResource {}

const inputs = (plan: Plan) => ({ ...plan, desiredStatus: "stopped" });

/**
 * A resource of the shape of ours: a constant text that requires a module, here one whose methods do nothing.
 *
 * @param outputs the names of those that are not inputs
 * @param handler none for a plugin's
 */
function contender(
  type: string,
  outputs: readonly string[],
  handler?: string,
  config: Contender["config"] = () => ({}),
): Contender {
  const unknown = Object.fromEntries(outputs.map((name) => [name, undefined]));
  return {
    declare: (plans) =>
      plans.map((plan) => new NoOp(type, plan.planId, { ...unknown, ...inputs(plan), __provider: handler })),
    config,
    handler: () => Promise.resolve(handler ?? ""),
    inputs,
  };
}

/** The engine's floor. */
export const noOp = contender(
  "pulumi-nodejs:dynamic/bench:NoOp",
  ["status"],
  'exports.handler = () => require("esa-bench-no-op/provider");',
);

/** What people use without us: `@pulumi/command` with a command for each plan. A dynamic resource stands in for its plugin. */
export const command = contender(
  "pulumi-nodejs:dynamic/bench:Command",
  ["stdout"],
  'exports.handler = () => require("esa-bench-no-op/command");',
  benchConfig,
);

const outputs = [
  ...["whenWaiting", "timeoutSeconds", "profile", "roleArn", "status", "startTime", "endTime"],
  ...["interval", "sliceLen", "aliUid", "requestId"],
];

/** The floor for a resource of our shape: as many outputs, and as long, in the program and in the state. */
export const noOpAlike = contender(
  // As long as ours: it stands twice in each resource's state.
  "pulumi-nodejs:dynamic/esa:ScheduledPreloadPlanNoOp1",
  outputs,
  'exports.handler = () => require("esa-bench-no-op/provider").alike;',
);

/** One plan state by the provider plugin for each plan, as an SDK that is made from its schema registers it. */
export const plugin = contender("esa-preload:index:ScheduledPreloadPlanState", outputs, undefined, (target) =>
  Object.fromEntries(Object.entries(targetConfig(target, "esa-preload")).map(([key, { value }]) => [key, value])),
);
