import type { Fault, Simulator } from "../../../simulator";
import { closeAll, JOB_ID, NOON, PLAN, PLAN_ID, start, until } from "../running";
import { call, type Reply } from "../secondClient";

afterEach(closeAll);

const STOP = "StopScheduledPreloadExecution";
const LIST = "ListScheduledPreloadExecutions";

async function startWith(...faults: Fault[]): Promise<Simulator> {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status: "running" }] });
  for (const fault of faults) simulator.addFault(fault);
  return simulator;
}

const stop = (simulator: Simulator): Promise<Reply> => call(simulator, STOP, { query: { Id: PLAN_ID } });
const list = (simulator: Simulator): Promise<Reply> => call(simulator, LIST, { query: { Id: JOB_ID } });
const outcome = (simulator: Simulator): unknown => ({
  stopped: simulator.plans()[0]?.Status === "stopped",
  effect: simulator.calls()[0]?.effect,
});

test.each<[name: string, fault: Fault, status: number, code: string | undefined, effect: boolean]>([
  ["throttle", { kind: "throttle" }, 400, "TooManyRequests", false],
  ["throttle after the effect", { kind: "throttle", afterEffect: true }, 400, "TooManyRequests", true],
  ["http503", { kind: "http503" }, 503, "ServiceUnavailable", false],
  ["http503 after the effect", { kind: "http503", afterEffect: true }, 503, "ServiceUnavailable", true],
  ["html502", { kind: "html502" }, 502, undefined, false],
  ["html502 after the effect", { kind: "html502", afterEffect: true }, 502, undefined, true],
  ["error", { kind: "error", code: "Throttling.User" }, 400, "Throttling.User", false],
  ["error with its own status", { kind: "error", code: "NoPermission" }, 403, "NoPermission", false],
  ["error of an unknown code", { kind: "error", code: "Made.Up" }, 400, "Made.Up", false],
  ["error with a status", { kind: "error", code: "Made.Up", statusCode: 418 }, 418, "Made.Up", false],
  ["error after the effect", { kind: "error", code: "InternalError", afterEffect: true }, 500, "InternalError", true],
])("%s", async (_name, fault, status, code, effect) => {
  const simulator = await startWith(fault);
  const reply = await stop(simulator);
  expect({ status: reply.status, code: reply.json.Code }).toEqual({ status, code });
  expect(simulator.calls()).toMatchObject([{ status, code: code ?? null }]);
  expect(outcome(simulator)).toEqual({ stopped: effect, effect });
});

test("html502 answers a page, not JSON", async () => {
  const simulator = await startWith({ kind: "html502" });
  const reply = await stop(simulator);
  expect(reply.type).toBe("text/html");
  expect(() => JSON.parse(reply.text) as unknown).toThrow(SyntaxError);
});

