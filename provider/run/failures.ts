import { EsaError } from "../esa/errors/error";
import type { Plan } from "../esa/plans";
import { ownCodes } from "../esa/errors/remedies";

/** The plan is not in its job's list. */
export function absent(planId: string, jobId: string): EsaError {
  return new EsaError({
    code: ownCodes.planAbsent,
    reason: `The plan ${planId} does not exist: the job ${jobId} has no such plan.`,
    jobId,
  });
}

/** A stop of a plan that has not begun, which ESA cannot carry out. */
export function waiting(plan: Plan): EsaError {
  return new EsaError({
    code: ownCodes.planWaiting,
    reason: `The plan ${plan.Id} cannot be stopped: it is waiting and begins at ${plan.StartTime ?? "an unknown time"}. ESA stops a running plan only.`,
    jobId: plan.JobId,
    remedy:
      'Set whenWaiting to "wait" to stop it as soon as it runs, or to "leave" to let it begin; or delete the plan.',
  });
}

/** A plan with a status that the documents don't list: whether it runs is not known. */
export function unknownStatus({ Id, Status }: Plan): EsaError {
  return new EsaError({
    code: ownCodes.unknownStatus,
    reason: `The plan ${Id} has the status "${Status}", which this version of pulumi-esa-preload does not know.`,
  });
}

/** A wait for a plan's start that cannot end within the time that is allowed. */
export function startsTooLate(plan: Plan, timeoutSeconds: number, aheadSeconds: number): EsaError {
  return new EsaError({
    code: ownCodes.planWaiting,
    reason: `The plan ${plan.Id} begins at ${plan.StartTime ?? "an unknown time"}, in ${aheadSeconds} s: that is after the ${timeoutSeconds} s of timeoutSeconds.`,
    jobId: plan.JobId,
    remedy: `Set timeoutSeconds to at least ${aheadSeconds + 60} to wait for it, or run \`pulumi up\` when it has begun.`,
  });
}

/** The plan is not as declared after `seconds`, and no longer waited for. */
export function notReached(
  planId: string,
  declared: string,
  observed: Plan | undefined,
  seconds: number,
  lastLook?: EsaError,
): EsaError {
  return new EsaError({
    code: ownCodes.notReached,
    reason: `The plan ${planId} was not ${declared} within ${seconds} s: ${seen(observed, lastLook)}.`,
    jobId: observed?.JobId,
    remedy: "Run `pulumi up` again to go on, or raise timeoutSeconds.",
  });
}

/** A plan that has failed although its Start was accepted. */
export function failedAfterStart(planId: string, observed: Plan): EsaError {
  return new EsaError({
    code: ownCodes.notReached,
    reason: `The plan ${planId} was started, and has failed.`,
    jobId: observed.JobId,
    remedy: "Look in ESA's console why its URLs cannot be prefetched; `pulumi up` then starts it once more.",
  });
}

/** The run was cancelled before the plan was as declared. */
export function cancelledBefore(planId: string, declared: string, observed: Plan | undefined): EsaError {
  return new EsaError({
    code: ownCodes.cancelled,
    reason: `The plan ${planId} was not ${declared} when the run was cancelled: ${seen(observed)}.`,
    jobId: observed?.JobId,
  });
}

function seen(observed: Plan | undefined, lastLook?: EsaError): string {
  const status = observed ? `it is ${observed.Status}` : "its status is not known";
  return lastLook ? `${status}, as far as is known (${lastLook.headline})` : status;
}

/** A Stop refused by a code that no document explains, for a plan whose status cannot be looked up. */
export function refusedWithoutJob(error: EsaError): EsaError {
  const why =
    error.attempts > 1
      ? "An earlier attempt, whose answer was lost, may have stopped the plan."
      : "The plan may not be running, and ESA stops a running plan only.";
  return error.with({ remedy: `${why} Give jobId, so that the plan's status can be looked up.` });
}

/** The plan's job is not known, and ESA shows a plan only through its job. */
export function jobUnknown(planId: string): EsaError {
  return new EsaError({
    code: ownCodes.planElsewhere,
    reason: `The job of the plan ${planId} is not known, so its status cannot be looked up.`,
    remedy: "Give jobId.",
  });
}

/** An id that is no plan's: nothing is sent for it. */
export function noPlanId(id: string): EsaError {
  return new EsaError({
    code: "InvalidParameter.ObjectId",
    reason: `"${id.slice(0, 60)}" is not the id of a plan.`,
    remedy: "Correct the resource's id in the state, or remove it from there: `pulumi state delete URN`.",
  });
}

/** A plan that is only read, by an id that doesn't name its job. */
export function getWithoutJob(id: string): EsaError {
  return new EsaError({
    code: ownCodes.planElsewhere,
    reason: `The plan ${id} cannot be read without its job.`,
    remedy: 'Give the id as "<jobId>:<planId>": ESA shows a plan only through its job.',
  });
}

/** Two resources of one program declare different states for one plan or job. */
export function contradiction(what: string, states: readonly string[]): EsaError {
  return new EsaError({
    code: ownCodes.conflict,
    reason: `Two resources of this program declare different states for the ${what}: ${states.join(" and ")}.`,
    remedy: "Keep one of them. Nothing was started or stopped for this one.",
  });
}

/** A plan or job that a resource which has failed declares running, so that it is neither stopped nor let go of. */
export function notLeft(what: string, heir: string): EsaError {
  return new EsaError({
    code: ownCodes.conflict,
    reason: `The ${what} was not stopped: ${heir} declares it running, but has failed.`,
    remedy: "Mend that resource, then run `pulumi up` again; or remove it as well, and the plan is stopped.",
  });
}

/** What ESA says is gone, at another endpoint than the one where it was last seen. */
export function goneElsewhere(what: string, before: string, now: string): EsaError {
  return new EsaError({
    code: ownCodes.goneElsewhere,
    reason: `${now} knows nothing of the ${what}, which was last seen at ${before}: it may only be another endpoint.`,
    remedy: `Correct alicloud:endpoints, alicloud:region or alicloud:accountType, so that ${before} is called; if it is gone for certain, remove the resource from the state: \`pulumi state delete URN\`.`,
  });
}

/** Arguments that check would have refused. */
export function invalidArguments(found: readonly { property: string; reason: string }[]): EsaError {
  return new EsaError({
    code: ownCodes.settings,
    reason: found.map(({ property, reason }) => `${property} ${reason}.`).join(" "),
    remedy: "Correct the arguments of the resource.",
  });
}

/** A switch of the stack configuration that is neither on nor off. */
export function notBoolean(key: string, value: string): EsaError {
  return new EsaError({
    code: ownCodes.settings,
    reason: `${key} is "${value}".`,
    remedy: `Set it to true or false: \`pulumi config set ${key} true\`.`,
  });
}

/** Some plans of a job are not as declared: one line for each. */
export function plansNotReached(
  jobId: string,
  declared: string,
  total: number,
  errors: readonly EsaError[],
): EsaError {
  const lines = errors.map((error) => `\n    ${error.details.planId ?? "a plan"}: ${error.headline}`);
  return new EsaError({
    code: ownCodes.notReached,
    reason: `${errors.length} of the ${total} plans of the job ${jobId} were not ${declared}:${lines.join("")}`,
    configured: errors.some(({ details }) => details.configured),
    remedy: `What was done is kept. ${[...new Set(errors.map(({ remedy }) => remedy))].join("\n  ")}`,
  });
}
