import type { JobInputs } from "../resources/arguments";
import { EsaError } from "../esa/errors/error";
import type { Plan } from "../esa/plans";
import * as failures from "./failures";
import type { JobOutputs } from "../resources/job/outputs";
import { isGone, withConfigurationHint, type Operations } from "./session";
import { decide, type Cause } from "./decide";
import { limitsOf, type Limits } from "../resources/plan/outputs";
import { Unfinished } from "./target";

/** What became of a job's plans. */
export interface JobOutcome {
  /** Every plan, as last observed. */
  readonly plans: readonly Plan[];
  /** One for each plan that is not as declared. */
  readonly failures: readonly EsaError[];
  /** Whether any plan may be other than before. */
  readonly touched: boolean;
}

/**
 * Brings every plan of a job to its declared state, each by the same decisions as a plan of its own. A failure of one
 * plan doesn't keep the others from being done.
 *
 * @throws EsaError when the job's plans cannot be listed.
 */
export async function ensureJob(
  operations: Operations,
  inputs: JobInputs,
  causeOf: (plan: Plan) => Cause,
): Promise<JobOutcome> {
  const { jobId, desiredStatus } = inputs;
  const { plans, clock } = await operations.connect(inputs);
  const limits = limitsOf(inputs, clock.now());
  const found = await plans.findAll(jobId, operations.callOptions(jobId, limits.deadlineMs));
  const declared = { desiredStatus, whenWaiting: limits.whenWaiting };
  const isDue = (plan: Plan) => decide(declared, plan.Status, causeOf(plan)).do !== "nothing";
  const outcome = await forEachDue(operations, found, limits, isDue, async (plan) => {
    const planInputs = { ...inputs, planId: plan.Id.toLowerCase() };
    const wanted = { inputs: planInputs, jobId, cause: causeOf(plan), seen: plan, limits };
    return (await operations.bring(wanted)).plan;
  });
  operations.declarations.done(jobId, desiredStatus);
  if (desiredStatus === "stopped" && limits.whenWaiting === "leave") {
    warnOfWaiting(operations, jobId, outcome.plans);
  }
  return outcome;
}

/** Sees to it that no plan of a job runs on whose resource is deleted. A job that is gone is as good. */
export async function stopJob(operations: Operations, jobId: string, olds: JobOutputs): Promise<void> {
  if (operations.declarations.has(jobId)) {
    operations.leaveToOther(jobId, "job");
    return;
  }
  const { plans, clock } = await operations.connect(olds);
  const limits = limitsOf(olds, clock.now());
  let found: Plan[];
  try {
    found = await plans.findAll(jobId, operations.callOptions(jobId, limits.deadlineMs));
  } catch (error) {
    if (isGone(error)) return;
    throw withConfigurationHint(error);
  }
  const isOurs = (plan: Plan) => !operations.declarations.has(plan.Id.toLowerCase());
  const others = found.filter((plan) => plan.Status === "running" && !isOurs(plan)).length;
  if (others > 0) {
    operations.report(
      jobId,
      `${others} of its plans not stopped: other resources of this program declare them`,
    );
  }
  warnOfWaiting(operations, jobId, found.filter(isOurs));
  const isDue = (plan: Plan) => plan.Status === "running" && isOurs(plan);
  const outcome = await forEachDue(operations, found, limits, isDue, async (plan) => {
    await operations.stop(plan.Id.toLowerCase(), { ...olds, jobId }, limits);
    return plan;
  });
  if (outcome.failures.length > 0) {
    throw withConfigurationHint(failures.plansNotReached(jobId, "stopped", found.length, outcome.failures));
  }
}

function warnOfWaiting(operations: Operations, jobId: string, plans: readonly Plan[]): void {
  const left = plans.filter(({ Status }) => Status === "waiting").length;
  if (left === 0) return;
  operations.report(
    jobId,
    `warning: ${left} of its plans wait, which ESA cannot stop; they are left to begin`,
  );
}

/** Works on the plans that have something to be done, all at once: the client's pace says when each call is sent. */
async function forEachDue(
  operations: Operations,
  found: readonly Plan[],
  limits: Limits,
  isDue: (plan: Plan) => boolean,
  act: (plan: Plan) => Promise<Plan>,
): Promise<JobOutcome> {
  const plans = [...found];
  const errors: EsaError[] = [];
  let touched = false;

  const takeOne = async (index: number, plan: Plan) => {
    try {
      plans[index] = await act(plan);
      touched = true;
    } catch (thrown) {
      const error = thrown instanceof Unfinished ? thrown.error : thrown;
      if (!(error instanceof EsaError)) throw error;
      errors.push(error);
      if (thrown instanceof Unfinished) {
        touched = true;
        plans[index] = thrown.outcome.plan;
      }
    }
  };
  const due = [...found.entries()].filter(([, plan]) => isDue(plan));
  await Promise.all(
    due.map(([index, plan]) => {
      const end = operations.progress.begin(plan.Id.toLowerCase(), limits.deadlineMs);
      return takeOne(index, plan).finally(end);
    }),
  );
  return { plans, failures: errors, touched };
}
