import * as v from "valibot";

import type { Plan } from "../../esa/plans";
import { lenient } from "../../esa/shapes";
import { isPlanStatus, planStatuses } from "../../esa/statuses";
import { desiredStatuses, desiredStatusOf, type DesiredStatus } from "../../run/decide";
import * as failures from "../../run/failures";
import type { Outcome } from "../../run/target";
import type { Properties, Stored } from "../methods";
import { camelCased, stillUnfinished, storedShape, withDefaults } from "../stored";
import { splitPlanId, type PlanInputs } from "./arguments";

const outputsShape = v.object({
  planId: lenient(v.pipe(v.string(), v.toLowerCase())),
  desiredStatus: lenient(v.picklist(desiredStatuses)),
  ...storedShape,
  status: lenient(v.picklist(planStatuses)),
  startTime: lenient(v.string()),
  endTime: lenient(v.string()),
  interval: lenient(v.number()),
  sliceLen: lenient(v.number()),
  aliUid: lenient(v.string()),
  requestId: lenient(v.string()),
});

/** The outputs of a plan's state, as far as they are known. */
export type PlanOutputs = v.InferOutput<typeof outputsShape>;

export const parseOutputs = (properties: Properties): PlanOutputs => v.parse(outputsShape, properties);

/** What a state tells of a plan: its outputs and, where these were spoilt by hand, its id. */
export function parseState({ id, outputs }: Stored): PlanOutputs {
  const named = splitPlanId(id.toLowerCase());
  const known = parseOutputs(outputs);
  return { ...known, planId: known.planId ?? named.planId, jobId: known.jobId ?? named.jobId };
}

/** The outputs after a create or update: the arguments with their defaults, and what was observed or known before. */
export function outputsOf(
  inputs: PlanInputs,
  seen?: Outcome & { readonly endpoint: string },
  before: PlanOutputs = {},
  unfinished?: DesiredStatus,
): PlanOutputs {
  return {
    ...before,
    ...(seen && seenOf(seen.plan, seen.endpoint)),
    requestId: seen?.requestId || before.requestId,
    unfinished: seen ? unfinished : before.unfinished,
    ...withDefaults(inputs),
  };
}

/** The outputs after a read: what was recorded, with what is. */
export function observed(before: PlanOutputs, plan: Plan, endpoint: string): PlanOutputs {
  if (!isPlanStatus(plan.Status)) throw failures.unknownStatus(plan);
  const desiredStatus = desiredStatusOf(plan.Status, before);
  const unfinished = stillUnfinished(before, [plan.Status]);
  return { ...before, ...seenOf(plan, endpoint), planId: plan.Id.toLowerCase(), desiredStatus, unfinished };
}

/** What is kept of a plan as the service has shown it. */
function seenOf(plan: Plan, endpoint: string): Partial<PlanOutputs> {
  return { ...camelCased({ ...plan, Id: undefined, JobId: plan.JobId?.toLowerCase() }), endpoint };
}
