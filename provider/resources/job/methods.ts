import type { Plan } from "../../esa/plans";
import { ensureJob, warnOfFailed } from "../../run/ensure";
import * as failures from "../../run/failures";
import { stopJob } from "../../run/stop";
import { PartialFailure, type ResourceMethods } from "../methods";
import { methodsOf, type Shared } from "../methodsOf";
import { checkArguments, jobKind, mixed, type JobInputs } from "./arguments";
import { causeOf, diffJob, fits } from "./diff";
import { observedStatusOf, outputsOf, parseOutputs, parseState, observed, seenOf, type JobOutputs } from "./outputs";

/** The methods of ScheduledPreloadJobState, which declares the run state of every plan of a job. */
export function jobMethods(shared: Shared): ResourceMethods<JobInputs, JobOutputs> {
  const { live, sessions } = shared;

  return methodsOf<JobInputs, JobOutputs, readonly Plan[]>(shared, {
    ...{ kind: jobKind, checkArguments, diff: diffJob, causeOf, fits, parseState, observed },

    subjectOf: ({ jobId = "", plans }) => ({ kind: "job", id: jobId, jobId, plans: plans?.map(({ id }) => id) }),

    // Nothing is asked of plans that ignoreChanges leaves as a refresh has found them.
    declared: (args, olds) => {
      const { jobId, desiredStatus } = parseOutputs(args);
      if (!jobId || desiredStatus === undefined || desiredStatus === mixed) return undefined;
      return { kind: "job", id: jobId, jobId, desiredStatus, plans: olds?.plans?.map(({ id }) => id) };
    },

    preview: (inputs, _, prospect) => live.job(inputs, prospect),

    // ignoreChanges hands back what was observed: what was declared before it is still to be known.
    unchanged: (inputs, olds = {}) =>
      outputsOf(
        inputs,
        olds,
        inputs.desiredStatus === olds.desiredStatus ? olds.lastDeclared : undefined,
        olds.unfinished,
      ),

    leave: ({ jobId, desiredStatus }, { plans = [] }, assertUncontested) => {
      for (const { id } of plans) assertUncontested(id);
      const statuses = plans.map(({ status }) => status);
      if (desiredStatus === "running") warnOfFailed(sessions.outside, jobId, statuses);
    },

    ensure: async (session, { id: jobId, ...wanted }, limits, inputs) => {
      const { plans, failures: errors, touched } = await ensureJob(session, { ...wanted, jobId }, limits);
      const seen = seenOf(plans, session.client.endpoint);
      if (errors.length === 0) return outputsOf(inputs, seen);
      const error = failures.plansNotReached(jobId, wanted.desiredStatus, plans.length, errors);
      if (!touched) throw error;
      // What was asked for is asked for again.
      const lastDeclared = wanted.cause === "kept" ? wanted.desiredStatus : mixed;
      const desiredStatus = observedStatusOf(inputs, seen);
      const outputs = outputsOf({ ...inputs, desiredStatus }, seen, lastDeclared, wanted.desiredStatus);
      throw new PartialFailure(error, jobId, outputs);
    },

    adopted: ({ jobId = "", plans, counts = {} }) => {
      const desiredStatus = observedStatusOf({}, { plans });
      if (desiredStatus === mixed) throw failures.differingPlans(jobId, counts);
      return { jobId, desiredStatus };
    },

    find: (plans, jobId, _, limits) => plans.readAll(jobId, limits),

    stop: (session, { id: jobId }, limits, isLeft) => stopJob(session, jobId, isLeft, limits),
  });
}
