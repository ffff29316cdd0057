import { orCancelled } from "../esa/errors/cancelled";
import { EsaError } from "../esa/errors/error";
import type { Plan } from "../esa/plans";
import { converge } from "./converge";
import { decide, type Cause, type DesiredStatus } from "./decide";
import type { Limits, Session } from "./session";
import { Unfinished, type Outcome, type Target } from "./target";

export interface Wanted {
  readonly desiredStatus: DesiredStatus;
  readonly cause: Cause;
  /** Throws when the plan must not be changed after all. */
  readonly assertUncontested: (planId: string) => void;
}

export function ensurePlan(
  session: Session,
  wanted: Wanted & Pick<Target, "planId" | "jobId" | "seen" | "confirmAbsence">,
  limits: Limits,
): Promise<Outcome> {
  const { planId, jobId, seen, confirmAbsence, desiredStatus, cause, assertUncontested } = wanted;
  const decideBy = ({ Status }: Plan) => decide({ ...limits, desiredStatus }, Status, cause);
  const beforeWrite = () => assertUncontested(planId);
  beforeWrite();
  const target = { planId, jobId, seen, confirmAbsence, state: desiredStatus, decide: decideBy, beforeWrite };
  return converge(target, session, limits);
}

/** What became of a job's plans. */
export interface JobOutcome {
  readonly plans: readonly Plan[];
  /** One for each plan that is not as declared. */
  readonly failures: readonly EsaError[];
  /** Whether any plan may be other than before. */
  readonly touched: boolean;
}

/** Every plan of a job as it is now. */
export function findJob(session: Session, jobId: string, limits: Limits): Promise<readonly Plan[]> {
  return orCancelled(session.plans.findAll(jobId, session.callOptions(jobId, limits)), limits.signal);
}

/**
 * Brings every plan of a job to its declared state, each by the same decisions as a plan of its own. A failure of one
 * plan doesn't keep the others from being done.
 * @throws EsaError when the job's plans cannot be listed.
 */
export async function ensureJob(
  session: Session,
  wanted: Wanted & { readonly jobId: string },
  limits: Limits,
): Promise<JobOutcome> {
  const { jobId, desiredStatus, cause } = wanted;
  const found = await findJob(session, jobId, limits);
  const outcome = await forEachPlan(found, async (seen) => {
    const planId = seen.Id.toLowerCase();
    // A plan that another resource declares otherwise is told of, also where it is as declared here.
    wanted.assertUncontested(planId);
    if (decide({ ...limits, desiredStatus }, seen.Status, cause).do === "nothing") return seen;
    return (await ensurePlan(session, { ...wanted, planId, seen }, limits)).plan;
  });
  if (desiredStatus === "stopped" && limits.whenWaiting === "leave") warnOfWaiting(session, jobId, outcome.plans);
  const statuses = outcome.plans.map(({ Status }) => Status);
  if (desiredStatus === "running" && cause === "kept") warnOfFailed(session, jobId, statuses);
  return outcome;
}

export function warnOfFailed({ report }: Pick<Session, "report">, jobId: string, statuses: readonly string[]): void {
  const failed = statuses.filter((status) => status === "failed").length;
  if (failed === 0) return;
  report(
    jobId,
    `warning: plans that have failed are left alone: ${failed} of ${statuses.length}; to start them again, declare the job stopped, then running`,
  );
}

export function warnOfWaiting(session: Session, jobId: string, plans: readonly Plan[]): void {
  const left = plans.filter(({ Status }) => Status === "waiting").length;
  if (left === 0) return;
  const what = left === 1 ? "1 of its plans is waiting and is" : `${left} of its plans are waiting and are`;
  session.report(jobId, `warning: ${what} left to begin: ESA can stop only a running plan`);
}

/** Works on all plans at once: the client's pace says when each call is sent. One with nothing to be done stays as it is. */
export async function forEachPlan(found: readonly Plan[], act: (plan: Plan) => Promise<Plan>): Promise<JobOutcome> {
  const failures: EsaError[] = [];
  let touched = false;
  const takeOne = async (plan: Plan) => {
    try {
      const after = await act(plan);
      touched ||= after !== plan;
      return after;
    } catch (thrown) {
      const isUnfinished = thrown instanceof Unfinished;
      const error = isUnfinished ? thrown.error : thrown;
      if (!(error instanceof EsaError)) throw error;
      failures.push(error);
      touched ||= isUnfinished;
      return isUnfinished ? thrown.outcome.plan : plan;
    }
  };
  const plans = await Promise.all(found.map(takeOne));
  return { plans, failures, touched };
}
