import { z } from "zod";

import { defaultTimeoutSeconds, defaultWhenWaiting, maxTimeoutSeconds, type PlanInputs } from "../arguments";
import type { Plan } from "../../esa/plans";
import { planStatuses } from "../../esa/statuses";
import { desiredStatuses, desiredStatusOf, waitingPolicies, type WhenWaiting } from "../../run/decide";
import type { Account } from "../../settings";
import type { Outcome } from "../../run/target";

export const lenient = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);

/** The account of a resource, in its outputs: read and delete get nothing else. */
export const accountShape = { profile: lenient(z.string().min(1)), roleArn: lenient(z.string().min(1)) };

/**
 * A resource's outputs as a state file holds them. Whatever is missing or was spoilt by hand reads as absent, so that
 * an old or edited state never stops a hook.
 */
const outputsShape = z.object({
  planId: lenient(z.string().toLowerCase()),
  jobId: lenient(z.string().toLowerCase()),
  desiredStatus: lenient(z.enum(desiredStatuses)),
  whenWaiting: lenient(z.enum(waitingPolicies)),
  timeoutSeconds: lenient(z.number().positive().max(maxTimeoutSeconds)),
  ...accountShape,
  status: lenient(z.enum(planStatuses)),
  startTime: lenient(z.string()),
  endTime: lenient(z.string()),
  interval: lenient(z.number()),
  sliceLen: lenient(z.number()),
  aliUid: lenient(z.string()),
  requestId: lenient(z.string()),
  /** Which of the optional arguments were given: the engine hands read the outputs only. */
  __given: lenient(z.array(z.string())),
});

/** The outputs of a resource, as far as they are known. */
export type PlanOutputs = z.output<typeof outputsShape>;

const optionalArguments = ["jobId", "whenWaiting", "timeoutSeconds", "profile", "roleArn"] as const;

/** Reads stored outputs. */
export function parseOutputs(properties: Readonly<Record<string, unknown>> | undefined): PlanOutputs {
  return outputsShape.parse(properties ?? {});
}

/** The outputs after a create or update: the arguments with their defaults, and what was observed or known before. */
export function outputsOf(
  inputs: PlanInputs,
  outcome?: Outcome,
  before?: PlanOutputs,
): Record<string, unknown> {
  return withoutUndefined({
    ...before,
    ...(outcome && observedOutputs(outcome.plan)),
    ...(outcome?.requestId !== undefined && { requestId: outcome.requestId }),
    whenWaiting: defaultWhenWaiting,
    timeoutSeconds: defaultTimeoutSeconds,
    profile: undefined,
    roleArn: undefined,
    ...inputs,
    __given: optionalArguments.filter((name) => inputs[name] !== undefined),
  });
}

/** The outputs and inputs after a read: what was recorded, with what is. */
export function readState(
  olds: PlanOutputs,
  planId: string,
  plan: Plan,
): { props: Record<string, unknown>; inputs: Record<string, unknown> } {
  const desiredStatus = desiredStatusOf(plan.Status, olds);
  const now: PlanOutputs = { ...olds, planId, ...observedOutputs(plan), desiredStatus };
  return { props: withoutUndefined(now), inputs: inputsOf(now) };
}

/** Whether outputs come from a create or update, and not from a resource that is only read. */
export function isManaged(outputs: PlanOutputs): boolean {
  return outputs.timeoutSeconds !== undefined || outputs.__given !== undefined;
}

/** Exactly the arguments that were given; none for a resource that is only read. */
export function inputsOf(outputs: PlanOutputs): Record<string, unknown> {
  if (!isManaged(outputs)) return {};
  const given = outputs.__given ?? [];
  const optional = optionalArguments.filter((name) => given.includes(name));
  const names = ["planId", "desiredStatus", ...optional] as const;
  return withoutUndefined(Object.fromEntries(names.map((name) => [name, outputs[name]])));
}

/** Whether the plan is to be reached by another account than before. */
export function accountChanged(before: Account, after: Account): boolean {
  return before.profile !== after.profile || before.roleArn !== after.roleArn;
}

/** How long a hook may take, and what it does with a waiting plan. */
export interface Limits {
  readonly whenWaiting: WhenWaiting;
  readonly timeoutSeconds: number;
  /** Milliseconds since the epoch. */
  readonly deadlineMs: number;
}

/** The limits of a hook that begins now. */
export function limitsOf(args: Pick<PlanOutputs, "whenWaiting" | "timeoutSeconds">, nowMs: number): Limits {
  const timeoutSeconds = args.timeoutSeconds ?? defaultTimeoutSeconds;
  return {
    whenWaiting: args.whenWaiting ?? defaultWhenWaiting,
    timeoutSeconds,
    deadlineMs: nowMs + timeoutSeconds * 1000,
  };
}

function observedOutputs(plan: Plan): Partial<PlanOutputs> {
  return withoutUndefined({
    jobId: plan.JobId?.toLowerCase(),
    status: plan.Status,
    startTime: plan.StartTime,
    endTime: plan.EndTime,
    interval: plan.Interval,
    sliceLen: plan.SliceLen,
    aliUid: plan.AliUid,
  });
}

/** The dynamic provider host fails on a property whose value is undefined. */
export function withoutUndefined<T extends object>(properties: T): T {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as T;
}
