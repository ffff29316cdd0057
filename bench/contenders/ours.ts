import { createRequire } from "node:module";

import { targetConfig, type Target } from "../../test/harness/config";
import type { Contender, Plan } from "./index";

const load = createRequire(__filename);
type OurPackage = typeof import("pulumi-esa-preload");
const ourPackage = () => load("pulumi-esa-preload") as OurPackage;

/** As a user sets it, but for the secret key: to decrypt that would take time that the others don't need. */
function config(target: Target): Record<string, string> {
  return Object.fromEntries(Object.entries(targetConfig(target)).map(([key, { value }]) => [key, value]));
}

const planInputs = (plan: Plan) => ({ ...plan, desiredStatus: "stopped" as const });
const jobInputs = ({ jobId }: Plan) => ({ jobId, desiredStatus: "stopped" as const });

/** One plan state for each plan. */
export const ours = planStates(ourPackage);

/** A checkout of another version of this package, with its build. */
export const BEFORE = process.env.BENCH_BEFORE;

/** The same by the package of that checkout, which the host finds in its folder. */
export const before = planStates(() => load(`${BEFORE}/dist/provider/index.js`) as OurPackage);

function planStates(packageOf: typeof ourPackage): Contender {
  return {
    declare(plans) {
      const { ScheduledPreloadPlanState } = packageOf();
      return plans.map((plan) => new ScheduledPreloadPlanState(plan.planId, planInputs(plan)));
    },
    config,
    handler: () => Promise.resolve('exports.handler = () => require("pulumi-esa-preload/provider");'),
    inputs: planInputs,
  };
}

/** One job state for all plans of a job. */
export const job: Contender = {
  declare(plans) {
    const { ScheduledPreloadJobState } = ourPackage();
    const jobs = new Map(plans.map((plan) => [plan.jobId, jobInputs(plan)]));
    return [...jobs].map(([jobId, args]) => new ScheduledPreloadJobState(jobId, args));
  },
  config,
  handler: () => Promise.resolve('exports.handler = () => require("pulumi-esa-preload/provider").jobs;'),
  inputs: jobInputs,
};
