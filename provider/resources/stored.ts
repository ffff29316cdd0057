import * as v from "valibot";

import type { Account } from "../esa/connection";
import { lenient } from "../esa/shapes";
import {
  defaultTimeoutSeconds,
  defaultWhenWaiting,
  desiredStatuses,
  maxTimeoutSeconds,
  satisfies,
  waitingPolicies,
} from "../run/decide";
import type { Limiting } from "../run/session";
import { unknown, type Change, type Properties, type ResourceKind } from "./methods";

/** What both kinds of resource keep in their outputs. All is read leniently: an old or edited state never stops a method. */
export const storedShape = {
  jobId: lenient(v.pipe(v.string(), v.toLowerCase())),
  whenWaiting: lenient(v.picklist(waitingPolicies)),
  timeoutSeconds: lenient(v.pipe(v.number(), v.gtValue(0), v.maxValue(maxTimeoutSeconds))),
  profile: lenient(v.pipe(v.string(), v.nonEmpty())),
  roleArn: lenient(v.pipe(v.string(), v.nonEmpty())),
  /**
   * What a create or update was to bring about that was not finished: until that is seen, or another one has ended well,
   * nothing is taken for known, as its writes may yet take effect.
   */
  unfinished: lenient(v.picklist(desiredStatuses)),
  /** Where it was last seen: only there is it believed that something is gone. */
  endpoint: lenient(v.string()),
};

/** What the outputs of both kinds tell, as far as they are known. */
export type StoredOutputs = v.InferOutput<v.ObjectSchema<typeof storedShape, undefined>>;

/** The arguments with the defaults of those that aren't given. */
export function withDefaults<Args extends Limiting & Account>(args: Args) {
  const { whenWaiting = defaultWhenWaiting, timeoutSeconds = defaultTimeoutSeconds } = args;
  return { profile: undefined, roleArn: undefined, ...args, whenWaiting, timeoutSeconds };
}

/**
 * Another plan or job replaces, and so may one that isn't known yet: a preview is rather too careful. Everything else
 * updates. Request ids, times and counts are not looked at: they never cause a diff.
 * @param inputs the arguments, and `declared` what of them is known
 * @param own whether those arguments change that a kind compares in its own way
 */
export function changesOf(
  { subject, names }: ResourceKind,
  inputs: Properties,
  olds: StoredOutputs,
  declared: StoredOutputs,
  own: Readonly<Record<string, boolean>>,
): Change[] {
  const before: Properties = withDefaults(olds);
  const after: Properties = withDefaults(declared);
  const isOther = (name: string) => inputs[name] === unknown || (own[name] ?? before[name] !== after[name]);
  if (isOther(subject)) return [{ argument: subject, replaces: true }];
  return names.filter(isOther).map((argument) => ({ argument, replaces: false }));
}

/** What is still unfinished, as the plans are seen now. */
export function stillUnfinished(
  { unfinished, whenWaiting }: StoredOutputs,
  observed: readonly string[],
): StoredOutputs["unfinished"] {
  const isReached =
    unfinished && observed.every((status) => satisfies({ desiredStatus: unfinished, whenWaiting }, status));
  return isReached ? undefined : unfinished;
}

/** The elements of an answer by the names of outputs: camel-cased, and without what the service left out. */
export function camelCased(elements: object): Record<string, unknown> {
  const sent = Object.entries(elements).filter(([, value]) => value !== undefined);
  return Object.fromEntries(sent.map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]));
}
