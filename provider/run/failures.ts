import { EsaError, type EsaErrorDetails } from "../esa/errors/error";
import { shortened } from "../esa/errors/redact";
import { ownCodes } from "../esa/errors/remedies";
import type { Plan } from "../esa/plans";
import { maxTimeoutSeconds } from "./decide";
import type { Limits } from "./session";

/** A failure without a remedy here has one in the catalogue, by its code. */
function failure(code: keyof typeof ownCodes, details: Omit<EsaErrorDetails, "code">): EsaError {
  return new EsaError({ code: ownCodes[code], ...details });
}

export const absent = (planId: string, jobId: string) =>
  failure("planAbsent", { reason: `The plan ${planId} does not exist: the job ${jobId} has no such plan.`, jobId });

export const waiting = ({ Id, JobId, StartTime = "an unknown time" }: Plan) =>
  failure("planWaiting", {
    reason: `The plan ${Id} cannot be stopped: it is waiting and begins at ${StartTime}. ESA stops a running plan only.`,
    jobId: JobId,
    remedy:
      'Set whenWaiting to "wait" to stop it as soon as it runs, or to "leave" to let it begin; or delete the plan.',
  });

/** A status that the documents don't list: whether the plan runs is not known. */
export const unknownStatus = ({ Id, Status }: Plan) =>
  failure("unknownStatus", {
    reason: `The plan ${Id} has the status "${Status}", which this version of pulumi-esa-preload does not know.`,
  });

/** A wait for a plan's start that cannot end within the time that is allowed. */
export const startsTooLate = (
  { Id, JobId, StartTime = "" }: Plan,
  { setBy, timeoutSeconds }: Pick<Limits, "setBy" | "timeoutSeconds">,
  aheadSeconds: number,
) =>
  failure("planWaiting", {
    reason: `The plan ${Id} begins at ${StartTime}, in ${aheadSeconds} s, which is longer than ${setBy} allows (${timeoutSeconds} s).`,
    jobId: JobId,
    remedy:
      aheadSeconds + 60 > maxTimeoutSeconds
        ? "Run `pulumi up` when it has begun."
        : `Set ${setBy} to at least ${aheadSeconds + 60}${setBy === "customTimeouts" ? " s" : ""} to wait for it, or run \`pulumi up\` when it has begun.`,
  });

/**
 * @param how a delete takes its time from the state
 * @param lastLook why the last look has shown nothing
 */
export const notReached = (
  planId: string,
  declared: string,
  observed: Plan | undefined,
  how: Pick<Limits, "setBy"> & { seconds: number; isDelete?: boolean | undefined },
  lastLook?: EsaError,
) =>
  failure("notReached", {
    reason: `The plan ${planId} was not ${declared} within ${how.seconds} s: ${seen(observed, lastLook)}.`,
    jobId: observed?.JobId,
    remedy: how.isDelete
      ? `Run the command again to continue. For more time in a \`pulumi destroy\`, raise ${how.setBy} and run \`pulumi up\` first.`
      : `Run the command again to continue, or raise ${how.setBy}.`,
  });

/** Another resource of the program, with more time, was at work on the plan all the time. */
export const busy = (planId: string, declared: string, seconds: number) =>
  failure("notReached", {
    reason: `The plan ${planId} was not ${declared} within ${seconds} s: another resource of this program is still at work on it.`,
    remedy: "Run the command again, or keep one of the resources.",
  });

export const failedAfterStart = (planId: string, { JobId }: Plan) =>
  failure("notReached", {
    reason: `The plan ${planId} was started, and then failed.`,
    jobId: JobId,
    remedy:
      "Check in the ESA console why its URLs cannot be prefetched. The next `pulumi up` starts it again; to prevent that, declare it stopped.",
  });

/** @param sent the call that changes plans and may still take effect */
export const cancelledBefore = (
  planId: string,
  declared: string,
  observed: Plan | undefined,
  sent?: "stop" | "start",
) =>
  failure("cancelled", {
    reason: `The plan ${planId} was not ${declared} when the run was cancelled: ${seen(observed)}.${sent ? ` A ${sent} was sent, which may still take effect.` : ""}`,
    jobId: observed?.JobId,
  });

export const cancelledRead = (what: string) =>
  failure("cancelled", {
    reason: `The ${what} was not read when the run was cancelled.`,
  });

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

export const jobUnknown = (planId: string) =>
  failure("planElsewhere", {
    reason: `The job of the plan ${planId} is not known, so its status cannot be looked up.`,
    remedy: "Give jobId.",
  });

