import * as fc from "fast-check";

import { unknownValue } from "../../provider/dynamic/properties";
import { jobId, planId } from "../world/world";

/** Texts that are nearly right, huge, of foreign scripts, or mean something to a JavaScript object. */
const oddText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", ":", "STOPPED", "running ", "waiting", "fail", "300", "__proto__", "constructor", "\ud800"),
  fc.constantFrom(
    planId.toUpperCase(),
    `${jobId}:${planId}`,
    `${jobId}:${planId}:1`,
    unknownValue,
    "9".repeat(100_000),
  ),
  fc.string({ minLength: 20, maxLength: 28, unit: fc.constantFrom(..."0123456789abcdefABCDEFg ".split("")) }),
);

/** What the host's protocol can carry: JSON's kinds, and the numbers that JSON cannot write. */
const anyValue = fc.oneof(
  { weight: 3, arbitrary: oddText },
  { weight: 2, arbitrary: fc.oneof(fc.double(), fc.constantFrom(0, -1, Number.NaN, 300)) },
  { weight: 2, arbitrary: fc.jsonValue({ depthSize: "large" }) },
);

const prototypeKeys = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then"];

/** Objects with keys near the given ones; `__proto__` is a key of theirs like any other. */
function objectsNear(near: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const known = fc.constantFrom(...near);
  const key = fc.oneof(
    { weight: 6, arbitrary: known },
    { weight: 2, arbitrary: fc.constantFrom(...prototypeKeys) },
    { weight: 1, arbitrary: fc.tuple(known, fc.string({ maxLength: 2 })).map(([name, more]) => name + more) },
    { weight: 1, arbitrary: fc.string() },
  );
  return fc.dictionary(key, anyValue, { maxKeys: 8, noNullPrototype: true });
}

/** Good arguments of which some are missing or spoilt: what a slip of a user makes. */
export function nearly(good: Readonly<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(good);
  return fc
    .tuple(fc.subarray(names), fc.dictionary(fc.constantFrom(...names), anyValue, { maxKeys: 2 }))
    .map(([kept, spoilt]) => ({ ...Object.fromEntries(kept.map((name) => [name, good[name]])), ...spoilt }));
}

export const goodArguments = { planId, jobId, desiredStatus: "stopped", whenWaiting: "leave", timeoutSeconds: 30 };

const goodOutputs = {
  ...goodArguments,
  status: "running",
  startTime: "2026-06-01T11:00:00Z",
  interval: 60,
  aliUid: "1000000000000001",
  requestId: "CB1A380B-09F0-41BB-A198-72F8FD6DA2FE",
  __given: ["jobId", "whenWaiting", "timeoutSeconds"],
  __provider: "the handler",
};

/** Arguments as they may come from a program. */
export const someArguments = fc.oneof(
  nearly(goodArguments),
  objectsNear([...Object.keys(goodArguments), "scheduledPreloadJobId", "status", "__provider"]),
);

/** Outputs as a state file may hold them: old, edited by hand, or of a later version. */
export const someOutputs = fc.oneof(
  nearly(goodOutputs),
  objectsNear([...Object.keys(goodOutputs), "__version", "plan", "desired_status"]),
);
