import type { Plan } from "../../esa/plans";
import { objectIdPattern } from "../../esa/wire";
import { decide, desiredStatusOf } from "../../run/decide";
import { ensurePlan } from "../../run/ensure";
import * as failures from "../../run/failures";
import { textOf } from "../../run/session";
import { stopPlan } from "../../run/stop";
import { Unfinished } from "../../run/target";
import { PartialFailure, type ResourceMethods } from "../methods";
import { methodsOf, type Shared } from "../methodsOf";
import { checkArguments, planKind, type PlanInputs } from "./arguments";
import { causeOf, diffPlan, fits } from "./diff";
import { outputsOf, parseOutputs, parseState, observed, type PlanOutputs } from "./outputs";

/** The methods of ScheduledPreloadPlanState, which declares the run state of one plan. */
export function planMethods(shared: Shared): ResourceMethods<PlanInputs, PlanOutputs> {
  const { report } = shared.sessions.outside;

  return methodsOf<PlanInputs, PlanOutputs, Plan>(shared, {
    ...{ kind: planKind, checkArguments, diff: diffPlan, causeOf, fits, parseState, observed },

    subjectOf: ({ planId = "", jobId }) => {
      // A state that was edited by hand may hold anything: nothing is sent for what is no id.
      if (!objectIdPattern.test(planId)) throw failures.noPlanId(planId);
      return { kind: "plan", id: planId, jobId };
    },

    declared: (args, olds) => {
      // A job that is no longer given is still the plan's job.
      const { planId, jobId = olds?.jobId, desiredStatus } = parseOutputs(args);
      if (planId === undefined || desiredStatus === undefined || !objectIdPattern.test(planId)) return undefined;
      return { kind: "plan", id: planId, jobId, desiredStatus };
    },

    preview: (inputs, jobId, prospect) => shared.live.plan(inputs, jobId, prospect),

    unchanged: (inputs, olds) => outputsOf(inputs, undefined, olds),

    leave: (inputs, { status, startTime }, assertUncontested) => {
      assertUncontested(inputs.planId);
      const decision = decide(inputs, status ?? "", "kept");
      if (decision.do === "nothing" && decision.remark) report(inputs.planId, textOf(decision.remark, startTime));
    },

    ensure: async (session, { id: planId, ...wanted }, limits, inputs, before) => {
      const { endpoint } = session.client;
      try {
        const outcome = await ensurePlan(session, { ...wanted, planId, confirmAbsence: !before }, limits);
        if (outcome.remark) report(planId, textOf(outcome.remark, outcome.plan.StartTime));
        return outputsOf(inputs, { ...outcome, endpoint }, before);
      } catch (thrown) {
        if (!(thrown instanceof Unfinished)) throw thrown;
        const { error, outcome } = thrown;
        // A plan that has ended doesn't run; recorded so, a start that was asked for is asked for again.
        const desiredStatus = desiredStatusOf(outcome.plan.Status, before ?? {});
        const seen = { ...outcome, endpoint };
        // A write may yet take effect: whatever is declared next, the plan is looked at first.
        const outputs = outputsOf({ ...inputs, desiredStatus }, seen, before, inputs.desiredStatus);
        throw new PartialFailure(error, planId, outputs);
      }
    },

    adopted: ({ planId = "", jobId = "", status = "" }) => ({
      planId,
      jobId,
      desiredStatus: desiredStatusOf(status, {}),
    }),

    find: (plans, jobId, planId, limits) => plans.read(jobId, planId, limits),

    stop: (session, { id: planId, jobId }, limits) => stopPlan(session, { planId, jobId }, limits),
  });
}