export const noPlanId = (id: string) =>
  new EsaError({
    code: "InvalidParameter.ObjectId",
    reason: `"${shortened(id)}" is not the id of a plan.`,
    remedy:
      "Correct the id in the program, if it is read there (get). In a state, remove the resource (`pulumi state delete URN`) and declare it again.",
  });

export const getWithoutJob = (id: string) =>
  failure("planElsewhere", {
    reason: `The plan ${id} cannot be read without its job.`,
    remedy: 'Give the id as "<jobId>:<planId>": ESA shows a plan only through its job.',
  });

/** What cannot be imported, as it is no id. */
export const noImportId = (id: string, subject: "planId" | "jobId") =>
  failure("planElsewhere", {
    reason: `"${shortened(id)}" is not the id of a ${subject === "planId" ? "plan" : "job"}.`,
    remedy:
      subject === "planId"
        ? 'Give "<jobId>:<planId>", as in 66599bd7397885b4380490aa:66599bd7397885b43804901c.'
        : "Give the job's id, 24 hexadecimal digits.",
  });

/** A job that no single state describes. */
export const differingPlans = (jobId: string, counts: Readonly<Record<string, number>>) => {
  const parts = Object.entries(counts).flatMap(([status, count]) => (count > 0 ? `${count} ${status}` : []));
  return failure("conflict", {
    reason: `The job ${jobId} cannot be imported as one state, as its plans differ: ${parts.join(", ")}.`,
    remedy: "Import its plans one by one, or create the resource with the state that all of them are to have.",
  });
};

/** Two resources of one program declare different states for one plan or job. */
export const contradiction = (what: string, states: readonly string[]) =>
  failure("conflict", {
    reason: `Two resources of this program declare different states for the ${what}: ${states.join(" and ")}.`,
    remedy: "Keep one of them. Nothing was started or stopped for this one.",
  });

/** A plan or job that a resource declares running which has failed or was never reached: neither stopped nor let go of. */
export const notLeft = (kind: "plan" | "job", id: string, heir: string, hasFailed: boolean) =>
  failure("conflict", {
    reason: `The ${kind} ${id} was not stopped: ${heir} declares it running, but ${hasFailed ? "its own create or update failed" : "was not created or updated"}.`,
    [`${kind}Id`]: id,
    remedy: hasFailed
      ? "Fix that resource, then run `pulumi up` again; or remove it too, and the plan is stopped."
      : "Fix what kept that resource from it, then run `pulumi up` again; or remove it too, and the plan is stopped. If it is the same resource under another name (aliases), run `pulumi up` without deleteBeforeReplace.",
  });

/** Providers that cannot hear each other: one could stop a plan that another one's resource declares running. */
export const deaf = (reason: string) =>
  failure("settings", {
    reason: `The providers of this program cannot tell each other which plans they declare (${reason}).`,
    remedy: "Set TMPDIR to a folder that can be written to, then run the command again.",
  });

/** What ESA says is gone, at another endpoint than the one where it was last seen. */
export const goneElsewhere = (what: string, before: string, now: string) =>
  failure("goneElsewhere", {
    reason: `${now} knows nothing of the ${what}, which was last seen at ${before}: this may be the wrong endpoint.`,
    remedy: `Correct alicloud:endpoints, alicloud:region or alicloud:accountType, so that ${before} is called. If it is really gone, remove the resource from the state: \`pulumi state delete URN\`.`,
  });

/** Arguments that check would have refused. */
export const invalidArguments = (found: readonly { property: string; reason: string }[]) =>
  failure("settings", {
    reason: found.map(({ property, reason }) => `${property} ${reason}.`).join(" "),
    remedy: "Correct the arguments of the resource.",
  });

/** A switch of the stack configuration that is neither on nor off. */
export const notBoolean = (key: string, value: string) =>
  failure("settings", {
    reason: `${key} is "${shortened(value)}".`,
    remedy: `Set it to true or false: \`pulumi config set ${key} true\`.`,
  });

/** Some plans of a job are not as declared: one line for each. */
export function plansNotReached(jobId: string, declared: string, total: number, errors: readonly EsaError[]): EsaError {
  const lines = errors.map(({ details: { planId = "a plan" }, headline }) => {
    return headline.includes(planId) ? `\n    ${headline}` : `\n    ${planId}: ${headline}`;
  });
  return failure("notReached", {
    reason: `${errors.length} of the ${total} plans of the job ${jobId} ${errors.length === 1 ? "was" : "were"} not ${declared}:${lines.join("")}`,
    configured: errors.some(({ details }) => details.configured),
    remedy: `What was done is kept. ${[...new Set(errors.map(({ remedy }) => remedy))].join("\n  ")}`,
  });
}
