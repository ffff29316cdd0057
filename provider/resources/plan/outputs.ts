import { z } from "zod";

import type { Plan } from "../../esa/plans";
import { planStatuses } from "../../esa/statuses";
import type { Outcome } from "../../run/converge";
import { defaultWhenWaiting, desiredStatuses, desiredStatusOf } from "../../run/decide";
import { defaultTimeoutSeconds } from "../../run/session";
import type { Properties, Stored } from "../methods";
import { inputsNow, lenient, storedShape, withoutUndefined } from "../stored";
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
    ...(seen && observedOutputs(seen.plan)),
    endpoint: seen?.endpoint ?? before.endpoint,
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
  const observed = { ...observedOutputs(plan), planId: plan.Id.toLowerCase(), desiredStatus, endpoint };
  const outputs = { ...before, ...observed };
  return { outputs, inputs: inputsNow(inputs, outputs as PlanInputs) };
}

function observedOutputs(plan: Plan): Partial<PlanOutputs> {
  return withoutUndefined({
    jobId: plan.JobId?.toLowerCase(),
    status: planStatuses.find((status) => status === plan.Status),
    startTime: plan.StartTime,
    endTime: plan.EndTime,
    interval: plan.Interval,
    sliceLen: plan.SliceLen,
    aliUid: plan.AliUid,
  });
}
