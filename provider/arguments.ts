import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";

import { desiredStatuses, waitingPolicies, type DesiredStatus, type WhenWaiting } from "./runState";
import { objectIdPattern } from "./esa/wire";

/** How long one create, update or delete may take when `timeoutSeconds` isn't given. */
export const defaultTimeoutSeconds = 300;
/** What a stop does with a waiting plan when `whenWaiting` isn't given. */
export const defaultWhenWaiting: WhenWaiting = "fail";

/** The arguments of a resource as check leaves them: those that were given, with plan and job apart. */
export interface PlanInputs {
  planId: string;
  desiredStatus: DesiredStatus;
  jobId?: string;
  whenWaiting?: WhenWaiting;
  timeoutSeconds?: number;
}

/** A failure of an argument, in the form that Pulumi shows beside the resource. */
export interface ArgumentFailure {
  property: string;
  reason: string;
}

/** What the engine sends for a value that isn't known before `pulumi up`. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const idHint = "24 hexadecimal digits, as in 66599bd7397885b43804901c";
const listed = (values: readonly string[]) => values.map((value) => `"${value}"`).join(" or ");

const objectId = z
  .string(`must be a text of ${idHint}`)
  .regex(objectIdPattern, `must be ${idHint}`)
  .toLowerCase();

const argumentShapes = {
  planId: objectId,
  desiredStatus: z.enum(desiredStatuses, `must be ${listed(desiredStatuses)}`),
  jobId: objectId,
  whenWaiting: z.enum(waitingPolicies, `must be ${listed(waitingPolicies)}`),
  timeoutSeconds: z.number("must be a number of seconds").positive("must be greater than 0 (seconds)"),
} as const;
type ArgumentName = keyof typeof argumentShapes;
const argumentNames = Object.keys(argumentShapes) as ArgumentName[];

/** What pulumi-alicloud and the API call the same things. */
const otherNames: Readonly<Record<string, ArgumentName>> = {
  scheduledPreloadExecutionId: "planId",
  executionId: "planId",
  id: "planId",
  scheduledPreloadJobId: "jobId",
  status: "desiredStatus",
  state: "desiredStatus",
  timeout: "timeoutSeconds",
};

/** Splits `"<jobId>:<planId>"`, the resource id of pulumi-alicloud's ScheduledPreloadExecution; a plan id stays. */
export function splitPlanId(text: string): { planId: string; jobId?: string } {
  const [jobId, planId, ...rest] = text.split(":");
  return jobId !== undefined && planId !== undefined && rest.length === 0
    ? { planId, jobId }
    : { planId: text };
}

/**
 * Checks the arguments of a resource and collects every failure. Values that aren't known yet pass.
 *
 * @returns the arguments that were given, a composite `planId` split; and the failures, none when all is well.
 */
export function checkArguments(news: Readonly<Record<string, unknown>>): {
  inputs: Record<string, unknown>;
  failures: ArgumentFailure[];
} {
  const given = new Map(
    Object.entries(news).filter(([name, value]) => !name.startsWith("__") && value != null),
  );
  const failures: ArgumentFailure[] = [];
  const fail = (property: string, reason: string) => failures.push({ property, reason });

  const composite =
    typeof given.get("planId") === "string" ? splitPlanId(given.get("planId") as string) : undefined;
  if (composite?.jobId !== undefined) {
    const jobId = given.get("jobId");
    if (
      typeof jobId === "string" &&
      jobId !== unknownValue &&
      jobId.toLowerCase() !== composite.jobId.toLowerCase()
    ) {
      fail("jobId", `is ${jobId}, but planId names the job ${composite.jobId}: give only one of them`);
    }
    given.set("planId", composite.planId);
    if (!given.has("jobId") || typeof jobId === "string") given.set("jobId", composite.jobId);
  }

  const inputs: Record<string, unknown> = {};
  for (const [name, value] of given) {
    const shape = argumentNames.includes(name as ArgumentName)
      ? argumentShapes[name as ArgumentName]
      : undefined;
    if (!shape) {
      fail(name, `is not an argument of ScheduledPreloadPlanState${suggestion(name)}`);
      continue;
    }
    const parsed = value === unknownValue ? { success: true as const, data: value } : shape.safeParse(value);
    inputs[name] = parsed.success ? parsed.data : value;
    if (!parsed.success)
      fail(name, `${parsed.error.issues[0]?.message ?? "is wrong"}, but is ${shown(value)}`);
  }
  for (const name of ["planId", "desiredStatus"] as const) {
    if (!given.has(name)) fail(name, `is missing: ${missing[name]}`);
  }
  if (given.get("desiredStatus") === "running" && !given.has("jobId")) {
    fail(
      "jobId",
      'is missing: desiredStatus "running" needs the plan\'s job, because ESA shows a plan only through its job',
    );
  }
  return { inputs, failures };
}

const missing = {
  planId: `give the plan's id, ${idHint}`,
  desiredStatus: `give ${listed(desiredStatuses)}`,
};

function suggestion(name: string): string {
  const other = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
  if (other) return `; did you mean ${other}?`;
  const near = closest(
    name.toLowerCase(),
    argumentNames.map((known) => known.toLowerCase()),
  );
  const known = argumentNames.find((candidate) => candidate.toLowerCase() === near);
  return known && distance(name.toLowerCase(), near) <= 3
    ? `; did you mean ${known}?`
    : `; its arguments are ${argumentNames.join(", ")}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
