/**
 * What the constant handler loads in Pulumi's dynamic provider host: the methods of ScheduledPreloadPlanState, bound to
 * the real clock and the real API. The client and `@alicloud/*` are loaded by the first method that needs the API.
 */
import type * as pulumi from "@pulumi/pulumi";

import { systemClock } from "../esa/sending/clock";
import { connectBy } from "../front/connect";
import { exitWithEngine } from "../front/orphan";
import { createProviders } from "./host";

type Methods = Required<pulumi.dynamic.ResourceProvider>;

const { plans: provider, jobs: jobProvider } = createProviders({
  onConfigure: exitWithEngine,
  clock: systemClock,
  print: (line) => console.log(line),
  connect: connectBy,
});

export const configure: Methods["configure"] = provider.configure;
export const check: Methods["check"] = provider.check;
export const diff: Methods["diff"] = provider.diff;
export const create: Methods["create"] = provider.create;
export const read: Methods["read"] = provider.read;
export const update: Methods["update"] = provider.update;
const deletePlanState: Methods["delete"] = provider.delete;
export { deletePlanState as delete };

/** The methods of ScheduledPreloadJobState. */
export const jobs: Methods = jobProvider;
