import * as v from "valibot";

import type { Plan } from "../../esa/plans";
import { lenient, noList } from "../../esa/shapes";
import { planStatuses } from "../../esa/statuses";
import { desiredStatuses, jointStatusOf, type DesiredStatus } from "../../run/decide";
import type { Properties, Stored } from "../methods";
import { camelCased, stillUnfinished, storedShape, withDefaults } from "../stored";
import { mixed, type JobInputs } from "./arguments";

/** What the plans of a job are to be, or are together; "mixed" is only ever observed. */
export type JointStatus = DesiredStatus | typeof mixed;

const planShape = v.object({
  id: v.string(),
  // A status of tomorrow is kept as it is.
  status: v.string(),
  startTime: lenient(v.string()),
  endTime: lenient(v.string()),
});
const jointStatus = lenient(v.picklist([...desiredStatuses, mixed]));

const outputsShape = v.object({
  ...storedShape,
  desiredStatus: jointStatus,
  /** What was last declared where `desiredStatus` shows something else; "mixed" where that was not reached. */
  lastDeclared: jointStatus,
  plans: lenient(v.array(planShape)),
  counts: lenient(v.pipe(noList, v.record(v.string(), v.number()))),
});

/** The outputs of a job's state, as far as they are known. */
export type JobOutputs = v.InferOutput<typeof outputsShape>;

export type Seen = Pick<JobOutputs, "plans" | "counts" | "endpoint">;

export const parseOutputs = (properties: Properties): JobOutputs => v.parse(outputsShape, properties);

/** What a state tells of a job: its outputs and, where these were spoilt by hand, its id. */
export function parseState({ id, outputs }: Stored): JobOutputs {
  const known = parseOutputs(outputs);
  return { ...known, jobId: known.jobId ?? id.toLowerCase() };
}

/** The outputs after a create or update: the arguments with their defaults, and the plans as last observed. */
export function outputsOf(
  inputs: Omit<JobInputs, "desiredStatus"> & { desiredStatus: JointStatus },
  { plans, counts, endpoint }: Seen,
  lastDeclared?: JointStatus,
  unfinished?: DesiredStatus,
): JobOutputs {
  return { ...withDefaults(inputs), lastDeclared, unfinished, plans, counts, endpoint };
}

/** The outputs after a read: what was recorded, with what is. */
export function observed(before: JobOutputs, plans: readonly Plan[], endpoint: string): JobOutputs {
  const seen = seenOf(plans, endpoint);
  const desiredStatus = observedStatusOf(before, seen);
  const declared = before.lastDeclared ?? (before.desiredStatus === mixed ? undefined : before.desiredStatus);
  const lastDeclared = declared === desiredStatus && declared !== mixed ? undefined : declared;
  const statuses = plans.map(({ Status }) => Status);
  return { ...before, ...seen, desiredStatus, lastDeclared, unfinished: stillUnfinished(before, statuses) };
}

/** The run state that the plans amount to, in the words of a declaration. */
export function observedStatusOf({ desiredStatus, whenWaiting }: JobOutputs, { plans = [] }: Seen): JointStatus {
  const declared = { desiredStatus: desiredStatus === "running" ? desiredStatus : "stopped", whenWaiting } as const;
  return jointStatusOf(
    plans.map(({ status }) => status),
    declared,
  );
}

/** What is kept of a job's plans as a List has shown them. */
export function seenOf(plans: readonly Plan[], endpoint: string): Seen {
  const counts: Record<string, number> = Object.fromEntries(planStatuses.map((status) => [status, 0]));
  for (const { Status } of plans) counts[Status] = (counts[Status] ?? 0) + 1;
  const kept = plans.map(({ Id, Status, StartTime, EndTime }) => {
    return { id: Id.toLowerCase(), status: Status, ...camelCased({ StartTime, EndTime }) };
  });
  return { counts, plans: kept, endpoint };
}
