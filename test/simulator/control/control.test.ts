import type { Call, Simulator } from "../../../simulator";
import { ABSENT_ID, closeAll, CREATE_JOB, JOB_ID, NOON, PLAN, PLAN_ID, start, STOP } from "../running";
import { call } from "../signedCall";

afterEach(closeAll);

const query = { Id: PLAN_ID };

/** What a control route answers: its status where that is an error, else the JSON. */
async function control(simulator: Simulator, method: string, path: string, body?: unknown): Promise<unknown> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${simulator.url}/-/${path}`, { method, ...(body === undefined ? {} : { body: text }) });
  const json: unknown = await response.json();
  return response.ok ? json : { status: response.status, ...(json as object) };
}

const put = (simulator: Simulator, fields: unknown, id = PLAN_ID) => control(simulator, "PUT", `plans/${id}`, fields);

test("plans can be seen as they are at the virtual time, and deleted", async () => {
  const simulator = await start({ now: NOON, seed: [PLAN] });
  expect(await control(simulator, "GET", "plans")).toMatchObject([{ ...PLAN, Status: "waiting" }]);
  simulator.advanceClock(3600);
  expect(await control(simulator, "GET", `plans/${PLAN_ID}`)).toMatchObject({ Status: "running" });
  expect(await control(simulator, "DELETE", `plans/${PLAN_ID}`)).toEqual({ deleted: PLAN_ID });
  expect(await control(simulator, "GET", `plans/${PLAN_ID}`)).toMatchObject({ status: 404 });
});

test("jobs can be put, seen and deleted", async () => {
  const simulator = await start();
  await control(simulator, "PUT", `jobs/${JOB_ID}`, { Name: "one", siteId: 7 });
  expect(await control(simulator, "GET", "jobs")).toMatchObject([{ Id: JOB_ID, Name: "one", SiteId: 7 }]);
  await control(simulator, "PUT", `jobs/${JOB_ID}`, { Name: "two" });
  const one = await control(simulator, "GET", `jobs/${JOB_ID}`);
  expect(one).toMatchObject({ Name: "two", SiteId: 7 });
  await control(simulator, "PUT", `jobs/${JOB_ID}`, { OssUrl: "https://bucket.test/list" });
  expect(await control(simulator, "GET", `jobs/${JOB_ID}`)).toEqual({ ...(one as object), InsertWay: "oss" });
  await control(simulator, "PUT", `jobs/${JOB_ID}`, { UrlList: "http://a.test/1\nhttp://b.test/2" });
  const listed = { InsertWay: "textBox", UrlCount: 2, Domains: "a.test,b.test" };
  expect(await control(simulator, "GET", `jobs/${JOB_ID}`)).toEqual({ ...(one as object), ...listed });
  expect(await control(simulator, "DELETE", `jobs/${JOB_ID}`)).toEqual({ deleted: JOB_ID });
  expect(await control(simulator, "DELETE", `jobs/${JOB_ID}`)).toMatchObject({ status: 404 });
});

describe("PUT /-/plans/ID", () => {
  test("changes any field and keeps the others, with a lower first letter too", async () => {
    const simulator = await start({ now: NOON, seed: [PLAN] });
    const times = { StartTime: "2024-05-31T10:00:00Z", EndTime: "2024-05-31T11:00:00Z" };
    const others = { AliUid: "42", Interval: 1, SliceLen: 2, Status: "running" };
    const fields = { Id: PLAN_ID, JobId: ABSENT_ID, ...times, ...others };
    for (const [name, value] of Object.entries(fields)) await put(simulator, { [name]: value });
    expect(simulator.plans()).toEqual([fields]);
    await put(simulator, { status: "stopped", sliceLen: 7 });
    expect(simulator.plans()).toEqual([{ ...fields, Status: "stopped", SliceLen: 7 }]);
  });

  test.each<[name: string, path: string, body: unknown, message: string]>([
    ["an unknown field", PLAN_ID, { Statos: "running" }, `plan ${PLAN_ID}: unknown field "Statos"`],
    ["another Id", PLAN_ID, { Id: JOB_ID }, `the field "Id" is ${JOB_ID}, but the address names ${PLAN_ID}`],
    ["an id that is none", "42", {}, "the id must be 24 hex digits"],
    ["a list", PLAN_ID, [], "expected a JSON object"],
    ["no JSON", PLAN_ID, "{", "the body is not JSON"],
  ])("refuses %s with HTTP 400 that names it, and changes nothing", async (_name, id, body, message) => {
    const simulator = await start({ now: NOON, seed: [PLAN] });
    const before = simulator.plans();
    const error = expect.stringContaining(message) as string;
    expect(await put(simulator, body, id)).toMatchObject({ status: 400, error });
    expect(simulator.plans()).toEqual(before);
  });
});

test("GET /-/calls logs API calls only, without secret, token and signature", async () => {
  const account = { accessKeyId: "sts", accessKeySecret: "hush", aliUid: "42", securityToken: "token-value" };
  const simulator = await start({ now: NOON, accounts: [account] });
  const form = { Name: "a b", InsertWay: "oss" };
  await control(simulator, "GET", "plans");
  await call({ ...simulator, ...account }, CREATE_JOB, {
    query: { SiteId: 7, Signature: "v1-signature", SecurityToken: "v1-token" },
    form,
    headers: { "user-agent": "tester" },
  });
  const calls = await control(simulator, "GET", "calls");
  const request = { action: CREATE_JOB, method: "POST", accessKeyId: "sts", userAgent: "tester" };
  const query = { SiteId: "7", Signature: "***", SecurityToken: "***" };
  const time = expect.stringMatching(/^2024-05-31T12:0\d:\d\d\.\d{3}Z$/) as string;
  const entry: Call = { ...request, query, body: form, status: 400, code: "MissingOssUrl", time, effect: false };
  expect(calls).toEqual([entry]);
  expect(JSON.stringify(calls)).not.toMatch(/hush|token-value|v1-|[0-9a-f]{64}/);
  await control(simulator, "DELETE", "calls");
  expect(await control(simulator, "GET", "calls")).toEqual([]);
});

test("POST /-/clock moves the virtual time forward only", async () => {
  const simulator = await start({ now: NOON });
  const now = expect.stringMatching(/^2024-05-31T14:0/) as string;
  expect(await control(simulator, "POST", "clock", { advanceSeconds: 7200 })).toEqual({ now });
  for (const body of [
    { advanceSeconds: -1 },
    { advanceSeconds: 1e14 },
    { advanceSeconds: "1" },
    { seconds: 1 },
    {},
    undefined,
  ]) {
    expect(await control(simulator, "POST", "clock", body)).toMatchObject({ status: 400 });
  }
  expect(await control(simulator, "GET", "clock")).toEqual({ now });
});

test("POST /-/faults orders trouble, and says what is wrong with an order", async () => {
  const simulator = await start({ seed: [{ Id: PLAN_ID }] });
  const ordered = await control(simulator, "POST", "faults", { kind: "throttle", times: 1 });
  expect(ordered).toMatchObject([{ kind: "throttle", times: 1, afterEffect: false }]);
  expect((await call(simulator, STOP, { query })).outcome).toBe("400 TooManyRequests");
  expect(await control(simulator, "GET", "faults")).toEqual([]);
  expect(await control(simulator, "POST", "faults", { kind: "boom" })).toMatchObject({ status: 400 });
});

test("PUT /-/options changes the behaviour", async () => {
  const simulator = await start({ now: NOON, seed: [PLAN], stopDelaySeconds: 7 });
  const delays = { startDelaySeconds: 5, stopDelaySeconds: 0, listLagSeconds: 6 };
  const options = { stopWhenNotRunning: "unchanged", qps: 1000, ...delays };
  expect(await control(simulator, "PUT", "options", options)).toEqual(options);
  expect((await call(simulator, STOP, { query })).outcome).toBe("200");
  simulator.putPlan(PLAN_ID, { Status: "running" });
  expect((await call(simulator, STOP, { query })).json).toMatchObject({ Status: "stopped" });
  const refused = await control(simulator, "PUT", "options", { stopWhenNotRunning: "ignore", qps: 1 });
  expect(refused).toMatchObject({ status: 400 });
  expect(await control(simulator, "GET", "options")).toEqual(options);
  simulator.setStopWhenNotRunning("refuse");
  expect((await call(simulator, STOP, { query })).outcome).toBe("400 InvalidExecution.StatusNotAllowed");
});

test("POST /-/reset goes back to the seed in every respect", async () => {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status: "running" }] });
  const headers = { "x-acs-signature-nonce": "once" };
  await call(simulator, STOP, { query, headers });
  simulator.putPlan(ABSENT_ID, { JobId: ABSENT_ID });
  simulator.advanceClock(86_400);
  simulator.addFault({ kind: "http503" });
  simulator.setOptions({ qps: 0.001, stopWhenNotRunning: "unchanged" });
  await control(simulator, "POST", "reset");
  expect(simulator.plans()).toMatchObject([{ ...PLAN, Status: "running" }]);
  expect(simulator.jobs()).toHaveLength(1);
  expect(simulator.calls()).toEqual([]);
  expect(simulator.now().toISOString()).toMatch(/^2024-05-31T12:0/);
  expect((await call(simulator, STOP, { query, headers })).outcome).toBe("200");
  expect((await call(simulator, STOP, { query })).outcome).toBe("400 InvalidExecution.StatusNotAllowed");
});

test("what is not there is 404, and a method that is not known 405", async () => {
  const simulator = await start();
  for (const path of ["nowhere", `plans/${ABSENT_ID}`, "plans/a/b", "constructor"]) {
    expect(await control(simulator, "GET", path)).toMatchObject({ status: 404 });
  }
  const { status, headers } = await fetch(`${simulator.url}/-/reset`);
  expect([status, headers.get("allow")]).toEqual([405, "POST"]);
  const routes = expect.arrayContaining(["/-/plans"]) as string[];
  expect(await control(simulator, "GET", "")).toMatchObject({ routes });
});
