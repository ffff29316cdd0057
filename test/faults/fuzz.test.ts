import * as fc from "fast-check";

import { createProviders } from "../../provider/dynamic/host";
import { unknownValue } from "../../provider/dynamic/properties";
import type { EsaClient } from "../../provider/esa/client";
import { EsaError } from "../../provider/esa/errors/error";
import { planStatuses, type PlanStatus } from "../../provider/esa/statuses";
import { checkArguments } from "../../provider/resources/plan/arguments";
import { passingClock } from "../esa/passingClock";
import { planOf } from "../world/scripted";
import { jobId, planId } from "../world/world";

jest.setTimeout(120_000);

const runs = { offline: 3_000, stored: 2_000 };
beforeAll(() => console.log(`fuzz: ${runs.offline} inputs each to check and diff, ${runs.stored} to the others`));

/** What the host's protocol can carry: texts nearly right or huge, JSON's kinds, and numbers that JSON cannot write. */
const anyValue = fc.oneof(
  fc.constantFrom("", ":", "STOPPED", "running ", "waiting", "__proto__", "\ud800", unknownValue, "9".repeat(100_000)),
  fc.constantFrom(planId.toUpperCase(), `${jobId}:${planId}`, `${jobId}:${planId}:1`, 0, -1, Number.NaN, 300),
  fc.string({ unit: "binary" }),
  fc.string({ minLength: 20, maxLength: 28, unit: fc.constantFrom(..."0123456789abcdefABCDEFg ".split("")) }),
  fc.double(),
  fc.jsonValue({ depthSize: "large" }),
);

/** Good values of which some are missing or spoilt, and others beside them: a slip of a user, an edited or later state. */
function nearly(
  good: Readonly<Record<string, unknown>>,
  beside: fc.Arbitrary<Record<string, unknown>> = fc.constant({}),
): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(good);
  const spoilt = fc.dictionary(fc.constantFrom(...names), anyValue, { maxKeys: 2 });
  return fc.tuple(fc.subarray(names), spoilt, beside).map(([kept, others, more]) => {
    // `__proto__` is a key of theirs like any other.
    const entries = [...kept.map((name) => [name, good[name]] as const), ...Object.entries({ ...others, ...more })];
    return Object.fromEntries(entries);
  });
}

const oddKeys = ["__proto__", "constructor", "toString", "then", "status", "__provider", "__version", "planID"];
const odd = fc.dictionary(fc.oneof(fc.constantFrom(...oddKeys), fc.string()), anyValue, { maxKeys: 4 });

const goodArguments = { planId, jobId, desiredStatus: "stopped", whenWaiting: "leave", timeoutSeconds: 30 };
const someArguments = fc.oneof(nearly(goodArguments), nearly(goodArguments, odd));
const goodOutputs = {
  ...goodArguments,
  status: "running",
  startTime: "2026-06-01T11:00:00Z",
  interval: 60,
  aliUid: "1000000000000001",
  requestId: "CB1A380B-09F0-41BB-A198-72F8FD6DA2FE",
  __given: ["jobId", "whenWaiting", "timeoutSeconds"],
};
const someOutputs = fc.oneof(nearly(goodOutputs), nearly(goodOutputs, odd));
const someStatus = fc.constantFrom(...planStatuses);
const someId = fc.oneof(fc.constant(planId), fc.string());

/** A service that knows every plan, each of this status, and obeys. */
function serviceOf(status: PlanStatus) {
  const service = { status };
  const answer = (Id: string) => ({ ...planOf({ Id, JobId: undefined, Status: service.status }), RequestId: "R" });
  const client: EsaClient = {
    endpoint: "esa.example",
    stop: (id) => {
      if (service.status === "running") service.status = "stopped";
      return Promise.resolve(answer(id));
    },
    start: (id) => {
      service.status = "running";
      return Promise.resolve(answer(id));
    },
    list: () => Promise.resolve({ RequestId: "R", TotalCount: 1, Executions: [answer(planId)] }),
    listJobs: () => Promise.resolve([]),
  };
  return { service, provider: providerOf(() => Promise.resolve(client)) };
}

const providerOf = (connect: () => Promise<EsaClient>) =>
  createProviders({ clock: passingClock(), print: () => undefined, connect }).plans;
const offline = () => providerOf(() => Promise.reject(new Error("It called the API.")));

/** Failures of a hook are errors of ours, with a remedy. */
async function outcomeOf<T>(hook: Promise<T>): Promise<T | undefined> {
  try {
    return await hook;
  } catch (error) {
    expect(error).toBeInstanceOf(EsaError);
    expect((error as EsaError).remedy).not.toBe("");
    return undefined;
  }
}

/** The dynamic provider host fails on a value that is undefined. */
function assertStorable(properties: unknown): void {
  expect(Object.values(properties as object)).not.toContain(undefined);
}

test("check passes any input or fails it by property, in words, and never throws", async () => {
  const names = Object.keys(goodArguments);
  const property = fc.asyncProperty(someArguments, someOutputs, async (news, olds) => {
    const { inputs, failures = [] } = await offline().check(olds, news);
    for (const { property: name, reason } of failures) {
      expect(names.includes(name) || Object.hasOwn(news, name)).toBe(true);
      expect(reason.length).toBeLessThan(300);
      expect(reason).not.toMatch(/native code|\[object|undefined/);
    }
    if (failures.length > 0) return;
    // What passes is what the methods work with: known names, right types, nothing undefined.
    expect(inputs).toMatchObject({ planId: expect.any(String) as string });
    expect(names).toEqual(expect.arrayContaining(Object.keys(inputs as object)));
    expect(await offline().check({}, inputs as Record<string, unknown>)).toEqual({ inputs, failures: [] });
  });
  await fc.assert(property, { numRuns: runs.offline });
});

test("diff answers for any state and any arguments, and never throws", async () => {
  const property = fc.asyncProperty(fc.string(), someOutputs, someArguments, async (id, olds, news) => {
    const { changes, replaces = [] } = await offline().diff(id, olds, news);
    expect(typeof changes).toBe("boolean");
    expect(replaces.length === 0 || (changes && replaces[0] === "planId")).toBe(true);
  });
  await fc.assert(property, { numRuns: runs.offline });
});

test("read takes any stored state", async () => {
  const property = fc.asyncProperty(someId, someOutputs, someStatus, async (id, state, status) => {
    const found = await outcomeOf(serviceOf(status).provider.read(id, state));
    if (!found?.id) return;
    assertStorable(found.props);
    assertStorable(found.inputs);
  });
  await fc.assert(property, { numRuns: runs.stored });
});

test("update takes any stored state, and leaves a plan that is as declared", async () => {
  const property = fc.asyncProperty(someOutputs, nearly(goodArguments), someStatus, async (state, news, status) => {
    const updated = await outcomeOf(serviceOf(status).provider.update(planId, state, news));
    if (!updated) return;
    assertStorable(updated.outs);
    const { inputs } = checkArguments({}, news);
    expect(updated.outs).toMatchObject({ planId: inputs.planId, desiredStatus: inputs.desiredStatus });
  });
  await fc.assert(property, { numRuns: runs.stored });
});

test("delete takes any stored state", async () => {
  const property = fc.asyncProperty(someId, someOutputs, someStatus, async (id, state, status) => {
    const { service, provider } = serviceOf(status);
    const isDone = await outcomeOf(provider.delete(id, state).then(() => true));
    if (isDone) expect(service.status).not.toBe("running");
  });
  await fc.assert(property, { numRuns: runs.stored });
});
