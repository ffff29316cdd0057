import type { Clock } from "../esa/sending/clock";
import { missing, suggestion } from "../resources/check";
import { type ArgumentFailure, type Properties } from "../resources/methods";
import { findJobs, findPlans } from "../resources/queries";
import type { Sessions } from "../run/session";

/** The functions of the schema: what each is about, and how it is asked. */
const functions = {
  getScheduledPreloadPlans: {
    subject: "jobId",
    result: "plans",
    find: findPlans,
    spelt: (id: string) => id.toLowerCase(),
  },
  getScheduledPreloadJobs: { subject: "siteId", result: "jobs", find: findJobs, spelt: (id: string) => id },
} as const;

/** What a function answers; undefined where there is no such function. */
export function invoke(
  token: string,
  args: Properties,
  sessions: Sessions,
  clock: Clock,
): Promise<{ result?: Properties; failures?: ArgumentFailure[] }> | undefined {
  const name = token.slice(token.lastIndexOf(":") + 1);
  if (!Object.hasOwn(functions, name)) return undefined;
  return call(functions[name as keyof typeof functions], args, sessions, clock);
}

async function call(
  { subject, result, find, spelt }: (typeof functions)[keyof typeof functions],
  args: Properties,
  sessions: Sessions,
  clock: Clock,
) {
  const names = [subject, "profile", "roleArn"];
  const failures = Object.keys(args)
    .filter((name) => !names.includes(name))
    .map((property) => ({ property, reason: `is not an argument${suggestion(property, names)}` }));
  const given = typeof args[subject] === "string" || typeof args[subject] === "number" ? String(args[subject]) : "";
  if (!given) failures.push({ property: subject, reason: `is missing: ${missing[subject]}` });
  if (failures.length > 0) return { failures };
  const { client } = await sessions.of(args);
  const id = spelt(given);
  return { result: { [subject]: id, [result]: await find(client, clock, id) } };
}
