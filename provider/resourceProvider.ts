import type * as pulumi from "@pulumi/pulumi";

import { checkArguments, splitPlanId, unknownValue, type PlanInputs } from "./arguments";
import { Unfinished } from "./converge";
import { diffPlan } from "./diff";
import type { EsaClient } from "./esa/client";
import type { Clock } from "./esa/clock";
import * as failures from "./failures";
import { handlerKey } from "./handler";
import { Operations } from "./operations";
import { desiredStatuses, desiredStatusOf, satisfies, type Cause, type DesiredStatus } from "./runState";
import { inputsOf, isManaged, limitsOf, outputsOf, parseOutputs, readState, type PlanOutputs } from "./state";

/** Reads a key of the stack configuration, such as `alicloud:region`; undefined when it isn't set. */
export type ConfigReader = (key: string) => string | undefined;

/** What the provider needs from outside. */
export interface ResourceProviderOptions {
  /** Makes the client; called on the first hook that needs the API, so that check and diff stay offline. */
  readonly connect: (config: ConfigReader) => Promise<EsaClient>;
  readonly clock: Clock;
  /** Shows one line to the user. */
  readonly print: (line: string) => void;
}

type Properties = Record<string, unknown>;

/** The methods that Pulumi's dynamic provider host calls. Source: `pulumi.dynamic.ResourceProvider`. */
export type PlanStateProvider = Required<pulumi.dynamic.ResourceProvider<Properties, Properties>>;

/** The methods of ScheduledPreloadPlanState. */
export function createResourceProvider({ connect, ...options }: ResourceProviderOptions): PlanStateProvider {
  let config: ConfigReader = () => undefined;
  const operations = new Operations({ ...options, connect: () => connect(config) });
  const { declarations } = operations;

  return {
    // The host uses the provider before this is awaited: no I/O here.
    configure: (request) => {
      config = (key) => request.config.get(key);
      return Promise.resolve();
    },

    check: (olds, news) => {
      const { inputs, failures: found } = checkArguments(news);
      const { planId, desiredStatus } = inputs;
      if (found.length === 0 && isKnown(planId) && isDesiredStatus(desiredStatus)) {
        declarations.declare(planId, desiredStatus, parseOutputs(olds));
      }
      return Promise.resolve({ inputs, failures: found });
    },

    diff: (id, olds, news) => Promise.resolve(diffPlan(id, parseOutputs(olds), news)),

    create: async (news) => {
      const inputs = checked(news);
      declarations.declare(inputs.planId, inputs.desiredStatus);
      try {
        const outcome = await operations.ensure(inputs, inputs.jobId, "asked", true);
        return { id: inputs.planId, outs: outputsOf(inputs, outcome) };
      } catch (error) {
        throw partialFailure(error, inputs.planId, inputs, news);
      }
    },

    update: async (id, oldProperties, news) => {
      const olds = parseOutputs(oldProperties);
      const inputs = checked(news);
      const { desiredStatus } = inputs;
      declarations.declare(inputs.planId, desiredStatus, { ...olds, planId: olds.planId ?? id });
      const cause: Cause = olds.desiredStatus === desiredStatus ? "kept" : "asked";
      if (cause === "kept" && isKnownToFit(olds, inputs)) {
        operations.remarkOnKnown(inputs, olds);
        return { outs: outputsOf(inputs, undefined, olds) };
      }
      try {
        const outcome = await operations.ensure(inputs, inputs.jobId ?? olds.jobId, cause, false);
        return { outs: outputsOf(inputs, outcome, olds) };
      } catch (error) {
        throw partialFailure(error, id, inputs, news, olds);
      }
    },

    read: async (id, properties) => {
      const olds = parseOutputs(properties);
      const { planId, jobId } = { ...splitPlanId(id.toLowerCase()), ...known(olds) };
      if (jobId === undefined) {
        if (!isManaged(olds)) throw failures.getWithoutJob(planId);
        return { id, props: { ...properties }, inputs: inputsOf(olds) };
      }
      const plan = await operations.read(jobId, planId);
      return plan ? { id, ...readState(olds, planId, plan) } : { id: "", props: {} };
    },

    delete: async (id, properties) => {
      const olds = parseOutputs(properties);
      await operations.stopForGood(olds.planId ?? splitPlanId(id).planId, olds);
    },
  };
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
