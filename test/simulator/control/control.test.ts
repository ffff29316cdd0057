import type { Call, Plan, Simulator } from "../../../simulator";
import { ABSENT_ID, closeAll, JOB_ID, NOON, PLAN, PLAN_ID, start } from "../running";
import { call } from "../secondClient";

afterEach(closeAll);

interface ControlReply {
  status: number;
  json: unknown;
}

async function control(simulator: Simulator, method: string, path: string, body?: unknown): Promise<ControlReply> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${simulator.url}/-/${path}`, {
    method,
    ...(body === undefined ? {} : { body: text }),
  });
  return { status: response.status, json: await response.json() };
}

const stop = (simulator: Simulator): Promise<unknown> =>
  call(simulator, "StopScheduledPreloadExecution", { query: { Id: PLAN_ID } });

test("GET /-/plans shows the plans as they are at the virtual time", async () => {
  const simulator = await start({ now: NOON, seed: [PLAN] });
  expect((await control(simulator, "GET", "plans")).json).toMatchObject([{ ...PLAN, Status: "waiting" }]);
  simulator.advanceClock(3600);
  expect((await control(simulator, "GET", `plans/${PLAN_ID}`)).json).toMatchObject({ Status: "running" });
});

describe("PUT /-/plans/ID", () => {
  test("creates a plan, and its job", async () => {
    const simulator = await start();
    const reply = await control(simulator, "PUT", `plans/${PLAN_ID}`, { Status: "failed" });
    expect(reply).toMatchObject({ status: 200, json: { Id: PLAN_ID, JobId: JOB_ID, Status: "failed" } });
    expect(simulator.jobs()).toMatchObject([{ Id: JOB_ID }]);
  });

  test("changes any field and keeps the others", async () => {
    const simulator = await start({ now: NOON, seed: [PLAN] });
    const fields: Plan = {
      Id: PLAN_ID,
      JobId: ABSENT_ID,
      AliUid: "42",
      StartTime: "2024-05-31T10:00:00Z",
      EndTime: "2024-05-31T11:00:00Z",
      Interval: 1,
      SliceLen: 2,
      Status: "running",
    };
    for (const [name, value] of Object.entries(fields)) {
      await control(simulator, "PUT", `plans/${PLAN_ID}`, { [name]: value as unknown });
    }
    expect(simulator.plans()).toEqual([fields]);
  });

  test("takes names with a lower first letter", async () => {
    const simulator = await start({ now: NOON, seed: [PLAN] });
    await control(simulator, "PUT", `plans/${PLAN_ID}`, { status: "stopped", sliceLen: 7 });
    expect(simulator.plans()).toMatchObject([{ Status: "stopped", SliceLen: 7 }]);
  });

  test("holds a status against the times until the clock crosses one", async () => {
    const simulator = await start({ now: "2024-05-31T13:30:00Z", seed: [PLAN] });
    await control(simulator, "PUT", `plans/${PLAN_ID}`, { Status: "waiting" });
    simulator.advanceClock(1700);
    expect(simulator.plans()).toMatchObject([{ Status: "waiting" }]);
    simulator.advanceClock(100);
    expect(simulator.plans()).toMatchObject([{ Status: "finished" }]);
  });

  test.each([
    ["running", "finished"],
    ["failed", "failed"],
  ] as const)("replaces what the clock would have done to the plan: %s", async (Status, later) => {
    const simulator = await start({ now: NOON, seed: [PLAN] });
    await control(simulator, "PUT", `plans/${PLAN_ID}`, { Status });
    expect(simulator.plans()).toMatchObject([{ Status }]);
    simulator.advanceClock(3600);
    expect(simulator.plans()).toMatchObject([{ Status }]);
    simulator.advanceClock(3600);
    expect(simulator.plans()).toMatchObject([{ Status: later }]);
  });

  test("lets the rules decide when only the times are put", async () => {
    const simulator = await start({ now: NOON, seed: [PLAN], startDelaySeconds: 600 });
    await control(simulator, "PUT", `plans/${PLAN_ID}`, { StartTime: "2024-05-31T11:00:00Z" });
    expect(simulator.plans()).toMatchObject([{ Status: "waiting" }]);
    simulator.advanceClock(600);
    expect(simulator.plans()).toMatchObject([{ Status: "running" }]);
  });

  test.each<[name: string, path: string, body: unknown, message: string]>([
    ["an unknown field", PLAN_ID, { Statos: "running" }, `plan ${PLAN_ID}: unknown field "Statos"`],
    ["an inherited name", PLAN_ID, { constructor: 1 }, 'unknown field "constructor"'],
    ["a prototype", PLAN_ID, '{"__proto__": {}}', 'unknown field "__proto__"'],
    ["a wrong type", PLAN_ID, { SliceLen: "10" }, 'field "SliceLen": expected an integer, 0 or more, got "10"'],
    ["a wrong value", PLAN_ID, { status: "on" }, 'field "status": expected one of waiting, running'],
    ["another Id", PLAN_ID, { Id: JOB_ID }, `the field "Id" is ${JOB_ID}, but the address names ${PLAN_ID}`],
    ["an id that is none", "42", {}, "the id must be 24 hex digits"],
    ["a list", PLAN_ID, [], "expected a JSON object"],
    ["no body", PLAN_ID, undefined, "expected a JSON object"],
    ["no JSON", PLAN_ID, "{", "the body is not JSON"],
  ])("refuses %s with HTTP 400 that names it, and changes nothing", async (_name, id, body, message) => {
    const simulator = await start({ now: NOON, seed: [PLAN] });
    const before = simulator.plans();
    const reply = await control(simulator, "PUT", `plans/${id}`, body);
    expect(reply).toMatchObject({ status: 400, json: { error: expect.stringContaining(message) as string } });
    expect(simulator.plans()).toEqual(before);
  });
});

test("jobs can be put, seen and deleted", async () => {
  const simulator = await start();
  await control(simulator, "PUT", `jobs/${JOB_ID}`, { Name: "one", siteId: 7 });
  expect((await control(simulator, "GET", "jobs")).json).toMatchObject([{ Id: JOB_ID, Name: "one", SiteId: 7 }]);
  await control(simulator, "PUT", `jobs/${JOB_ID}`, { Name: "two" });
  expect((await control(simulator, "GET", `jobs/${JOB_ID}`)).json).toMatchObject({ Name: "two", SiteId: 7 });
  expect((await control(simulator, "DELETE", `jobs/${JOB_ID}`)).status).toBe(200);
  expect((await control(simulator, "DELETE", `jobs/${JOB_ID}`)).status).toBe(404);
});

test("DELETE /-/plans/ID removes a plan", async () => {
  const simulator = await start({ seed: [PLAN] });
  expect((await control(simulator, "DELETE", `plans/${PLAN_ID}`)).status).toBe(200);
  expect((await control(simulator, "GET", `plans/${PLAN_ID}`)).status).toBe(404);
});

test("GET /-/calls logs API calls only, without secret, token and signature", async () => {
  const account = { accessKeyId: "sts", accessKeySecret: "hush", aliUid: "42", securityToken: "token-value" };
  const simulator = await start({ now: NOON, accounts: [account] });
  await control(simulator, "GET", "plans");
  await call({ ...simulator, ...account }, "CreateScheduledPreloadJob", {
    query: { SiteId: 7, Signature: "v1-signature", SecurityToken: "v1-token" },
    form: { Name: "a b", InsertWay: "oss" },
    headers: { "user-agent": "tester" },
  });
  const { json } = await control(simulator, "GET", "calls");
  expect(json).toEqual([
    {
      action: "CreateScheduledPreloadJob",
      method: "POST",
      query: { SiteId: "7", Signature: "***", SecurityToken: "***" },
      body: { Name: "a b", InsertWay: "oss" },
      status: 400,
      code: "MissingOssUrl",
      time: expect.stringMatching(/^2024-05-31T12:0\d:\d\d\.\d{3}Z$/) as string,
      accessKeyId: "sts",
      userAgent: "tester",
      effect: false,
    },
  ] satisfies Call[]);
  expect(JSON.stringify(json)).not.toMatch(/hush|token-value|v1-|[0-9a-f]{64}/);
  await control(simulator, "DELETE", "calls");
  expect((await control(simulator, "GET", "calls")).json).toEqual([]);
});

test("POST /-/clock moves the virtual time forward only", async () => {
  const simulator = await start({ now: NOON });
  const { json } = await control(simulator, "POST", "clock", { advanceSeconds: 7200 });
  expect(json).toEqual({ now: expect.stringMatching(/^2024-05-31T14:0/) as string });
  for (const body of [{ advanceSeconds: -1 }, { advanceSeconds: "1" }, { seconds: 1 }, {}, undefined]) {
    expect(await control(simulator, "POST", "clock", body)).toMatchObject({ status: 400 });
  }
  expect(simulator.now().toISOString()).toMatch(/^2024-05-31T14:0/);
});

test("POST /-/faults orders trouble, and says what is wrong with an order", async () => {
  const simulator = await start({ seed: [{ Id: PLAN_ID }] });
  const reply = await control(simulator, "POST", "faults", { kind: "throttle", times: 1 });
  expect(reply).toMatchObject({ status: 200, json: [{ kind: "throttle", times: 1, afterEffect: false }] });
  expect(await stop(simulator)).toMatchObject({ status: 400, json: { Code: "TooManyRequests" } });
  expect((await control(simulator, "GET", "faults")).json).toEqual([]);
  expect(await control(simulator, "POST", "faults", { kind: "boom" })).toMatchObject({ status: 400 });
});

test("PUT /-/options changes the behaviour", async () => {
  const simulator = await start({ now: NOON, seed: [PLAN] });
  const options = {
    stopWhenNotRunning: "unchanged",
    qps: 1000,
    startDelaySeconds: 5,
    stopDelaySeconds: 7,
    listLagSeconds: 6,
  };
  expect(await control(simulator, "PUT", "options", options)).toEqual({ status: 200, json: options });
  expect(await stop(simulator)).toMatchObject({ status: 200 });
  expect((await control(simulator, "GET", "options")).json).toEqual(options);
  const refused = await control(simulator, "PUT", "options", { stopWhenNotRunning: "ignore", qps: 1 });
  expect(refused).toMatchObject({ status: 400 });
  expect((await control(simulator, "GET", "options")).json).toEqual(options);
});

test("POST /-/reset goes back to the seed in every respect", async () => {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status: "running" }] });
  const headers = { "x-acs-signature-nonce": "once" };
  await call(simulator, "StopScheduledPreloadExecution", { query: { Id: PLAN_ID }, headers });
  simulator.putPlan(ABSENT_ID, { JobId: ABSENT_ID });
  simulator.advanceClock(86_400);
  simulator.addFault({ kind: "http503" });
  simulator.setOptions({ qps: 0.001, stopWhenNotRunning: "unchanged" });
  expect((await control(simulator, "POST", "reset")).status).toBe(200);
  expect(simulator.plans()).toMatchObject([{ ...PLAN, Status: "running" }]);
  expect(simulator.jobs()).toHaveLength(1);
  expect(simulator.calls()).toEqual([]);
  expect(simulator.now().toISOString()).toMatch(/^2024-05-31T12:0/);
  const again = { query: { Id: PLAN_ID } };
  expect((await call(simulator, "StopScheduledPreloadExecution", { ...again, headers })).status).toBe(200);
  const refused = await call(simulator, "StopScheduledPreloadExecution", again);
  expect(refused.json).toMatchObject({ Code: "InvalidExecution.StatusNotAllowed" });
});

test("what is not there is 404, and a method that is not known 405", async () => {
  const simulator = await start();
  for (const path of ["nowhere", `plans/${ABSENT_ID}`, "plans/a/b", "constructor"]) {
    expect(await control(simulator, "GET", path)).toMatchObject({ status: 404 });
  }
  const response = await fetch(`${simulator.url}/-/reset`);
  expect({ status: response.status, allow: response.headers.get("allow") }).toEqual({
    status: 405,
    allow: "POST",
  });
  expect((await control(simulator, "GET", "")).json).toMatchObject({
    routes: expect.arrayContaining(["/-/plans"]) as string[],
  });
});

test("close ends open connections and can be called again", async () => {
  const simulator = await start();
  await control(simulator, "GET", "plans");
  await simulator.close();
  await simulator.close();
  await expect(fetch(simulator.url)).rejects.toThrow();
});
