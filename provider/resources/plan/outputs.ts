import { z } from "zod";

import type { Plan } from "../../esa/plans";
import { planStatuses } from "../../esa/statuses";
import type { Outcome } from "../../run/converge";
import { defaultWhenWaiting, desiredStatuses, desiredStatusOf } from "../../run/decide";
import { defaultTimeoutSeconds } from "../../run/session";
import type { Properties, Stored } from "../methods";
import { camelCased, inputsNow, lenient, storedShape } from "../stored";
import type { PlanInputs } from "./arguments";

/** A resource's outputs as a state holds them. */
const outputsShape = z.object({
  planId: lenient(z.string().toLowerCase()),
  desiredStatus: lenient(z.enum(desiredStatuses)),
  ...storedShape,
  status: lenient(z.enum(planStatuses)),
  startTime: lenient(z.string()),
  endTime: lenient(z.string()),
  interval: lenient(z.number()),
  sliceLen: lenient(z.number()),
  aliUid: lenient(z.string()),
  requestId: lenient(z.string()),
});

/** The outputs of a resource, as far as they are known. */
export type PlanOutputs = z.output<typeof outputsShape>;

/** Reads stored outputs. */
export function parseOutputs(properties: Properties): PlanOutputs {
  return outputsShape.parse(properties);
}

/** The outputs after a create or update: the arguments with their defaults, and what was observed or known before. */
export function outputsOf(
  inputs: PlanInputs,
  seen?: Outcome & { readonly endpoint: string },
  before: PlanOutputs = {},
): PlanOutputs {
  return {
    ...before,
    ...(seen && observedOutputs(seen.plan, seen.endpoint)),
    requestId: seen?.requestId || before.requestId,
    whenWaiting: defaultWhenWaiting,
    timeoutSeconds: defaultTimeoutSeconds,
    profile: undefined,
    roleArn: undefined,
    ...inputs,
  };
}

/** The outputs and inputs after a read: what was recorded, with what is. */
export function readState(
  { inputs }: Stored,
  before: PlanOutputs,
  plan: Plan,
  endpoint: string,
): { outputs: PlanOutputs; inputs: Partial<PlanInputs> } {
  const desiredStatus = desiredStatusOf(plan.Status, before);
  const outputs = { ...before, ...observedOutputs(plan, endpoint), planId: plan.Id.toLowerCase(), desiredStatus };
  return { outputs, inputs: inputsNow(inputs, outputs as PlanInputs) };
}

function observedOutputs(plan: Plan, endpoint: string): Partial<PlanOutputs> {
  return { ...camelCased({ ...plan, Id: undefined, JobId: plan.JobId?.toLowerCase() }), endpoint };
}
