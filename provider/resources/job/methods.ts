import type { DesiredStatus } from "../../run/decide";
import { ensureJob } from "../../run/ensure";
import * as failures from "../../run/failures";
import { limitsOf } from "../../run/session";
import { stopJob } from "../../run/stop";
import { areRight, mustBeRight } from "../check";
import type { Declaration } from "../declarations";
import { PartialFailure, type Call, type ResourceMethods } from "../methods";
import { goneFrom, unlessGone, type Shared } from "../shared";
import { checkArguments, jobKind, mixed, type JobInputs } from "./arguments";
import { diffJob, fits } from "./diff";
import { observedStatusOf, outputsOf, parseOutputs, readState, seenOf, type JobOutputs } from "./outputs";

/** The methods of ScheduledPreloadJobState, which declares the run state of every plan of a job. */
export function jobMethods({ sessions, declarations, live }: Shared): ResourceMethods<JobInputs, JobOutputs> {
  const { clock, report } = sessions.outside;

  /** Brings the plans to their declared state; a failure after a change keeps what was observed. */
  async function ensure(inputs: JobInputs, call: Call, cause: "asked" | "kept"): Promise<JobOutputs> {
    const { jobId, desiredStatus } = inputs;
    const limits = limitsOf(inputs, clock.now(), call);
    return declarations.carryOut(declarationOf(inputs, call), async (assertUncontested) => {
      const session = await sessions.of(inputs);
      const outcome = await ensureJob(session, { jobId, desiredStatus, cause, assertUncontested }, limits);
      const { plans, failures: errors, touched } = outcome;
      const seen = seenOf(plans, session.client.endpoint);
      if (errors.length === 0) return outputsOf(inputs, seen);
      const error = failures.plansNotReached(jobId, desiredStatus, plans.length, errors);
      if (!touched) throw error;
      const observed = observedStatusOf(inputs, seen);
      // What was asked for is asked for again.
      const lastDeclared = cause === "kept" ? desiredStatus : mixed;
      const outputs = outputsOf({ ...inputs, desiredStatus: observed }, seen, lastDeclared);
      throw new PartialFailure(error, errors, jobId, outputs);
    });
  }

  return {
    kind: jobKind,

    check: async (olds, news, call) => {
      const checked = checkArguments(olds, news);
      const { jobId, desiredStatus } = parseOutputs(checked.inputs);
      const declaration =
        jobId && desiredStatus && desiredStatus !== mixed ? declarationOf({ jobId, desiredStatus }, call) : undefined;
      const found = declarations.check(declaration, checked.failures);
      // What exists is compared later: see diff.
      if (areRight(checked) && Object.keys(olds).length === 0) {
        await live.job(mustBeRight(checked) as JobInputs, { cause: "asked", looks: true }, call);
      }
      return { inputs: checked.inputs, failures: found };
    },

    diff: async (stored, news, call) => {
      const changes = diffJob(stored, news);
      const olds = parseOutputs(stored.outputs);
      const checked = checkArguments(olds, news);
      if (!areRight(checked) || changes.some(({ replaces }) => replaces)) return changes;
      const inputs = mustBeRight(checked) as JobInputs;
      if (isIgnored(inputs)) return changes;
      if (changes.length === 0) declarations.keep(declarationOf(inputs, call));
      const cause = causeOf(olds, inputs);
      const looks = changes.length > 0 && !(cause === "kept" && fits(olds, inputs));
      await live.job(inputs, { cause, looks }, call);
      return changes;
    },

    create: async (news, call) => {
      const inputs = mustBeRight(checkArguments({}, news)) as JobInputs;
      const outputs = call.preview ? outputsOf(inputs, {}) : await ensure(inputs, call, "asked");
      return { id: inputs.jobId, outputs };
    },

    update: async (stored, news, call) => {
      const olds = parseOutputs(stored.outputs);
      const inputs = mustBeRight(checkArguments(olds, news)) as JobInputs;
      const cause = causeOf(olds, inputs);
      const asBefore = outputsOf(inputs, olds, isIgnored(inputs) ? olds.lastDeclared : undefined);
      // Nothing is asked of plans that ignoreChanges leaves as a refresh has found them.
      if (call.preview || isIgnored(inputs)) return asBefore;
      if (cause === "asked" || !fits(olds, inputs)) return ensure(inputs, call, cause);
      return declarations.carryOut(declarationOf(inputs, call), (assertUncontested) => {
        for (const { id } of olds.plans ?? []) assertUncontested(id);
        return Promise.resolve(asBefore);
      });
    },

    read: async (stored, call) => {
      const olds = parseOutputs(stored.outputs);
      const jobId = olds.jobId ?? stored.id.toLowerCase();
      const session = await sessions.of(olds);
      const found = session.plans.readAll(jobId, limitsOf({}, clock.now(), call));
      const plans = await unlessGone(found, { jobId }, call);
      if (!plans) return goneFrom(`job ${jobId}`, olds.endpoint, session);
      return readState(stored, olds, jobId, seenOf(plans, session.client.endpoint));
    },

    delete: async ({ id, outputs }, call) => {
      const olds = parseOutputs(outputs);
      const jobId = olds.jobId ?? id.toLowerCase();
      if (declarations.leaves({ kind: "job", id: jobId })) {
        report(jobId, "not stopped: another resource of this program declares this job");
        return;
      }
      const session = await sessions.of(olds);
      const leaves = (planId: string) => declarations.leaves({ kind: "plan", id: planId });
      const isThere = await stopJob(session, jobId, leaves, limitsOf(olds, clock.now(), call));
      if (!isThere) goneFrom(`job ${jobId}`, olds.endpoint, session);
    },
  };
}

/** Whether `ignoreChanges` hands back that plans differ. */
function isIgnored({ desiredStatus }: { readonly desiredStatus: string }): boolean {
  return desiredStatus === mixed;
}

function declarationOf(inputs: { jobId: string; desiredStatus: DesiredStatus }, { owner }: Call): Declaration {
  return { kind: "job", id: inputs.jobId, desiredStatus: inputs.desiredStatus, owner };
}

/**
 * Whether somebody wants another state now, or the same as before: not because plans drifted and a refresh showed it,
 * but also where what was asked for before has not been reached.
 */
function causeOf({ desiredStatus, lastDeclared }: JobOutputs, inputs: JobInputs): "asked" | "kept" {
  const before = [desiredStatus, lastDeclared];
  return lastDeclared !== mixed && before.includes(inputs.desiredStatus) ? "kept" : "asked";
}
