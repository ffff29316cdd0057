import { isPlanStatus } from "../../esa/statuses";
import { objectIdPattern } from "../../esa/wire";
import { Unfinished } from "../../run/converge";
import { decide, desiredStatusOf, satisfies, type Cause } from "../../run/decide";
import { ensurePlan } from "../../run/ensure";
import * as failures from "../../run/failures";
import { limitsOf, textOf } from "../../run/session";
import { stopPlan } from "../../run/stop";
import { areRight, mustBeRight } from "../check";
import type { Declaration } from "../declarations";
import { PartialFailure, type Call, type Properties, type ResourceMethods } from "../methods";
import { goneFrom, unlessGone, type Shared } from "../shared";
import { checkArguments, planKind, splitPlanId, type PlanInputs } from "./arguments";
import { diffPlan } from "./diff";
import { outputsOf, parseOutputs, readState, type PlanOutputs } from "./outputs";

/** The methods of ScheduledPreloadPlanState, which declares the run state of one plan. */
export function planMethods({ sessions, declarations, live }: Shared): ResourceMethods<PlanInputs, PlanOutputs> {
  const { clock, report } = sessions.outside;

  /** Says what is worth a line of a plan that is left as it was last seen. */
  function sayOfKnown(inputs: PlanInputs, { status, startTime }: PlanOutputs): void {
    const decision = decide({ ...inputs, ...limitsOf(inputs, 0) }, status ?? "", "kept");
    if (decision.do === "nothing" && decision.remark) report(inputs.planId, textOf(decision.remark, startTime));
  }

  /** Brings the plan to its declared state; a failure after a change keeps what was observed. */
  async function ensure(inputs: PlanInputs, call: Call, cause: Cause, before?: PlanOutputs) {
    const { planId, desiredStatus } = inputs;
    const jobId = inputs.jobId ?? before?.jobId;
    const limits = limitsOf(inputs, clock.now(), call);
    return declarations.carryOut(declarationOf({ ...inputs, jobId }, call), async (assertUncontested) => {
      const session = await sessions.of(inputs);
      const { endpoint } = session.client;
      try {
        const isNew = before === undefined;
        const wanted = { planId, jobId, desiredStatus, cause, isNew, assertUncontested };
        const outcome = await ensurePlan(session, wanted, limits);
        if (outcome.remark) report(planId, textOf(outcome.remark, outcome.plan.StartTime));
        return outputsOf(inputs, { ...outcome, endpoint }, before);
      } catch (thrown) {
        if (!(thrown instanceof Unfinished)) throw thrown;
        const { error, outcome } = thrown;
        // A plan that has ended doesn't run; recorded so, a start that was asked for is asked for again.
        const observed = desiredStatusOf(outcome.plan.Status, before ?? {}) ?? "stopped";
        const outputs = outputsOf({ ...inputs, desiredStatus: observed }, { ...outcome, endpoint }, before);
        throw new PartialFailure(error, [error], planId, outputs);
      }
    });
  }

  return {
    kind: planKind,

    check: async (olds, news, call) => {
      const checked = checkArguments(olds, news);
      const found = declarations.check(declarationIn(checked.inputs, call), checked.failures);
      // What exists is compared later: see diff.
      if (areRight(checked) && Object.keys(olds).length === 0) {
        const inputs = mustBeRight(checked) as PlanInputs;
        await live.plan(inputs, inputs.jobId, { cause: "asked", looks: true }, call);
      }
      return { inputs: checked.inputs, failures: found };
    },

    diff: async (stored, news, call) => {
      const changes = diffPlan(stored, news);
      const checked = checkArguments(stored.inputs ?? {}, news);
      if (!areRight(checked) || changes.some(({ replaces }) => replaces)) return changes;
      const inputs = mustBeRight(checked) as PlanInputs;
      const olds = parseOutputs(stored.outputs);
      const jobId = inputs.jobId ?? olds.jobId;
      if (changes.length === 0) declarations.keep(declarationOf({ ...inputs, jobId }, call));
      const cause = causeOf(olds, inputs);
      const looks = changes.length > 0 && !(cause === "kept" && isKnownToFit(olds, inputs));
      await live.plan(inputs, jobId, { cause, looks }, call);
      return changes;
    },

    create: async (news, call) => {
      const inputs = mustBeRight(checkArguments({}, news)) as PlanInputs;
      const outputs = call.preview ? outputsOf(inputs) : await ensure(inputs, call, "asked");
      return { id: inputs.planId, outputs };
    },

    update: async (stored, news, call) => {
      const olds = parseOutputs({ planId: stored.id, ...stored.outputs });
      const inputs = mustBeRight(checkArguments(olds, news)) as PlanInputs;
      const cause = causeOf(olds, inputs);
      if (!call.preview && (cause === "asked" || !isKnownToFit(olds, inputs))) {
        return ensure(inputs, call, cause, olds);
      }
      const outputs = outputsOf(inputs, undefined, olds);
      if (call.preview) return outputs;
      return declarations.carryOut(declarationOf({ ...inputs, jobId: olds.jobId }, call), (assertUncontested) => {
        assertUncontested(inputs.planId);
        sayOfKnown(inputs, olds);
        return Promise.resolve(outputs);
      });
    },

    read: async (stored, call) => {
      const olds = parseOutputs(stored.outputs);
      const named = splitPlanId(stored.id.toLowerCase());
      const { planId = named.planId, jobId = named.jobId } = olds;
      assertPlanId(planId);
      if (jobId === undefined) {
        if (!stored.inputs) throw failures.getWithoutJob(planId);
        return { inputs: stored.inputs, outputs: olds };
      }
      const session = await sessions.of(olds);
      const found = session.plans.read(jobId, planId, limitsOf({}, clock.now(), call));
      const plan = await unlessGone(found, { planId }, call);
      if (!plan) return goneFrom(`plan ${planId}`, olds.endpoint, session);
      if (!isPlanStatus(plan.Status)) throw failures.unknownStatus(plan);
      return readState(stored, olds, plan, session.client.endpoint);
    },

    delete: async ({ id, outputs }, call) => {
      const olds = parseOutputs(outputs);
      const planId = olds.planId ?? splitPlanId(id.toLowerCase()).planId;
      assertPlanId(planId);
      const { jobId } = olds;
      if (declarations.leaves({ kind: "plan", id: planId, jobId })) {
        report(planId, "not stopped: another resource of this program declares this plan");
        return;
      }
      const session = await sessions.of(olds);
      const isThere = await stopPlan(session, { planId, jobId }, limitsOf(olds, clock.now(), call));
      if (!isThere) goneFrom(`plan ${planId}`, olds.endpoint, session);
    },
  };
}

