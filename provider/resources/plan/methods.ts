import type * as pulumi from "@pulumi/pulumi";

import { checkArguments, splitPlanId, unknownValue, type PlanInputs } from "../arguments";
import { diffPlan } from "./diff";
import * as failures from "../../run/failures";
import { objectIdPattern } from "../../esa/wire";
import { handlerKey } from "../../dynamic/handler";
import type { LivePreview } from "../livePreview";
import type { Operations } from "../../run/session";
import {
  desiredStatuses,
  desiredStatusOf,
  satisfies,
  type Cause,
  type DesiredStatus,
} from "../../run/decide";
import {
  inputsOf,
  isManaged,
  limitsOf,
  outputsOf,
  parseOutputs,
  readState,
  type PlanOutputs,
} from "./outputs";
import { Unfinished } from "../../run/target";

export type Properties = Record<string, unknown>;

/** The methods that Pulumi's dynamic provider host calls. Source: `pulumi.dynamic.ResourceProvider`. */
export type DynamicProvider = Required<pulumi.dynamic.ResourceProvider<Properties, Properties>>;

/** The methods of ScheduledPreloadPlanState, which declares the run state of one plan. */
export function createPlanStateProvider(
  operations: Operations,
  live: LivePreview,
  configure: DynamicProvider["configure"],
): DynamicProvider {
  const { declarations } = operations;

  return {
    configure,

    check: async (olds, news) => {
      const { inputs, failures: found } = checkArguments(news);
      const { planId, desiredStatus } = inputs;
      if (found.length === 0 && isKnown(planId) && isDesiredStatus(desiredStatus)) {
        const { planId: id, desiredStatus: before } = parseOutputs(olds);
        declarations.declare(planId, desiredStatus, { id, desiredStatus: before });
      }
      // What exists is compared later: see diff.
      if (found.length === 0 && Object.keys(olds).length === 0) {
        const isNew = inputs as unknown as PlanInputs;
        await live.plan(isNew, isNew.jobId, { cause: "asked", looks: true });
      }
      return { inputs, failures: found };
    },

    diff: async (id, oldProperties, news) => {
      const olds = parseOutputs(oldProperties);
      const result = diffPlan(id, olds, news);
      const { inputs, failures: found } = checkArguments(news);
      if (found.length === 0 && !result.replaces) {
        const declared = inputs as unknown as PlanInputs;
        const cause = causeOf(olds, declared);
        const looks = result.changes === true && !(cause === "kept" && isKnownToFit(olds, declared));
        await live.plan(declared, declared.jobId ?? olds.jobId, { cause, looks });
      }
      return result;
    },

    create: async (news) => {
      const inputs = checked(news);
      declarations.declare(inputs.planId, inputs.desiredStatus);
      try {
        const outcome = await operations.ensure({ inputs, jobId: inputs.jobId, cause: "asked", isNew: true });
        return { id: inputs.planId, outs: outputsOf(inputs, outcome) };
      } catch (error) {
        throw partialFailure(error, inputs.planId, inputs, news);
      }
    },

    update: async (id, oldProperties, news) => {
      const olds = parseOutputs(oldProperties);
      const inputs = checked(news);
      const { desiredStatus } = inputs;
      declarations.declare(inputs.planId, desiredStatus, { ...olds, id: olds.planId ?? id });
      const cause = causeOf(olds, inputs);
      if (cause === "kept" && isKnownToFit(olds, inputs)) {
        operations.remarkOnKnown(inputs, olds);
        return { outs: outputsOf(inputs, undefined, olds) };
      }
      try {
        const outcome = await operations.ensure({ inputs, jobId: inputs.jobId ?? olds.jobId, cause });
        return { outs: outputsOf(inputs, outcome, olds) };
      } catch (error) {
        throw partialFailure(error, id, inputs, news, olds);
      }
    },

    read: async (id, properties) => {
      const olds = parseOutputs(properties);
      const { planId, jobId } = { ...splitPlanId(id.toLowerCase()), ...known(olds) };
      assertPlanId(planId);
      if (jobId === undefined) {
        if (!isManaged(olds)) throw failures.getWithoutJob(planId);
        return { id, props: { ...properties }, inputs: inputsOf(olds) };
      }
      const plan = await operations.read(jobId, planId, olds);
      return plan ? { id, ...readState(olds, planId, plan) } : { id: "", props: {} };
    },

    delete: async (id, properties) => {
      const olds = parseOutputs(properties);
      const planId = olds.planId ?? splitPlanId(id.toLowerCase()).planId;
      assertPlanId(planId);
      await operations.stopForGood(planId, olds);
    },
  };
}

/** A state that was edited by hand may hold anything: nothing is sent for what is no id. */
function assertPlanId(planId: string): void {
  if (!objectIdPattern.test(planId)) throw failures.noPlanId(planId);
}

function known({ planId, jobId }: PlanOutputs): { planId?: string; jobId?: string } {
  return { ...(planId !== undefined && { planId }), ...(jobId !== undefined && { jobId }) };
}

function isKnown(value: unknown): value is string {
  return typeof value === "string" && value !== unknownValue;
}

function isDesiredStatus(value: unknown): value is DesiredStatus {
  return (desiredStatuses as readonly unknown[]).includes(value);
}

/** The arguments of a create or update. The engine has called check before; whoever has not gets its failures. */
function checked(news: Properties): PlanInputs {
  const { inputs, failures: found } = checkArguments(news);
  const unknown = Object.keys(inputs).filter((name) => inputs[name] === unknownValue);
  found.push(...unknown.map((property) => ({ property, reason: "is not known, even now" })));
  if (found.length > 0) throw failures.invalidArguments(found);
  return inputs as unknown as PlanInputs;
}

/** Whether somebody wants another state now, or the same as before. */
function causeOf(olds: PlanOutputs, inputs: PlanInputs): Cause {
  return olds.desiredStatus === inputs.desiredStatus ? "kept" : "asked";
}

/** Whether the last seen status fits the new arguments and the plan is still sought in the same job. */
function isKnownToFit(olds: PlanOutputs, inputs: PlanInputs): boolean {
  const { whenWaiting } = limitsOf(inputs, 0);
  const sameJob = inputs.jobId === undefined || inputs.jobId === olds.jobId;
  return sameJob && olds.status !== undefined && satisfies({ ...inputs, whenWaiting }, olds.status);
}

/**
 * After a write or a wait, a failure becomes Pulumi's "init failure": `properties` become the resource's outputs. They
 * hold what was observed, never what was wished, and must hold the handler, or later refreshes find no provider.
 */
function partialFailure(
  thrown: unknown,
  id: string,
  inputs: PlanInputs,
  news: Properties,
  olds?: PlanOutputs,
): unknown {
  if (!(thrown instanceof Unfinished)) return thrown;
  const { error, outcome } = thrown;
  // A plan that has ended doesn't run; recorded so, a start that was asked for is asked for again.
  const desiredStatus = desiredStatusOf(outcome.plan.Status, olds ?? {}) ?? "stopped";
  const properties = {
    ...outputsOf({ ...inputs, desiredStatus }, outcome, olds),
    [handlerKey]: news[handlerKey],
  };
  return Object.assign(error, { id, properties, reasons: [error.message] });
}
