import * as fc from "fast-check";

import { createProviders } from "../../provider/dynamic/host";
import type { EsaClient } from "../../provider/esa/client";
import type { Clock } from "../../provider/esa/sending/clock";
import { EsaError } from "../../provider/esa/errors/error";
import { planStatuses, type PlanStatus } from "../../provider/esa/statuses";
import { checkArguments } from "../../provider/resources/plan/arguments";
import { planOf } from "../world/scripted";
import { planId } from "../world/world";
import { goodArguments, nearly, someArguments, someOutputs } from "./inputs";

jest.setTimeout(120_000);

const runs = { offline: 3_000, stored: 2_000 };
beforeAll(() => console.log(`fuzz: ${runs.offline} inputs each to check and diff, ${runs.stored} to the others`));

let nowMs = 0;
const clock: Clock = {
  now: () => nowMs,
  sleep: (delayMs) => {
    if (!(delayMs >= 0 && delayMs < 60_000)) throw new Error(`slept for ${delayMs} ms`);
    nowMs += delayMs;
    return Promise.resolve();
  },
  random: () => 0.5,
};

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
  createProviders({ clock, print: () => undefined, connect }).plans;
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

const someStatus = fc.constantFrom(...planStatuses);
const someId = fc.oneof(fc.constant(planId), fc.string());

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
