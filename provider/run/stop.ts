import { classify } from "../esa/errors/classify";
import { EsaError } from "../esa/errors/error";
import type { Plan } from "../esa/plans";
import { converge } from "./converge";
import { decideDeleted } from "./decide";
import { findJob, forEachPlan, warnOfWaiting } from "./ensure";
import * as failures from "./failures";
import { isGone, textOf, type Limits, type Session } from "./session";
import { Unfinished, type Target } from "./target";

/** Stops a plan that runs, whatever was seen of it before. */
export async function stopPlan(session: Session, plan: Pick<Target, "planId" | "jobId">, limits: Limits) {
  try {
    await stop(session, plan, limits);
  } catch (thrown) {
    const error: unknown = thrown instanceof Unfinished ? thrown.error : thrown;
    if (!(error instanceof EsaError)) throw error;
    throw thrown === error && classify(error) !== "ambiguous" ? error : declaredAgain(error);
  }
}

async function stop(session: Session, plan: Pick<Target, "planId" | "jobId">, limits: Limits): Promise<Plan> {
  const decide = ({ Status }: Plan) => decideDeleted(Status);
  const outcome = await converge({ ...plan, state: "stopped", decide, stopFirst: true }, session, limits);
  if (outcome.remark) session.report(plan.planId, textOf(outcome.remark, outcome.plan.StartTime));
  return outcome.plan;
}

/** Of a delete that fails, Pulumi keeps the state as it was. */
function declaredAgain(error: EsaError): EsaError {
  const again = "If you declare it again instead, run `pulumi up --refresh`: the state does not show what was done.";
  return error.with({ remedy: `${error.remedy}\n${again}` });
}

/**
 * Stops the plans of a job that run, or have a status of tomorrow, but for those that are left to other resources.
 * @param isLeft throws where that is not allowed.
 * @throws EsaError with a line for each plan that could not be stopped.
 */
export async function stopJob(
  session: Session,
  jobId: string,
  isLeft: (planId: string) => Promise<boolean>,
  limits: Limits,
): Promise<void> {
  const found = await findJob(session, jobId, limits);
  let left = 0;
  const outcome = await forEachPlan(found, async (plan) => {
    const planId = plan.Id.toLowerCase();
    if (decideDeleted(plan.Status).do === "nothing") return plan;
    if (!(await isLeft(planId))) return stop(session, { planId, jobId }, limits).catch(unlessGone(plan));
    left++;
    return plan;
  });
  if (left > 0) {
    session.report(jobId, `${left} of its plans not stopped: other resources of this program declare them`);
  }
  warnOfWaiting(session, jobId, found);
  if (outcome.failures.length > 0) {
    const error = failures.plansNotReached(jobId, "stopped", found.length, outcome.failures);
    throw outcome.touched ? declaredAgain(error) : error;
  }
}

/** What is gone is as good as stopped. */
function unlessGone(plan: Plan): (error: unknown) => Plan {
  return (error) => {
    if (!isGone(error)) throw error;
    return plan;
  };
}
