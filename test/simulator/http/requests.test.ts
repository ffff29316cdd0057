import { ABSENT_ID, closeAll, JOB_ID, NOON, PLAN_ID, start } from "../running";
import { call, type CallOptions } from "../secondClient";

afterEach(closeAll);

const seed = { jobs: [{ Id: JOB_ID }], plans: [{ Id: PLAN_ID, Status: "running" as const }] };
const entry = { SliceLen: 1, Interval: 1 };
const job = { SiteId: 1, Name: "a", InsertWay: "textBox", UrlList: "http://a.test/" };
const CREATE = "CreateScheduledPreloadExecutions";
const UPDATE = "UpdateScheduledPreloadExecution";
const CREATE_JOB = "CreateScheduledPreloadJob";

const executions = (...entries: unknown[]): CallOptions => ({
  query: { Id: JOB_ID },
  form: { Executions: JSON.stringify(entries) },
});
const update = (form: CallOptions["form"]): CallOptions => ({ query: { Id: PLAN_ID }, form: form ?? {} });

describe("the gateway", () => {
  test.each<[name: string, status: number, code: string, action: string, options: CallOptions]>([
    ["an unknown action", 404, "InvalidAction.NotFound", "StopEverything", {}],
    ["an action that objects inherit", 404, "InvalidAction.NotFound", "constructor", {}],
    ["another version", 400, "InvalidVersion", UPDATE, { headers: { "x-acs-version": "2023-01-01" } }],
  ])("refuses %s", async (_name, status, code, action, options) => {
    const simulator = await start({ seed });
    expect(await call(simulator, action, options)).toMatchObject({ status, json: { Code: code } });
  });

  test("refuses the wrong HTTP method and another path, although they are signed", async () => {
    const { refusedMethod, refusedPath } = await signedOtherwise();
    expect(refusedMethod).toMatchObject({ status: 400, json: { Code: "UnsupportedHTTPMethod" } });
    expect(refusedPath).toMatchObject({ status: 404, json: { Code: "InvalidAction.NotFound" } });
  });

  async function signedOtherwise(): Promise<Record<"refusedMethod" | "refusedPath", unknown>> {
    const simulator = await start({ seed });
    const options = { query: { Id: PLAN_ID } };
    return {
      refusedMethod: await call(simulator, "StopScheduledPreloadExecution", { ...options, method: "GET" }),
      refusedPath: await call(simulator, "StopScheduledPreloadExecution", { ...options, path: "/v1" }),
    };
  }
});