test.each<[name: string, fault: Fault, effect: boolean]>([
  ["truncated", { kind: "truncated" }, true],
  ["truncated without effect", { kind: "truncated", afterEffect: false }, false],
])("%s: valid HTTP around half of the JSON", async (_name, fault, effect) => {
  const simulator = await startWith(fault);
  const reply = await stop(simulator);
  expect(reply.status).toBe(200);
  expect(reply.text).toMatch(/^\{"RequestId":/);
  expect(() => JSON.parse(reply.text) as unknown).toThrow(SyntaxError);
  expect(outcome(simulator)).toEqual({ stopped: effect, effect });
});

test.each<[fault: Fault, effect: boolean]>([
  [{ kind: "reset" }, false],
  [{ kind: "reset", afterEffect: true }, true],
  [{ kind: "resetAfterEffect" }, true],
])("%j breaks the connection", async (fault, effect) => {
  const simulator = await startWith(fault);
  await expect(stop(simulator)).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(simulator.calls()).toMatchObject([{ status: null, code: null }]);
  expect(outcome(simulator)).toEqual({ stopped: effect, effect });
});

test("wrongTypes answers with values of other types, after the effect", async () => {
  const simulator = await startWith({ kind: "wrongTypes", times: 2 });
  const stopped = await stop(simulator);
  expect(stopped.status).toBe(200);
  expect(stopped.json).toMatchObject({
    Status: expect.any(Number) as number,
    SliceLen: "10",
    Interval: "60",
  });
  expect(outcome(simulator)).toEqual({ stopped: true, effect: true });
  expect((await list(simulator)).json).toMatchObject({
    Executions: expect.any(String) as string,
    TotalCount: "1",
  });
});

test("wrongTypes without effect changes nothing", async () => {
  const simulator = await startWith({ kind: "wrongTypes", afterEffect: false });
  expect((await stop(simulator)).json).toMatchObject({ SliceLen: "10" });
  expect(outcome(simulator)).toEqual({ stopped: false, effect: false });
});

describe("slow", () => {
  test("takes effect when the call comes in", async () => {
    const simulator = await startWith({ kind: "slow", delayMs: 3_600_000 });
    const pending = stop(simulator).catch(() => "cut");
    await until(() => simulator.plans()[0]?.Status === "stopped");
    expect(simulator.calls()).toMatchObject([{ status: null, effect: true }]);
    await simulator.close();
    expect(await pending).toBe("cut");
  });

  test("takes effect when it is answered, if so ordered", async () => {
    const simulator = await startWith({ kind: "slow", delayMs: 20, afterEffect: false });
    const pending = stop(simulator);
    await until(() => simulator.calls().length === 1);
    expect(simulator.plans()).toMatchObject([{ Status: "running" }]);
    expect((await pending).json).toMatchObject({ Status: "stopped" });
    expect(outcome(simulator)).toEqual({ stopped: true, effect: true });
  });
});

test("a fault applies as often as it says, and the call after it goes through", async () => {
  const simulator = await startWith({ kind: "throttle", times: 2 });
  const statuses = [await stop(simulator), await stop(simulator), await stop(simulator)].map(({ status }) => status);
  expect(statuses).toEqual([400, 400, 200]);
});

test("faults apply in the order in which they were added", async () => {
  const simulator = await startWith({ kind: "http503" }, { kind: "throttle" });
  expect([await stop(simulator), await stop(simulator)].map(({ status }) => status)).toEqual([503, 400]);
});

test("a fault for one action leaves the others alone", async () => {
  const simulator = await startWith({ kind: "http503", action: STOP });
  expect((await list(simulator)).status).toBe(200);
  expect((await stop(simulator)).status).toBe(503);
});

test("a fault waits for an authenticated call", async () => {
  const simulator = await startWith({ kind: "http503" });
  expect((await stop({ ...simulator, accessKeySecret: "wrong" })).json).toMatchObject({
    Code: "SignatureDoesNotMatch",
  });
  expect((await stop(simulator)).status).toBe(503);
});

test("a truncated error keeps its status", async () => {
  const simulator = await startWith({ kind: "truncated" });
  const reply = await call(simulator, STOP, { query: { Id: "nonsense" } });
  expect(reply.status).toBe(400);
  expect(() => JSON.parse(reply.text) as unknown).toThrow(SyntaxError);
});

test("faults that were not used can be cleared", async () => {
  const simulator = await startWith({ kind: "http503", times: 5 });
  simulator.clearFaults();
  expect((await stop(simulator)).status).toBe(200);
});

test.each<[message: string, fault: object]>([
  [
    'kind: expected one of throttle, http503, html502, truncated, reset, resetAfterEffect, slow, wrongTypes, error, got "boom"',
    { kind: "boom" },
  ],
  ['unknown fault field "time"', { kind: "throttle", time: 2 }],
  ["times: expected a whole number from 1", { kind: "throttle", times: 0 }],
  ["delayMs: expected a whole number from 0", { kind: "slow", delayMs: -1 }],
  ["statusCode: expected a whole number from 200 to 599", { kind: "error", code: "A", statusCode: 42 }],
  ['code: the kind "error" needs one', { kind: "error" }],
  ['action: there is no action "Stop"', { kind: "throttle", action: "Stop" }],
  ["afterEffect: expected true or false", { kind: "throttle", afterEffect: "yes" }],
  ["afterEffect: false contradicts the kind", { kind: "resetAfterEffect", afterEffect: false }],
])("refuses a fault that cannot be meant: %s", async (message, fault) => {
  const simulator = await start();
  expect(() => simulator.addFault(fault as Fault)).toThrow(message);
});
