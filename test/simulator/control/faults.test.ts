import type { Fault, Simulator } from "../../../simulator";
import { closeAll, JOB_ID, LIST, NOON, PLAN, PLAN_ID, start, STOP, until } from "../running";
import { call, type Reply } from "../signedCall";

afterEach(closeAll);

async function startWith(...faults: Fault[]): Promise<Simulator> {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status: "running" }] });
  for (const fault of faults) simulator.addFault(fault);
  return simulator;
}

const stop = (simulator: Simulator): Promise<Reply> => call(simulator, STOP, { query: { Id: PLAN_ID } });
const list = (simulator: Simulator): Promise<Reply> => call(simulator, LIST, { query: { Id: JOB_ID } });

/** That the plan was stopped, and that the log says so, or neither. */
function expectEffect(simulator: Simulator, effect: boolean): void {
  expect(simulator.plans()).toMatchObject([{ Status: effect ? "stopped" : "running" }]);
  expect(simulator.calls()[0]).toMatchObject({ effect });
}

test.each<[outcome: string, effect: boolean, fault: Fault]>([
  ["400 TooManyRequests", false, { kind: "throttle" }],
  ["400 TooManyRequests", true, { kind: "throttle", afterEffect: true }],
  ["503 ServiceUnavailable", false, { kind: "http503" }],
  ["502, a page", false, { kind: "html502" }],
  ["418 Made.Up", false, { kind: "error", code: "Made.Up", statusCode: 418 }],
  ["500 InternalError", true, { kind: "error", code: "InternalError", afterEffect: true }],
  ["200, half of the JSON", true, { kind: "truncated" }],
  ["200, half of the JSON", false, { kind: "truncated", afterEffect: false }],
  ["a broken connection", false, { kind: "reset" }],
  ["a broken connection", true, { kind: "reset", afterEffect: true }],
  ["a broken connection", true, { kind: "resetAfterEffect" }],
])("%s, with effect: %s: %j", async (outcome, effect, fault) => {
  const simulator = await startWith(fault);
  expect(await seen(stop(simulator))).toBe(outcome);
  const [, status, , code = null] = /^(\d+)( ([\w.]+))?/.exec(outcome) ?? [];
  expect(simulator.calls()).toMatchObject([{ status: status === undefined ? null : Number(status), code }]);
  expectEffect(simulator, effect);
});

/** What the client sees of an answer, valid HTTP in any case but the broken connection. */
async function seen(answer: Promise<Reply>): Promise<string> {
  try {
    const { outcome, type, text } = await answer;
    if (type === "text/html") return `${outcome}, a page`;
    const isHalf = text.startsWith('{"RequestId":') && !text.endsWith("}");
    return isHalf ? `${outcome}, half of the JSON` : outcome;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ECONNRESET" ? "a broken connection" : String(error);
  }
}

test("values of other types, with effect", async () => {
  const simulator = await startWith({ kind: "wrongTypes", times: 2 });
  const { status, json } = await stop(simulator);
  expect({ status, ...json }).toMatchObject({ status: 200, Status: 3, SliceLen: "10", Interval: "60" });
  expect((await list(simulator)).json).toMatchObject({ Executions: "none", TotalCount: "1" });
  expectEffect(simulator, true);
});

test("slow takes effect when the call comes in", async () => {
  const simulator = await startWith({ kind: "slow", delayMs: 3_600_000 });
  const pending = stop(simulator).catch(() => "cut");
  await until(() => simulator.plans()[0]?.Status === "stopped");
  expect(simulator.calls()).toMatchObject([{ status: null, effect: true }]);
  await simulator.close();
  expect(await pending).toBe("cut");
});

test("faults apply in their order, each as often as it says, and the call after them goes through", async () => {
  const simulator = await startWith({ kind: "http503" }, { kind: "throttle", times: 2 });
  const statuses = [];
  for (let calls = 0; calls < 4; calls++) statuses.push((await stop(simulator)).status);
  expect(statuses).toEqual([503, 400, 400, 200]);
});

test("a fault waits for an authenticated call of its action", async () => {
  const simulator = await startWith({ kind: "http503", action: STOP });
  expect((await list(simulator)).status).toBe(200);
  expect((await stop({ ...simulator, accessKeySecret: "wrong" })).outcome).toBe("400 SignatureDoesNotMatch");
  expect((await stop(simulator)).status).toBe(503);
});

test.each<[message: string, fault: object]>([
  [
    'kind: expected one of throttle, http503, html502, truncated, reset, resetAfterEffect, slow, wrongTypes, error, got "boom"',
    { kind: "boom" },
  ],
  ['unknown fault field "time"', { kind: "throttle", time: 2 }],
  ['code: the kind "error" needs one', { kind: "error" }],
  ['action: there is no action "Stop"', { kind: "throttle", action: "Stop" }],
  ["afterEffect: expected true or false", { kind: "throttle", afterEffect: "yes" }],
  ["afterEffect: false contradicts the kind", { kind: "resetAfterEffect", afterEffect: false }],
])("refuses a fault that cannot be meant: %s", async (message, fault) => {
  const simulator = await start();
  expect(() => simulator.addFault(fault as Fault)).toThrow(message);
});
