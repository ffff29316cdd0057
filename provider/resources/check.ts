import { distance } from "fastest-levenshtein";
import * as v from "valibot";

import { shortened } from "../esa/errors/redact";
import { objectIdPattern } from "../esa/wire";
import { desiredStatuses, maxTimeoutSeconds, waitingPolicies } from "../run/decide";
import { unknown, type ArgumentFailure, type Properties, type ResourceKind } from "./methods";

const idHint = "24 hexadecimal digits, as in 66599bd7397885b43804901c";
const listed = (values: readonly string[]) => values.map((value) => `"${value}"`).join(" or ");

const objectId = v.pipe(
  v.string(`must be a string of ${idHint}`),
  v.regex(objectIdPattern, `must be ${idHint}`),
  v.toLowerCase(),
);

const secondsHint = "must be a number of seconds";
const profileHint = "must be the name of a profile of the shared credentials file";
const roleHint = "must be the ARN of a RAM role, as in acs:ram::1234567890123456:role/esa-stop";

const argumentShapes: Readonly<Record<string, v.GenericSchema>> = {
  planId: objectId,
  desiredStatus: v.picklist(desiredStatuses, `must be ${listed(desiredStatuses)}`),
  jobId: objectId,
  whenWaiting: v.picklist(waitingPolicies, `must be ${listed(waitingPolicies)}`),
  timeoutSeconds: v.pipe(
    v.number(secondsHint),
    v.finite(secondsHint),
    v.gtValue(0, "must be greater than 0 (seconds)"),
    v.maxValue(maxTimeoutSeconds, `must be at most ${maxTimeoutSeconds} (seconds; 24 days)`),
  ),
  profile: v.pipe(v.string(profileHint), v.nonEmpty(profileHint)),
  roleArn: v.pipe(v.string(roleHint), v.regex(/^acs:ram::\d+:role\/.+/, roleHint)),
};

/** What pulumi-alicloud and the API call the arguments. */
const otherNames: Readonly<Record<string, string>> = {
  scheduledPreloadExecutionId: "planId",
  executionId: "planId",
  id: "planId",
  scheduledPreloadJobId: "jobId",
  status: "desiredStatus",
  state: "desiredStatus",
  timeout: "timeoutSeconds",
};

export interface CheckedArguments {
  readonly inputs: Record<string, unknown>;
  readonly failures: ArgumentFailure[];
}

export type Given = Map<string, unknown>;
export type Fail = (property: string, reason: string) => void;

/**
 * Checks the arguments of a resource and collects every failure. Values that aren't known yet pass.
 * @param relate checks arguments against each other, and may give more of them
 */
export function checkKind(
  kind: ResourceKind,
  news: Properties,
  relate: (given: Given, fail: Fail) => void = () => undefined,
): CheckedArguments {
  const given: Given = new Map(Object.entries(news).filter(([, value]) => value != null));
  const failures: ArgumentFailure[] = [];
  const fail: Fail = (property, reason) => failures.push({ property, reason });
  relate(given, fail);

  const inputs: Record<string, unknown> = {};
  for (const [name, value] of given) {
    const shape = kind.names.includes(name) ? argumentShapes[name] : undefined;
    if (!shape) {
      fail(name, `is not an argument of ${kind.name}${suggestion(name, kind.names)}`);
      continue;
    }
    const { success, output, issues } = v.safeParse(shape, value);
    inputs[name] = success ? output : value;
    if (!success && value !== unknown) fail(name, `${issues[0].message}, but is ${shown(value)}`);
  }
  for (const [name, hint] of Object.entries(missing)) {
    if (kind.required.includes(name) && !given.has(name)) fail(name, `is missing: ${hint}`);
  }
  return { inputs, failures };
}

/** What to give, for each argument that may be missing. */
export const missing: Readonly<Record<string, string>> = {
  planId: `give the plan's id, ${idHint}`,
  jobId: `give the job's id, ${idHint}`,
  desiredStatus: `give ${listed(desiredStatuses)}`,
  siteId: "give the site's id",
};

/** The name that was meant, or all that there are. */
export function suggestion(name: string, names: readonly string[]): string {
  const other = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
  if (other && names.includes(other)) return `; did you mean ${other}?`;
  const [nearest] = names
    .map((known) => ({ known, far: distance(name.toLowerCase(), known.toLowerCase()) }))
    .sort((one, two) => one.far - two.far);
  return nearest && nearest.far <= 3 ? `; did you mean ${nearest.known}?` : `; its arguments are ${names.join(", ")}`;
}

/** JSON has no word for some numbers. */
const shown = (value: unknown) => shortened(typeof value === "number" ? String(value) : JSON.stringify(value));

/** What keeps arguments from being carried out: those that are wrong, and those that aren't known. */
export function faultsOf({ inputs, failures }: CheckedArguments): ArgumentFailure[] {
  const names = Object.keys(inputs).filter((name) => inputs[name] === unknown);
  return [...failures, ...names.map((property) => ({ property, reason: "is still not known" }))];
}
