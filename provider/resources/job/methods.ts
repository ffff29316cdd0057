import { checkJobArguments, unknownValue, type JobInputs } from "../arguments";
import type { Former } from "../declarations";
import { handlerKey } from "../../dynamic/handler";
import * as failures from "../../run/failures";
import { ensureJob, stopJob, type JobOutcome } from "../../run/ensure";
import {
  diffJob,
  jobOutputsOf,
  observedStatusOf,
  parseJobOutputs,
  readJobState,
  type JobOutputs,
} from "./outputs";
import type { LivePreview } from "../livePreview";
import { isGone, withConfigurationHint, type Operations } from "../../run/session";
import type { DynamicProvider, Properties } from "../plan/methods";
import type { Cause } from "../../run/decide";
import { limitsOf } from "../plan/outputs";

/** The methods of ScheduledPreloadJobState, which declares the run state of every plan of a job. */
export function createJobStateProvider(
  operations: Operations,
  live: LivePreview,
  configure: DynamicProvider["configure"],
): DynamicProvider {
  const { declarations } = operations;

  return {
    configure,

    check: async (olds, news) => {
      // What a refresh has observed comes back this way with ignoreChanges; nobody can declare it.
      const ignored = news.desiredStatus === "mixed" && olds.desiredStatus === "mixed";
      const { inputs, failures: found } = checkJobArguments(
        ignored ? { ...news, desiredStatus: "stopped" } : news,
      );
      if (ignored) return { inputs: { ...inputs, desiredStatus: "mixed" }, failures: found };
      const { jobId, desiredStatus } = inputs as unknown as JobInputs;
      if (found.length === 0 && ![jobId, desiredStatus as string].includes(unknownValue)) {
        declarations.declare(jobId, desiredStatus, formerOf(parseJobOutputs(olds)));
      }
      // What exists is compared later: see diff.
      if (found.length === 0 && Object.keys(olds).length === 0) {
        await live.job(inputs as unknown as JobInputs, { cause: "asked", looks: true });
      }
      return { inputs, failures: found };
    },

    diff: async (id, oldProperties, news) => {
      const olds = parseJobOutputs(oldProperties);
      const result = diffJob(id, olds, news);
      const { inputs, failures: found } = checkJobArguments(news);
      if (found.length === 0 && !result.replaces) {
        const declared = inputs as unknown as JobInputs;
        await live.job(declared, { cause: causeOf(olds, declared), looks: result.changes === true });
      }
      return result;
    },

    create: async (news) => {
      const inputs = checked(news);
      declarations.declare(inputs.jobId, inputs.desiredStatus);
      const outcome = await ensureJob(operations, inputs, () => "asked");
      return { id: inputs.jobId, outs: settled(inputs, outcome, news) };
    },

    update: async (id, oldProperties, news) => {
      const olds = parseJobOutputs(oldProperties);
      // Nothing is asked of plans that ignoreChanges leaves as a refresh has found them.
      if (news.desiredStatus === "mixed") return { outs: { ...oldProperties, ...news } };
      const inputs = checked(news);
      declarations.declare(
        inputs.jobId,
        inputs.desiredStatus,
        formerOf({ ...olds, jobId: olds.jobId ?? id }),
      );
      const cause = causeOf(olds, inputs);
      const outcome = await ensureJob(operations, inputs, () => cause);
      return { outs: settled(inputs, outcome, news) };
    },

    read: async (id, properties) => {
      const olds = parseJobOutputs(properties);
      const jobId = olds.jobId ?? id.toLowerCase();
      const { plans, clock } = await operations.connect(olds);
      try {
        const found = await plans.readAll(jobId, limitsOf(olds, clock.now()));
        return { id, ...readJobState(olds, jobId, found) };
      } catch (error) {
        if (isGone(error)) return { id: "", props: {} };
        throw withConfigurationHint(error);
      }
    },

    delete: async (id, properties) => {
      const olds = parseJobOutputs(properties);
      await stopJob(operations, olds.jobId ?? id.toLowerCase(), olds);
    },
  };
}

/** Whether somebody wants another state now, or the same as before. */
function causeOf(olds: JobOutputs, inputs: JobInputs): Cause {
  return olds.desiredStatus === inputs.desiredStatus ? "kept" : "asked";
}

function formerOf({ jobId, desiredStatus }: JobOutputs): Former {
  return { id: jobId, desiredStatus: desiredStatus === "mixed" ? undefined : desiredStatus };
}

function checked(news: Properties): JobInputs {
  const { inputs, failures: found } = checkJobArguments(news);
  if (found.length > 0) throw failures.invalidArguments(found);
  return inputs as unknown as JobInputs;
}

/**
 * The outputs when every plan is as declared. Otherwise throws: a plain error where nothing was changed, else Pulumi's
 * "init failure", which keeps what was observed and shows one reason for each plan.
 */
function settled(inputs: JobInputs, outcome: JobOutcome, news: Properties): Properties {
  const { plans, failures: errors, touched } = outcome;
  if (errors.length === 0) return jobOutputsOf(inputs, plans);
  const error = failures.plansNotReached(inputs.jobId, inputs.desiredStatus, plans.length, errors);
  if (!touched) throw error;
  const desiredStatus = observedStatusOf(inputs, plans) ?? inputs.desiredStatus;
  throw Object.assign(error, {
    id: inputs.jobId,
    properties: { ...jobOutputsOf({ ...inputs, desiredStatus }, plans), [handlerKey]: news[handlerKey] },
    reasons: errors.map(({ message }) => message),
  });
}
