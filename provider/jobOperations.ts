import type { JobInputs } from "./arguments";
import { EsaError } from "./esa/errors";
import type { Plan } from "./esa/plans";
import * as failures from "./failures";
import type { JobOutputs } from "./jobOutputs";
import { isGone, type Operations } from "./operations";
import { decide, type Cause } from "./runState";
import { limitsOf, type Limits } from "./state";
import { Unfinished } from "./target";

/** How many plans of one job are worked on at the same time. */
const concurrency = 8;

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
  const { plans, clock } = await operations.connect();
  const limits = limitsOf(inputs, clock.now());
  const found = await plans.findAll(jobId, limits);
  const declared = { desiredStatus, whenWaiting: limits.whenWaiting };
  const outcome = await forEachPlan(operations, jobId, found, limits, (plan) => {
    const cause = causeOf(plan);
    if (decide(declared, plan.Status, cause).do === "nothing") return undefined;
    const wanted = { inputs: { ...inputs, planId: plan.Id.toLowerCase() }, jobId, cause, seen: plan, limits };
    return operations.bring(wanted).then(({ plan: now }) => now);
  });
  operations.declarations.done(jobId, desiredStatus);
  const left = outcome.plans.filter(({ Status }) => Status === "waiting").length;
  if (desiredStatus === "stopped" && left > 0 && limits.whenWaiting === "leave") {
    operations.report(
      jobId,
      `warning: ${left} of its plans wait, which ESA cannot stop; they are left to begin`,
    );
  }
  return outcome;
}

/** Sees to it that no plan of a job runs on whose resource is deleted. A job that is gone is as good. */
export async function stopJob(operations: Operations, jobId: string, olds: JobOutputs): Promise<void> {
  if (operations.declarations.has(jobId)) {
    operations.report(jobId, "not stopped: another resource of this program declares this job");
    return;
  }
  const { plans, clock } = await operations.connect();
  const limits = limitsOf(olds, clock.now());
  let found: Plan[];
  try {
    found = await plans.findAll(jobId, limits);
  } catch (error) {
    if (isGone(error)) return;
    throw error;
  }
  const outcome = await forEachPlan(operations, jobId, found, limits, (plan) => {
    if (plan.Status !== "running") return undefined;
    return operations
      .stopForGood(plan.Id.toLowerCase(), { jobId, timeoutSeconds: limits.timeoutSeconds })
      .then(() => undefined);
  });
  if (outcome.failures.length > 0) {
    throw failures.plansNotReached(jobId, "stopped", found.length, outcome.failures);
  }
}

async function forEachPlan(
  operations: Operations,
  jobId: string,
  found: readonly Plan[],
  limits: Limits,
  act: (plan: Plan) => Promise<Plan | undefined> | undefined,
): Promise<JobOutcome> {
  const { clock } = await operations.connect();
  const plans = [...found];
  const errors: EsaError[] = [];
  let touched = false;
  const progress = new Progress(operations, jobId, found.length, clock.now());

  const takeOne = async (plan: Plan, index: number) => {
    try {
      const acting = act(plan);
      if (!acting) return;
      const now = await acting;
      touched = true;
      if (now) plans[index] = now;
    } catch (thrown) {
      const error = thrown instanceof Unfinished ? thrown.error : thrown;
      if (!(error instanceof EsaError)) throw error;
      errors.push(error);
      if (thrown instanceof Unfinished) {
        touched = true;
        plans[index] = thrown.outcome.plan;
      }
    } finally {
      progress.step(clock.now(), limits.deadlineMs);
    }
  };
  const queue = found.entries();
  const worker = async () => {
    for (const [index, plan] of queue) await takeOne(plan, index);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { plans, failures: errors, touched };
}

/** Says how far a long run is, at most every few seconds. */
class Progress {
  private static readonly everyMs = 5_000;
  private done = 0;

  constructor(
    private readonly operations: Operations,
    private readonly jobId: string,
    private readonly total: number,
    private saidMs: number,
  ) {}

  step(nowMs: number, deadlineMs: number): void {
    this.done++;
    if (nowMs - this.saidMs < Progress.everyMs || this.done === this.total) return;
    this.saidMs = nowMs;
    const until = new Date(deadlineMs).toISOString();
    this.operations.report(this.jobId, `${this.done} of ${this.total} plans done; going on until ${until}`);
  }
}
