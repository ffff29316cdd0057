import * as fc from "fast-check";

import { unknownValue } from "../../provider/dynamic/properties";

/** Texts that are nearly right, huge, of foreign scripts, or mean something to a JavaScript object. */
const oddText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom(
    "",
    " ",
    ":",
    "::",
    "stopped",
    "STOPPED",
    "running ",
    "waiting",
    "paused",
    "fail",
    "wait",
    "300",
    "true",
    "66599bd7397885b43804901c",
    "66599BD7397885B43804901C",
    "665d3af3621bccf3fe29e1a4:66599bd7397885b43804901c",
    "665d3af3621bccf3fe29e1a4:66599bd7397885b43804901c:1",
    unknownValue,
    "__proto__",
    "constructor",
    "9".repeat(100_000),
    "\u0000",
    "\ud800",
  ),
  fc.string({ minLength: 20, maxLength: 28, unit: fc.constantFrom(..."0123456789abcdefABCDEFg ".split("")) }),
);

const oddNumber = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, -1, 1e308, Number.MIN_VALUE, Number.NaN, Number.POSITIVE_INFINITY, 300),
);

/** What the host's protocol can carry: JSON's kinds, and the numbers that JSON cannot write. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: oddText },
  { weight: 2, arbitrary: oddNumber },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, [], {}) },
  { weight: 1, arbitrary: fc.jsonValue({ depthSize: "medium" }) },
  {
    weight: 1,
    arbitrary: fc.letrec<{ nested: unknown }>((tie) => ({
      nested: fc.oneof(
        { depthSize: "large" },
        oddText,
        fc.array(tie("nested"), { maxLength: 3 }),
        fc.dictionary(oddText, tie("nested"), { maxKeys: 3 }),
      ),
    })).nested,
  },
);

const prototypeKeys = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then"];

function keyed(near: readonly string[]): fc.Arbitrary<string> {
  const known = fc.constantFrom(...near);
  return fc.oneof(
    { weight: 6, arbitrary: known },
    { weight: 2, arbitrary: fc.constantFrom(...prototypeKeys) },
    { weight: 1, arbitrary: fc.tuple(known, fc.string({ maxLength: 2 })).map(([key, more]) => key + more) },
    { weight: 1, arbitrary: fc.string() },
  );
}

/** Objects with keys near the given ones; `__proto__` is a key of theirs like any other. */
export function objectsNear(near: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.array(fc.tuple(keyed(near), anyValue), { maxLength: 8 }).map((entries) => {
    const made: Record<string, unknown> = {};
    for (const [key, value] of entries) {
      Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true });
    }
    return made;
  });
}

const planId = "66599bd7397885b43804901c";
const jobId = "665d3af3621bccf3fe29e1a4";

/** Good arguments of which some are missing or spoilt: what a slip of a user makes. */
export function nearly(good: Readonly<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(good);
  return fc
    .tuple(fc.subarray(names), fc.dictionary(fc.constantFrom(...names), anyValue, { maxKeys: 2 }))
    .map(([kept, spoilt]) => ({ ...Object.fromEntries(kept.map((name) => [name, good[name]])), ...spoilt }));
}

export const goodArguments = {
  planId,
  jobId,
  desiredStatus: "stopped",
  whenWaiting: "leave",
  timeoutSeconds: 30,
};

export const goodOutputs = {
  ...goodArguments,
  status: "running",
  startTime: "2026-06-01T11:00:00Z",
  endTime: "2026-06-02T12:00:00Z",
  interval: 60,
  sliceLen: 10,
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
