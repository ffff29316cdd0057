import { distance } from "fastest-levenshtein";
import { z } from "zod";

import { desiredStatuses, waitingPolicies, type DesiredStatus, type WhenWaiting } from "../run/decide";
import { objectIdPattern } from "../esa/wire";

/** The longest wait: Node's timers end at 2^31 ms. */
export const maxTimeoutSeconds = 2_147_483;
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
  profile?: string;
  roleArn?: string;
}

/** The arguments of a whole job's state. */
export type JobInputs = Omit<PlanInputs, "planId" | "jobId"> & { jobId: string };

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

const profileHint = "must be the name of a profile of the shared credentials file";
const roleHint = "must be the ARN of a RAM role, as in acs:ram::1234567890123456:role/esa-stop";

const argumentShapes = {
  planId: objectId,
  desiredStatus: z.enum(desiredStatuses, `must be ${listed(desiredStatuses)}`),
  jobId: objectId,
  whenWaiting: z.enum(waitingPolicies, `must be ${listed(waitingPolicies)}`),
  timeoutSeconds: z
    .number("must be a number of seconds")
    .positive("must be greater than 0 (seconds)")
    .max(maxTimeoutSeconds, `must be at most ${maxTimeoutSeconds} (seconds; 24 days)`),
  profile: z.string(profileHint).min(1, profileHint),
  roleArn: z.string(roleHint).regex(/^acs:ram::\d+:role\/.+/, roleHint),
} as const;
type ArgumentName = keyof typeof argumentShapes;
const argumentNames = Object.keys(argumentShapes) as ArgumentName[];

/** A resource of this package: its name, its arguments and those that must be given. */
interface ResourceKind {
  readonly name: string;
  readonly names: readonly ArgumentName[];
  readonly required: readonly (keyof typeof missing)[];
}
const planStateKind: ResourceKind = {
  name: "ScheduledPreloadPlanState",
  names: argumentNames,
  required: ["planId", "desiredStatus"],
};
const jobStateKind: ResourceKind = {
  name: "ScheduledPreloadJobState",
  names: argumentNames.filter((name) => name !== "planId"),
  required: ["jobId", "desiredStatus"],
};

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

/** What check makes of arguments. */
export interface CheckedArguments {
  /** The arguments that were given. */
  inputs: Record<string, unknown>;
  /** None when all is well. */
  failures: ArgumentFailure[];
}

type Given = Map<string, unknown>;
type Fail = (property: string, reason: string) => void;

/**
 * Checks the arguments of a plan's state and collects every failure; a composite `planId` is split. Values that aren't
 * known yet pass.
 */
export function checkArguments(news: Readonly<Record<string, unknown>>): CheckedArguments {
  return checkKind(planStateKind, news, (given, fail) => {
    splitComposite(given, fail);
    if (given.get("desiredStatus") === "running" && !given.has("jobId")) {
      fail(
        "jobId",
        'is missing: desiredStatus "running" needs the plan\'s job, because ESA shows a plan only through its job',
      );
    }
  });
}

/** Checks the arguments of a job's state and collects every failure. Values that aren't known yet pass. */
export function checkJobArguments(news: Readonly<Record<string, unknown>>): CheckedArguments {
  return checkKind(jobStateKind, news, () => undefined);
}

function checkKind(
  kind: ResourceKind,
  news: Readonly<Record<string, unknown>>,
  relate: (given: Given, fail: Fail) => void,
): CheckedArguments {
  const given: Given = new Map(
    Object.entries(news).filter(([name, value]) => !name.startsWith("__") && value != null),
  );
  const failures: ArgumentFailure[] = [];
  const fail: Fail = (property, reason) => failures.push({ property, reason });
  relate(given, fail);

  const inputs: Record<string, unknown> = {};
  for (const [name, value] of given) {
    const known = kind.names.find((candidate) => candidate === name);
    if (!known) {
      fail(name, `is not an argument of ${kind.name}${suggestion(name, kind)}`);
      continue;
    }
    const shape = argumentShapes[known];
    const parsed = value === unknownValue ? { success: true as const, data: value } : shape.safeParse(value);
    inputs[name] = parsed.success ? parsed.data : value;
    if (!parsed.success) {
      fail(name, `${parsed.error.issues[0]?.message ?? "is wrong"}, but is ${shown(value)}`);
    }
  }
  for (const name of kind.required) {
    if (!given.has(name)) fail(name, `is missing: ${missing[name]}`);
  }
  return { inputs, failures };
}

function splitComposite(given: Given, fail: Fail): void {
  const text = given.get("planId");
  const composite = typeof text === "string" ? splitPlanId(text) : undefined;
  if (composite?.jobId === undefined) return;
  const jobId = given.get("jobId");
  const contradicts =
    typeof jobId === "string" &&
    jobId !== unknownValue &&
    jobId.toLowerCase() !== composite.jobId.toLowerCase();
  if (contradicts) {
    fail("jobId", `is ${jobId}, but planId names the job ${composite.jobId}: give only one of them`);
  }
  given.set("planId", composite.planId);
  if (!given.has("jobId") || typeof jobId === "string") given.set("jobId", composite.jobId);
}

const missing = {
  planId: `give the plan's id, ${idHint}`,
  jobId: `give the job's id, ${idHint}`,
  desiredStatus: `give ${listed(desiredStatuses)}`,
};

function suggestion(name: string, { names }: ResourceKind): string {
  const other = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
  if (other && names.includes(other)) return `; did you mean ${other}?`;
  const [nearest] = names
    .map((known) => ({ known, far: distance(name.toLowerCase(), known.toLowerCase()) }))
    .sort((one, two) => one.far - two.far);
  return nearest && nearest.far <= 3
    ? `; did you mean ${nearest.known}?`
    : `; its arguments are ${names.join(", ")}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
