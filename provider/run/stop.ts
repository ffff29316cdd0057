import type { Plan } from "../esa/plans";
import { converge, Unfinished } from "./converge";
import { decideDeleted } from "./decide";
import { findJob, forEachPlan, warnOfWaiting } from "./ensure";
import * as failures from "./failures";
import { isGone, textOf, type Limits, type Session } from "./session";

/**
 * Stops a plan that runs, whatever was seen of it before.
 * @returns whether it is there; a plan that is gone is as good as stopped.
 */
export async function stopPlan(
  session: Session,
  { planId, jobId }: { readonly planId: string; readonly jobId: string | undefined },
  limits: Limits,
): Promise<boolean> {
  const decide = ({ Status }: Plan) => decideDeleted(Status);
  try {
    const outcome = await converge({ planId, jobId, state: "stopped", decide, stopFirst: true }, session, limits);
    if (outcome.remark) session.report(planId, textOf(outcome.remark, outcome.plan.StartTime));
    return true;
  } catch (thrown) {
    const error = thrown instanceof Unfinished ? thrown.error : thrown;
    if (isGone(error)) return false;
    throw error;
  }
}

/**
 * Stops the plans of a job that run, or have a status of tomorrow, but for those that are left to other resources.
 * @param leaves throws where that is not allowed.
 * @returns whether the job is there.
 * @throws EsaError with a line for each plan that could not be stopped.
 */
export async function stopJob(
  session: Session,
  jobId: string,
  leaves: (planId: string) => boolean,
  limits: Limits,
): Promise<boolean> {
  let found: readonly Plan[];
  try {
    found = await findJob(session, jobId, limits);
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
  let left = 0;
  const outcome = await forEachPlan(found, async (plan) => {
    const planId = plan.Id.toLowerCase();
    if (decideDeleted(plan.Status).do === "nothing") return plan;
    if (leaves(planId)) left++;
    else await stopPlan(session, { planId, jobId }, limits);
    return plan;
  });
  if (left > 0) {
    session.report(jobId, `${left} of its plans not stopped: other resources of this program declare them`);
  }
  warnOfWaiting(session, jobId, found);
  if (outcome.failures.length === 0) return true;
  throw failures.plansNotReached(jobId, "stopped", found.length, outcome.failures);
}