function declarationOf(inputs: Omit<Declaration, "kind" | "id"> & { planId: string }, { owner }: Call): Declaration {
  const { planId, jobId, desiredStatus } = inputs;
  return { kind: "plan", id: planId, jobId, desiredStatus, owner };
}

/** What arguments declare that may be wrong, or not known yet. */
function declarationIn(inputs: Properties, call: Call): Declaration | undefined {
  const { planId, jobId, desiredStatus } = parseOutputs(inputs);
  if (planId === undefined || desiredStatus === undefined || !objectIdPattern.test(planId)) return undefined;
  return declarationOf({ planId, jobId, desiredStatus }, call);
}

/** A state that was edited by hand may hold anything: nothing is sent for what is no id. */
function assertPlanId(planId: string): void {
  if (!objectIdPattern.test(planId)) throw failures.noPlanId(planId);
}

/** Whether somebody wants another state now, or the same as before. */
function causeOf(olds: PlanOutputs, inputs: PlanInputs): Cause {
  return olds.desiredStatus === inputs.desiredStatus ? "kept" : "asked";
}

/** Whether the last seen status fits the new arguments and the plan is still sought in the same job. */
function isKnownToFit(olds: PlanOutputs, inputs: PlanInputs): boolean {
  const sameJob = inputs.jobId === undefined || inputs.jobId === olds.jobId;
  return sameJob && satisfies({ ...inputs, ...limitsOf(inputs, 0) }, olds.status ?? "");
}
