import { orCancelled } from "../esa/errors/cancelled";
import { EsaError } from "../esa/errors/error";
import type { Plan } from "../esa/plans";
import { converge, Unfinished, type Outcome, type Target } from "./converge";
import { decide, type Cause, type DesiredStatus } from "./decide";
import type { Limits, Session } from "./session";

/** A state to bring plans to. */
export interface Wanted {
  readonly desiredStatus: DesiredStatus;
  readonly cause: Cause;
  /** Throws when the plan must not be changed after all. */
  readonly assertUncontested: (planId: string) => void;
}

/** A plan that is to be brought to a state. */
export interface WantedPlan extends Wanted {
  readonly planId: string;
  /** The plan's job, given or learned before. */
  readonly jobId?: string | undefined;
  /** Whether the plan may be too new to be seen. */
  readonly isNew?: boolean;
  /** The plan as a look for this very purpose has shown it. */
  readonly seen?: Plan;
}

/** Brings a plan to its declared state. */
export function ensurePlan(session: Session, wanted: WantedPlan, limits: Limits): Promise<Outcome> {
  const { planId, jobId, desiredStatus, cause, isNew, seen, assertUncontested } = wanted;
  const target: Target = {
    planId,
    jobId,
    state: desiredStatus,
    decide: ({ Status }) => decide({ ...limits, desiredStatus }, Status, cause),
    seen,
    confirmAbsence: isNew,
    beforeWrite: () => {
      assertUncontested(planId);
    },
  };
  assertUncontested(planId);
  return converge(target, session, limits);
}

/** What became of a job's plans. */
export interface JobOutcome {
  /** Every plan, as last observed. */
  readonly plans: readonly Plan[];
  /** One for each plan that is not as declared. */
  readonly failures: readonly EsaError[];
  /** Whether any plan may be other than before. */
  readonly touched: boolean;
}

/** Every plan of a job, as a List shows them that begins now. */
export function findJob(session: Session, jobId: string, limits: Limits): Promise<readonly Plan[]> {
  return orCancelled(session.plans.findAll(jobId, session.callOptions(jobId, limits)), limits.signal);
}

/**
 * Brings every plan of a job to its declared state, each by the same decisions as a plan of its own. A failure of one
 * plan doesn't keep the others from being done.
 *
 * @throws EsaError when the job's plans cannot be listed.
 */
export async function ensureJob(
  session: Session,
  wanted: Wanted & { readonly jobId: string },
  limits: Limits,
): Promise<JobOutcome> {
  const { jobId, desiredStatus, cause } = wanted;
  const found = await findJob(session, jobId, limits);
  // A plan that another resource declares otherwise is told of, also where it is as declared here.
  const isContested = ({ Id }: Plan) => {
    try {
      wanted.assertUncontested(Id.toLowerCase());
      return false;
    } catch {
      return true;
    }
  };
  const isOff = ({ Status }: Plan) => decide({ ...limits, desiredStatus }, Status, cause).do !== "nothing";
  const outcome = await forEachDue(
    found,
    (plan) => isContested(plan) || isOff(plan),
    async (plan) => {
      const planId = plan.Id.toLowerCase();
      return (await ensurePlan(session, { ...wanted, planId, seen: plan }, limits)).plan;
    },
  );
  if (desiredStatus === "stopped" && limits.whenWaiting === "leave") warnOfWaiting(session, jobId, outcome.plans);
  const failed = outcome.plans.filter(({ Status }) => Status === "failed").length;
  if (failed > 0 && desiredStatus === "running" && cause === "kept") {
    session.report(
      jobId,
      `warning: plans that have failed are left alone: ${failed} of ${found.length}; to start them again, declare the job stopped, then running`,
    );
  }
  return outcome;
}

/** Says that plans of a job are left to begin. */
export function warnOfWaiting(session: Session, jobId: string, plans: readonly Plan[]): void {
  const left = plans.filter(({ Status }) => Status === "waiting").length;
  if (left === 0) return;
  session.report(jobId, `warning: ${left} of its plans wait, which ESA cannot stop; they are left to begin`);
}

/** Works on the plans that have something to be done, all at once: the client's pace says when each call is sent. */
export async function forEachDue(
  found: readonly Plan[],
  isDue: (plan: Plan) => boolean,
  act: (plan: Plan) => Promise<Plan>,
): Promise<JobOutcome> {
  const plans = [...found];
  const failures: EsaError[] = [];
  let touched = false;
  const takeOne = async (index: number, plan: Plan) => {
    try {
      plans[index] = await act(plan);
      touched = true;
    } catch (thrown) {
      const error = thrown instanceof Unfinished ? thrown.error : thrown;
      if (!(error instanceof EsaError)) throw error;
      failures.push(error);
      if (thrown instanceof Unfinished) {
        touched = true;
        plans[index] = thrown.outcome.plan;
      }
    }
  };
  await Promise.all([...found.entries()].filter(([, plan]) => isDue(plan)).map((due) => takeOne(...due)));
  return { plans, failures, touched };
}
