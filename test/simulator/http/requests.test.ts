import { ABSENT_ID, closeAll, CREATE, CREATE_JOB, DELETE_JOB, JOB_ID, LIST, LIST_JOBS, NOON } from "../running";
import { PLAN_ID, start, START, STOP, UPDATE } from "../running";
import { call, type CallOptions } from "../signedCall";

afterEach(closeAll);

const seed = { jobs: [{ Id: JOB_ID }], plans: [{ Id: PLAN_ID, Status: "running" as const }] };
const entry = { SliceLen: 1, Interval: 1 };
const job = { SiteId: 1, Name: "a", InsertWay: "textBox", UrlList: "http://a.test/" };
const backwards = { StartTime: "2024-05-31T14:00:00Z", EndTime: "2024-05-31T13:59:59Z" };
const FORM = "application/x-www-form-urlencoded";
const query = { Id: PLAN_ID };

const executions = (...entries: unknown[]): CallOptions => ({
  query: { Id: JOB_ID },
  form: { Executions: JSON.stringify(entries) },
});
const update = (form: CallOptions["form"]): CallOptions => ({ query: { Id: PLAN_ID }, form: form ?? {} });

// More of them: the contract's cases.
test.each<[outcome: string, why: string, action: string, options: CallOptions]>([
  ["404 InvalidAction.NotFound", "another path, although it is signed", STOP, { query, path: "/v1" }],
  ["400 InvalidVersion", "another version", UPDATE, { query, headers: { "x-acs-version": "2023-01-01" } }],
  ["400 MissingId", "an empty id", START, { query: { Id: "" } }],
  ["400 InvalidParameter.ObjectId", "no hex", LIST, { query: { Id: "g".repeat(24) } }],
  ["404 InvalidExecution.NotFound", "no such plan", UPDATE, { query: { Id: ABSENT_ID } }],
  ["404 InvalidJob.NotFound", "a plan's id", DELETE_JOB, { query: { Id: PLAN_ID } }],
  ["404 InvalidJob.NotFound", "no such job", CREATE, { query: { Id: ABSENT_ID }, form: { Executions: "[{}]" } }],
  ["400 MissingExecutions", "no plans", CREATE, { query: { Id: JOB_ID } }],
  ["400 InvalidExecutions", "no JSON", CREATE, { query: { Id: JOB_ID }, form: { Executions: "[{" } }],
  ["400 MissingInterval", "no interval", CREATE, executions({ SliceLen: 1 })],
  ["400 InvalidInterval", "interval 0", CREATE, executions({ ...entry, Interval: 0 })],
  ["400 InvalidSliceLen", "a number as text in JSON", CREATE, executions({ ...entry, SliceLen: "1" })],
  ["400 InvalidStartTime", "no such day", CREATE, executions({ ...entry, StartTime: "2024-02-30T00:00:00Z" })],
  ["400 InvalidEndTime.Mismatch", "one wrong end of two", CREATE, executions(entry, { ...entry, ...backwards })],
  ["400 InvalidEndTime.Mismatch", "an end before the start", UPDATE, update(backwards)],
  ["400 MissingSiteId", "no site", CREATE_JOB, { form: { ...job, SiteId: "" } }],
  ["400 MissingName", "no name", CREATE_JOB, { form: { ...job, Name: "" } }],
  ["400 InvalidInsertWay", "another way", CREATE_JOB, { form: { ...job, InsertWay: "ftp" } }],
  ["400 MissingUrlList", "no URLs", CREATE_JOB, { form: { ...job, UrlList: "" } }],
  ["400 MissingOssUrl", "no OSS object", CREATE_JOB, { form: { ...job, InsertWay: "oss" } }],
  ["400 InvalidPageSize", "a huge page", LIST_JOBS, { query: { SiteId: 1, PageSize: 501 } }],
])("answers %s for %s: %s", async (outcome, _why, action, options) => {
  const simulator = await start({ now: NOON, seed });
  const before = [simulator.plans(), simulator.jobs()];
  expect((await call(simulator, action, options)).outcome).toBe(outcome);
  expect([simulator.plans(), simulator.jobs()]).toEqual(before);
});

test.each<[what: string, outcome: string, options: CallOptions]>([
  ["a form that has Id as pulumi-alicloud sends it", "200", { form: { ...query, RegionId: "cn-hangzhou" } }],
  ["an id in capitals", "200", { query: { Id: PLAN_ID.toUpperCase() } }],
  [
    "a form that is not percent-encoded UTF-8",
    "400 InvalidParameter",
    { headers: { "content-type": FORM }, raw: "Id=%FF" },
  ],
  ["a body of many megabytes", "413", { raw: "a".repeat(9 * 1024 * 1024) }],
])("answers a Stop with %s: %s", async (_what, outcome, options) => {
  const simulator = await start({ seed });
  expect((await call(simulator, STOP, options)).outcome).toBe(outcome);
  expect(simulator.plans()).toMatchObject([{ ...query, Status: outcome === "200" ? "stopped" : "running" }]);
});

test("answers an error in ESA's own form, with a request id of its own", async () => {
  const simulator = await start();
  const [reply, other] = [await call(simulator, STOP, { query }), await call(simulator, STOP, { query })];
  expect(reply.type).toMatch(/^application\/json/);
  expect(reply.json).toEqual({
    RequestId: expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/) as string,
    HostId: simulator.endpoint,
    Code: "InvalidExecution.NotFound",
    Message:
      "The execution plan does not exist. Check whether the parameters such as the execution ID, start time, and end time are correct.",
    Recommend: expect.stringContaining("q=InvalidExecution.NotFound") as string,
  });
  expect(other.json.RequestId).not.toBe(reply.json.RequestId);
});
