import { closeAll, JOB_ID, NOON, PLAN, PLAN_ID, start } from "../running";
import { call } from "../secondClient";

afterEach(closeAll);

const other = { accessKeyId: "other-key", accessKeySecret: "other-secret", aliUid: "2000000000000002" };
const sameAccount = {
  accessKeyId: "second-key",
  accessKeySecret: "second-secret",
  aliUid: "1000000000000001",
};
const plan = { ...PLAN, Status: "running" as const };

test.each([
  ["StopScheduledPreloadExecution", PLAN_ID],
  ["StartScheduledPreloadExecution", PLAN_ID],
  ["UpdateScheduledPreloadExecution", PLAN_ID],
  ["DeleteScheduledPreloadExecution", PLAN_ID],
  ["ListScheduledPreloadExecutions", JOB_ID],
  ["CreateScheduledPreloadExecutions", JOB_ID],
  ["GetScheduledPreloadJob", JOB_ID],
  ["DeleteScheduledPreloadJob", JOB_ID],
  ["ResetScheduledPreloadJob", JOB_ID],
])("%s refuses what belongs to another account", async (action, Id) => {
  const simulator = await start({ now: NOON, seed: [plan], accounts: [other] });
  const before = simulator.plans();
  const reply = await call({ ...simulator, ...other }, action, { query: { Id } });
  expect(reply).toMatchObject({ status: 403, json: { Code: "InvalidUid.PermissionDenied" } });
  expect(simulator.plans()).toEqual(before);
});

test("an account lists its own jobs only", async () => {
  const simulator = await start({ seed: { jobs: [{ Id: JOB_ID, SiteId: 7 }] }, accounts: [other] });
  const query = { SiteId: 7 };
  expect((await call(simulator, "ListScheduledPreloadJobs", { query })).json).toMatchObject({
    TotalCount: "1",
  });
  expect((await call({ ...simulator, ...other }, "ListScheduledPreloadJobs", { query })).json).toMatchObject({
    TotalCount: "0",
    Jobs: [],
  });
});

test("what an account creates is its own", async () => {
  const simulator = await start({ accounts: [other] });
  const job = await call({ ...simulator, ...other }, "CreateScheduledPreloadJob", {
    form: { SiteId: 1, Name: "a", InsertWay: "oss", OssUrl: "https://bucket.test/urls" },
  });
  expect(job.json).toMatchObject({ AliUid: other.aliUid, InsertWay: "oss" });
  const created = await call({ ...simulator, ...other }, "CreateScheduledPreloadExecutions", {
    query: { Id: job.json.Id as string },
    form: { Executions: JSON.stringify([{ SliceLen: 1, Interval: 1 }]) },
  });
  expect(created.json).toMatchObject({ SuccessExecutions: [{ AliUid: other.aliUid }] });
});

test("two keys of one account see the same", async () => {
  const simulator = await start({ seed: [plan], accounts: [sameAccount] });
  const reply = await call({ ...simulator, ...sameAccount }, "StopScheduledPreloadExecution", {
    query: { Id: PLAN_ID },
  });
  expect(reply.status).toBe(200);
});

test("a plan given to another account takes its job along when it is the only one", async () => {
  const simulator = await start({ now: NOON, seed: [plan] });
  simulator.putPlan(PLAN_ID, { AliUid: other.aliUid });
  const listed = await call(simulator, "ListScheduledPreloadExecutions", { query: { Id: JOB_ID } });
  expect(listed.json).toMatchObject({ Code: "InvalidUid.PermissionDenied" });
});

test("a job shared with another account shows each its own plans", async () => {
  const second = { ...plan, Id: "66599bd7397885b43804901d", AliUid: other.aliUid };
  const simulator = await start({ now: NOON, seed: [plan, second], accounts: [other] });
  const listed = await call(simulator, "ListScheduledPreloadExecutions", { query: { Id: JOB_ID } });
  expect(listed.json).toMatchObject({ TotalCount: 1, Executions: [{ Id: PLAN_ID }] });
});

test("a seeded job stays with its account although its only plan is another's", async () => {
  const seed = { jobs: [{ Id: JOB_ID }], plans: [{ ...plan, AliUid: other.aliUid }] };
  const simulator = await start({ now: NOON, seed });
  const listed = await call(simulator, "ListScheduledPreloadExecutions", { query: { Id: JOB_ID } });
  expect(listed.json).toMatchObject({ TotalCount: 0 });
  const stopped = await call(simulator, "StopScheduledPreloadExecution", { query: { Id: PLAN_ID } });
  expect(stopped.json).toMatchObject({ Code: "InvalidUid.PermissionDenied" });
});
