import { z } from "zod";

import type { Plan } from "../../esa/plans";
import { planStatuses } from "../../esa/statuses";
import { defaultWhenWaiting, desiredStatuses, jointStatusOf, type DesiredStatus } from "../../run/decide";
import { defaultTimeoutSeconds } from "../../run/session";
import type { Properties, Stored } from "../methods";
import { camelCased, inputsNow, lenient, storedShape } from "../stored";
import { mixed, type JobInputs } from "./arguments";

/** What the plans of a job are to be, or are together; "mixed" is only ever observed. */
export type JointStatus = DesiredStatus | typeof mixed;

const planShape = z.object({
  id: z.string(),
  // A status of tomorrow is kept as it is.
  status: z.string(),
  startTime: lenient(z.string()),
  endTime: lenient(z.string()),
});
const jointStatus = lenient(z.enum([...desiredStatuses, mixed]));

/** A job's outputs as a state holds them. */
const outputsShape = z.object({
  ...storedShape,
  desiredStatus: jointStatus,
  /** What was last declared where `desiredStatus` shows something else; "mixed" where that was not reached. */
  lastDeclared: jointStatus,
  plans: lenient(z.array(planShape)),
  counts: lenient(z.record(z.string(), z.number())),
});

/** The outputs of a job's state, as far as they are known. */
export type JobOutputs = z.output<typeof outputsShape>;

/** What was seen of a job. */
export type Seen = Pick<JobOutputs, "plans" | "counts" | "endpoint">;

/** Reads stored outputs. */
export function parseOutputs(properties: Properties): JobOutputs {
  return outputsShape.parse(properties);
}

/** The outputs after a create or update: the arguments with their defaults, and the plans as last observed. */
export function outputsOf(
  inputs: Omit<JobInputs, "desiredStatus"> & { desiredStatus: JointStatus },
  { plans, counts, endpoint }: Seen,
  lastDeclared?: JointStatus,
): JobOutputs {
  const defaults = { whenWaiting: defaultWhenWaiting, timeoutSeconds: defaultTimeoutSeconds };
  return { ...defaults, ...inputs, lastDeclared, plans, counts, endpoint };
}

/** The outputs and inputs after a read: what was recorded, with what is. */
export function readState(
  { inputs }: Stored,
  before: JobOutputs,
  jobId: string,
  seen: Seen,
): { outputs: JobOutputs; inputs: Partial<JobInputs> } {
  const desiredStatus = before.desiredStatus && observedStatusOf(before, seen);
  const declared = before.lastDeclared ?? (before.desiredStatus === mixed ? undefined : before.desiredStatus);
  const lastDeclared = declared === desiredStatus && declared !== mixed ? undefined : declared;
  const outputs = { ...before, jobId, ...seen, desiredStatus, lastDeclared };
  return { outputs, inputs: inputsNow(inputs, outputs as Partial<JobInputs>) };
}

/** The run state that the plans amount to, in the words of a declaration. */
export function observedStatusOf(
  { desiredStatus, whenWaiting = defaultWhenWaiting }: Pick<JobOutputs, "desiredStatus" | "whenWaiting">,
  { plans = [] }: Seen,
): JointStatus {
  const declared = desiredStatus === "running" ? desiredStatus : "stopped";
  const statuses = plans.map(({ status }) => status);
  return jointStatusOf(statuses, { desiredStatus: declared, whenWaiting });
}

/** What is kept of a job's plans as a List has shown them. */
export function seenOf(plans: readonly Plan[], endpoint: string): Seen {
  const counts: Record<string, number> = Object.fromEntries(planStatuses.map((status) => [status, 0]));
  for (const { Status } of plans) counts[Status] = (counts[Status] ?? 0) + 1;
  return {
    counts,
    plans: plans.map(({ Id, Status, StartTime, EndTime }) => ({
      id: Id.toLowerCase(),
      status: Status,
      ...camelCased({ StartTime, EndTime }),
    })),
    endpoint,
  };
}
