import * as fc from "fast-check";

import { createEsaClient, type EsaClient } from "../../provider/esa/client";
import { unpaced } from "../world/unpaced";
import type { Clock } from "../../provider/esa/sending/clock";
import { EsaError } from "../../provider/esa/errors/error";
import { planStatuses, type PlanStatus } from "../../provider/esa/statuses";
import { createProviders } from "../../provider/dynamic/host";
import type { DynamicProvider } from "../../provider/dynamic/provider";
import { readSettings } from "../../provider/settings";
import { serve, type Loopback } from "../esa/sending/servers";
import { checkArguments } from "../../provider/resources/plan/arguments";
import { goodArguments, nearly, someOutputs } from "./inputs";

jest.setTimeout(60_000);

const runs = { read: 5_000, update: 5_000, delete: 5_000 };

beforeAll(() =>
  console.log(`fuzz of stored state: ${runs.read + runs.update + runs.delete} inputs to read, update and delete`),
);

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
let current: PlanStatus;
let service: Loopback;
let client: EsaClient;

/** A service that knows every plan, and obeys. */
beforeAll(async () => {
  service = await serve(({ url, headers }) => {
    const action = String(headers["x-acs-action"]);
    if (action.startsWith("Stop") && current === "running") current = "stopped";
    if (action.startsWith("Start")) current = "running";
    const plan = { Id: url.searchParams.get("Id"), Status: current };
    return {
      body: action.startsWith("List")
        ? { RequestId: "request", TotalCount: 1, Executions: [{ ...plan, Id: goodArguments.planId }] }
        : { RequestId: "request", ...plan },
    };
  });
  const config: Record<string, string> = {
    "alicloud:endpoints": JSON.stringify([{ esa: service.url }]),
    "alicloud:accessKey": "key",
    "alicloud:secretKey": "secret",
  };
  client = createEsaClient(
    readSettings((key) => config[key], {}),
    "test",
    { clock, pace: unpaced },
  );
});
afterAll(() => service.close());

/** A provider in a new host, for a plan with this status. */
function providerOf(status: PlanStatus): DynamicProvider {
  current = status;
  return createProviders({ clock, print: () => undefined, connect: () => Promise.resolve(client) }).plans;
}

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

const someStatus = fc.constantFrom(...planStatuses);
const someId = fc.oneof(fc.constant(goodArguments.planId), fc.string());

/** The dynamic provider host fails on a value that is undefined. */
function assertStorable(properties: unknown): void {
  expect(Object.values(properties as object)).not.toContain(undefined);
}

test("read takes any stored state", async () => {
  await fc.assert(
    fc.asyncProperty(someId, someOutputs, someStatus, async (id, state, status) => {
      const found = await outcomeOf(providerOf(status).read(id, state));
      if (!found?.id) return;
      assertStorable(found.props);
      assertStorable(found.inputs);
    }),
    { numRuns: runs.read },
  );
});

test("update takes any stored state, and leaves a plan that is as declared", async () => {
  await fc.assert(
    fc.asyncProperty(someOutputs, nearly(goodArguments), someStatus, async (state, news, status) => {
      const updated = await outcomeOf(providerOf(status).update(goodArguments.planId, state, news));
      if (!updated) return;
      assertStorable(updated.outs);
      const { planId, desiredStatus } = checkArguments({}, news).inputs;
      expect(updated.outs).toMatchObject({ planId, desiredStatus });
    }),
    { numRuns: runs.update },
  );
});

test("delete takes any stored state", async () => {
  await fc.assert(
    fc.asyncProperty(someId, someOutputs, someStatus, async (id, state, status) => {
      const isDone = await outcomeOf(
        providerOf(status)
          .delete(id, state)
          .then(() => true),
      );
      if (isDone) expect(current).not.toBe("running");
    }),
    { numRuns: runs.delete },
  );
});
