import { closeAll, CREATE, CREATE_JOB, DELETE, DELETE_JOB, JOB_ID, LIST, LIST_JOBS, NOON } from "../running";
import { PLAN, PLAN_ID, RESET_JOB, start, START, STOP, UPDATE } from "../running";
import { call } from "../signedCall";

afterEach(closeAll);

const other = { accessKeyId: "other-key", accessKeySecret: "other-secret", aliUid: "2000000000000002" };
const plan = { ...PLAN, Status: "running" as const };

test.each([
  ...[STOP, START, UPDATE, DELETE].map((action) => [action, PLAN_ID]),
  ...[LIST, CREATE, "GetScheduledPreloadJob", DELETE_JOB, RESET_JOB].map((action) => [action, JOB_ID]),
])("%s refuses what belongs to another account", async (action = "", Id = "") => {
  const simulator = await start({ now: NOON, seed: [plan], accounts: [other] });
  const before = simulator.plans();
  const { outcome } = await call({ ...simulator, ...other }, action, { query: { Id } });
  expect(outcome).toBe("403 InvalidUid.PermissionDenied");
  expect(simulator.plans()).toEqual(before);
});

test("what an account creates is its own, and it lists its own jobs only", async () => {
  const simulator = await start({ seed: { jobs: [{ Id: JOB_ID, SiteId: 7 }] }, accounts: [other] });
  const form = { SiteId: 7, Name: "a", InsertWay: "oss", OssUrl: "https://bucket.test/urls" };
  const job = (await call({ ...simulator, ...other }, CREATE_JOB, { form })).json as { Id: string };
  expect(job).toMatchObject({ AliUid: other.aliUid, InsertWay: "oss" });
  const created = await call({ ...simulator, ...other }, CREATE, {
    query: { Id: job.Id },
    form: { Executions: JSON.stringify([{ SliceLen: 1, Interval: 1 }]) },
  });
  expect(created.json).toMatchObject({ SuccessExecutions: [{ AliUid: other.aliUid }] });
  for (const [account, Id] of [[{}, JOB_ID] as const, [other, job.Id] as const]) {
    const { json } = await call({ ...simulator, ...account }, LIST_JOBS, { query: { SiteId: 7 } });
    expect(json).toMatchObject({ TotalCount: "1", Jobs: [{ Id }] });
  }
});
