import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import {
  checkJobArguments,
  defaultTimeoutSeconds,
  defaultWhenWaiting,
  maxTimeoutSeconds,
  unknownValue,
  type JobInputs,
} from "../arguments";
import type { Plan } from "../../esa/plans";
import { planStatuses, type PlanStatus } from "../../esa/statuses";
import {
  desiredStatuses,
  jointStatusOf,
  satisfies,
  waitingPolicies,
  type DesiredStatus,
} from "../../run/decide";
import { accountChanged, accountShape, lenient, limitsOf, withoutUndefined } from "../plan/outputs";

/** What the plans of a job are to be, or are together; "mixed" is only ever observed. */
export type JointStatus = DesiredStatus | "mixed";

const planShape = z.object({
  id: z.string(),
  status: z.enum(planStatuses),
  startTime: lenient(z.string()),
  endTime: lenient(z.string()),
});

/** A job's outputs as a state file holds them; what is missing or was spoilt by hand reads as absent. */
const jobOutputsShape = z.object({
  jobId: lenient(z.string().toLowerCase()),
  desiredStatus: lenient(z.enum([...desiredStatuses, "mixed"])),
  whenWaiting: lenient(z.enum(waitingPolicies)),
  timeoutSeconds: lenient(z.number().positive().max(maxTimeoutSeconds)),
  ...accountShape,
  plans: lenient(z.array(planShape)),
  counts: lenient(z.record(z.string(), z.number())),
  __given: lenient(z.array(z.string())),
});

/** The outputs of a job's state, as far as they are known. */
export type JobOutputs = z.output<typeof jobOutputsShape>;

const optionalArguments = ["whenWaiting", "timeoutSeconds", "profile", "roleArn"] as const;

/** Reads stored outputs. */
export function parseJobOutputs(properties: Readonly<Record<string, unknown>> | undefined): JobOutputs {
  return jobOutputsShape.parse(properties ?? {});
}

/** The outputs after a create or update: the arguments with their defaults, and the plans as last observed. */
export function jobOutputsOf(
  inputs: Omit<JobInputs, "desiredStatus"> & { desiredStatus: JointStatus },
  plans: readonly Plan[],
): Record<string, unknown> {
  return {
    whenWaiting: defaultWhenWaiting,
    timeoutSeconds: defaultTimeoutSeconds,
    ...inputs,
    ...observedOf(plans),
    __given: optionalArguments.filter((name) => inputs[name] !== undefined),
  };
}

/** The outputs and inputs after a read: what was recorded, with what is. */
export function readJobState(
  olds: JobOutputs,
  jobId: string,
  plans: readonly Plan[],
): { props: Record<string, unknown>; inputs: Record<string, unknown> } {
  const desiredStatus = observedStatusOf(olds, plans);
  const now = { ...olds, jobId, ...observedOf(plans), desiredStatus };
  return { props: withoutUndefined(now), inputs: jobInputsOf(now) };
}

/** The run state that the plans amount to, in the words of a declaration. */
export function observedStatusOf(
  { desiredStatus, whenWaiting }: Pick<JobOutputs, "desiredStatus" | "whenWaiting">,
  plans: readonly Plan[],
): JointStatus | undefined {
  if (desiredStatus === undefined) return undefined;
  const declared = {
    desiredStatus: desiredStatus === "mixed" ? ("stopped" as const) : desiredStatus,
    whenWaiting: whenWaiting ?? defaultWhenWaiting,
  };
  return jointStatusOf(
    plans.map(({ Status }) => Status),
    declared,
  );
}

/** Exactly the arguments that were given; none for a resource that is only read. */
export function jobInputsOf(outputs: JobOutputs): Record<string, unknown> {
  if (outputs.timeoutSeconds === undefined && outputs.__given === undefined) return {};
  const optional = optionalArguments.filter((name) => outputs.__given?.includes(name));
  const names = ["jobId", "desiredStatus", ...optional] as const;
  return withoutUndefined(Object.fromEntries(names.map((name) => [name, outputs[name]])));
}

/**
 * Compares what the state says of a job's plans with what is declared. Another job replaces, everything else updates;
 * "mixed", which only `ignoreChanges` can hand over from a refresh, asks for nothing.
 */
export function diffJob(
  id: string,
  olds: JobOutputs,
  news: Readonly<Record<string, unknown>>,
): pulumi.dynamic.DiffResult {
  const { inputs } = checkJobArguments(news);
  // A refresh compares with the inputs of the state file, which nobody has checked.
  const declared = parseJobOutputs({ ...inputs, plans: undefined });
  if (declared.jobId !== unknownValue && declared.jobId !== (olds.jobId ?? id)) {
    return { changes: true, replaces: ["jobId"] };
  }
  const before = limitsOf(olds, 0);
  const after = limitsOf(declared, 0);
  const { desiredStatus } = declared;
  const { whenWaiting } = after;
  const drifted =
    desiredStatus !== undefined &&
    desiredStatus !== "mixed" &&
    (olds.plans ?? []).some(({ status }) => !satisfies({ desiredStatus, whenWaiting }, status));
  const changed =
    Object.values(inputs).includes(unknownValue) ||
    declared.desiredStatus !== olds.desiredStatus ||
    after.whenWaiting !== before.whenWaiting ||
    after.timeoutSeconds !== before.timeoutSeconds ||
    accountChanged(olds, declared);
  return { changes: changed || drifted || olds.plans === undefined };
}

function observedOf(plans: readonly Plan[]): Pick<JobOutputs, "plans" | "counts"> {
  const counts = Object.fromEntries(planStatuses.map((status): [PlanStatus, number] => [status, 0]));
  for (const { Status } of plans) counts[Status] = (counts[Status] ?? 0) + 1;
  return {
    counts,
    plans: plans.map(({ Id, Status, StartTime, EndTime }) =>
      withoutUndefined({ id: Id.toLowerCase(), status: Status, startTime: StartTime, endTime: EndTime }),
    ),
  };
}