test.each<[status: number, code: string, why: string, action: string, options: CallOptions]>([
  [400, "MissingId", "no id", "StopScheduledPreloadExecution", {}],
  [400, "MissingId", "an empty id", "StartScheduledPreloadExecution", { query: { Id: "" } }],
  [400, "InvalidParameter.ObjectId", "23 digits", "StopScheduledPreloadExecution", { query: { Id: PLAN_ID.slice(1) } }],
  [400, "InvalidParameter.ObjectId", "25 digits", "DeleteScheduledPreloadExecution", { query: { Id: `${PLAN_ID}0` } }],
  [400, "InvalidParameter.ObjectId", "no hex", "ListScheduledPreloadExecutions", { query: { Id: "g".repeat(24) } }],
  [404, "InvalidExecution.NotFound", "no such plan", UPDATE, { query: { Id: ABSENT_ID } }],
  [404, "InvalidExecution.NotFound", "a job's id", "StopScheduledPreloadExecution", { query: { Id: JOB_ID } }],
  [404, "InvalidJob.NotFound", "no such job", "ListScheduledPreloadExecutions", { query: { Id: ABSENT_ID } }],
  [404, "InvalidJob.NotFound", "a plan's id", "DeleteScheduledPreloadJob", { query: { Id: PLAN_ID } }],
  [404, "InvalidJob.NotFound", "no such job", CREATE, { query: { Id: ABSENT_ID }, form: { Executions: "[{}]" } }],
  [400, "MissingExecutions", "no plans", CREATE, { query: { Id: JOB_ID } }],
  [400, "MissingExecutions", "an empty list", CREATE, executions()],
  [400, "InvalidExecutions", "no JSON", CREATE, { query: { Id: JOB_ID }, form: { Executions: "[{" } }],
  [400, "InvalidExecutions", "no list", CREATE, { query: { Id: JOB_ID }, form: { Executions: "{}" } }],
  [400, "InvalidExecutions", "a list of numbers", CREATE, executions(1)],
  [400, "MissingInterval", "no interval", CREATE, executions({ SliceLen: 1 })],
  [400, "MissingSliceLen", "no slice length", CREATE, executions({ Interval: 1 })],
  [400, "InvalidInterval", "interval 0", CREATE, executions({ ...entry, Interval: 0 })],
  [400, "InvalidSliceLen", "a broken number", CREATE, executions({ ...entry, SliceLen: 1.5 })],
  [400, "InvalidSliceLen", "a number as text in JSON", CREATE, executions({ ...entry, SliceLen: "1" })],
  [400, "InvalidStartTime", "no such day", CREATE, executions({ ...entry, StartTime: "2024-02-30T00:00:00Z" })],
  [400, "InvalidStartTime", "no offset", CREATE, executions({ ...entry, StartTime: "2024-05-31T12:00:00" })],
  [400, "InvalidEndTime.Mismatch", "an end before the start", CREATE, executions({ ...entry, ...backwards() })],
  [400, "InvalidEndTime.Mismatch", "an end before the start", UPDATE, update(backwards())],
  [400, "InvalidInterval", "no number", UPDATE, update({ Interval: "soon" })],
  [400, "InvalidEndTime", "no time", UPDATE, update({ EndTime: "tomorrow" })],
  [400, "MissingSiteId", "no site", CREATE_JOB, { form: { ...job, SiteId: "" } }],
  [400, "InvalidSiteId", "a site that is no number", CREATE_JOB, { form: { ...job, SiteId: "a.test" } }],
  [400, "MissingName", "no name", CREATE_JOB, { form: { ...job, Name: "" } }],
  [400, "MissingInsertWay", "no way", CREATE_JOB, { form: { ...job, InsertWay: "" } }],
  [400, "InvalidInsertWay", "another way", CREATE_JOB, { form: { ...job, InsertWay: "ftp" } }],
  [400, "MissingUrlList", "no URLs", CREATE_JOB, { form: { ...job, UrlList: "" } }],
  [400, "MissingUrlList", "only blanks", CREATE_JOB, { form: { ...job, UrlList: " \n" } }],
  [400, "MissingOssUrl", "no OSS object", CREATE_JOB, { form: { ...job, InsertWay: "oss" } }],
  [400, "MissingSiteId", "no site", "ListScheduledPreloadJobs", {}],
  [400, "InvalidPageSize", "a huge page", "ListScheduledPreloadJobs", { query: { SiteId: 1, PageSize: 501 } }],
])("%i %s for %s: %s", async (status, code, _why, action, options) => {
  const simulator = await start({ now: NOON, seed });
  const before = simulator.plans();
  expect(await call(simulator, action, options)).toMatchObject({ status, json: { Code: code } });
  expect(simulator.plans()).toEqual(before);
  expect(simulator.jobs()).toHaveLength(1);
});

test("reads parameters from a form, never from JSON", async () => {
  const simulator = await start({ seed });
  const json = { "content-type": "application/json" };
  const reply = await call(simulator, "StopScheduledPreloadExecution", {
    headers: json,
    raw: JSON.stringify({ Id: PLAN_ID }),
  });
  expect(reply.json).toMatchObject({ Code: "MissingId" });
});

test("refuses a form that is not percent-encoded UTF-8", async () => {
  const simulator = await start({ seed });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const reply = await call(simulator, "StopScheduledPreloadExecution", { headers, raw: "Id=%FF" });
  expect(reply).toMatchObject({ status: 400, json: { Code: "InvalidParameter" } });
});

test("answers a body of many megabytes with HTTP 413", async () => {
  const simulator = await start();
  const reply = await call(simulator, "CreateScheduledPreloadJob", { raw: "a".repeat(9 * 1024 * 1024) });
  expect(reply.status).toBe(413);
});

test("creates no plan when one of them is wrong", async () => {
  const simulator = await start({ now: NOON, seed: { jobs: [{ Id: JOB_ID }] } });
  await call(simulator, CREATE, executions(entry, { ...entry, ...backwards() }));
  expect(simulator.plans()).toEqual([]);
});

test("finds an id in capitals", async () => {
  const simulator = await start({ seed });
  const reply = await call(simulator, "StopScheduledPreloadExecution", {
    query: { Id: PLAN_ID.toUpperCase() },
  });
  expect(reply.json).toMatchObject({ Id: PLAN_ID, Status: "stopped" });
});

function backwards(): { StartTime: string; EndTime: string } {
  return { StartTime: "2024-05-31T14:00:00Z", EndTime: "2024-05-31T13:59:59Z" };
}
