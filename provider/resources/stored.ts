import { z } from "zod";

import type { Account } from "../esa/account";
import { waitingPolicies } from "../run/decide";
import { limitsOf, type Limiting } from "../run/session";
import { maxTimeoutSeconds } from "./check";
import type { Properties } from "./methods";

/** Whatever is missing or was spoilt by hand reads as absent, so that an old or edited state never stops a method. */
export const lenient = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);

/** What both kinds of resource keep in their outputs. */
export const storedShape = {
  jobId: lenient(z.string().toLowerCase()),
  whenWaiting: lenient(z.enum(waitingPolicies)),
  timeoutSeconds: lenient(z.number().positive().max(maxTimeoutSeconds)),
  profile: lenient(z.string().min(1)),
  roleArn: lenient(z.string().min(1)),
  /** Where it was last seen: only there is it believed that something is gone. */
  endpoint: lenient(z.string()),
};

/** Which of the arguments that limit a method, or say as whom it is done, are others than before. */
export function changedLimits(olds: Limiting & Account, news: Limiting & Account): string[] {
  const [before, after] = [limitsOf(olds, 0), limitsOf(news, 0)];
  return [
    ...(["whenWaiting", "timeoutSeconds"] as const).filter((name) => before[name] !== after[name]),
    ...(["profile", "roleArn"] as const).filter((name) => olds[name] !== news[name]),
  ];
}

/** The arguments that are given, as they are now; none for a resource that is only read. */
export function inputsNow<Inputs extends object>(given: Properties | undefined, now: Inputs): Partial<Inputs> {
  const names = Object.keys(given ?? {}) as (keyof Inputs)[];
  return Object.fromEntries(names.map((name) => [name, now[name]])) as Partial<Inputs>;
}

/** The elements of an answer by the names of outputs: camel-cased, and without what the service left out. */
export function camelCased(elements: object): Record<string, unknown> {
  const sent = Object.entries(elements).filter(([, value]) => value !== undefined);
  return Object.fromEntries(sent.map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]));
}
