import { ABSENT_ID, closeAll, NOON, start } from "../running";
import { call, type Reply } from "../secondClient";

afterEach(closeAll);

const ids = (reply: Reply): unknown[] => (reply.json.Executions as { Id: string }[]).map(({ Id }) => Id);

test("a client written from the signature's documentation alone drives every operation", async () => {
  const simulator = await start({ now: NOON });
  const job = await call(simulator, "CreateScheduledPreloadJob", {
    form: {
      SiteId: 7,
      Name: "nächtlich *~(1)!'",
      InsertWay: "textBox",
      UrlList: "http://a.test/1 2\nhttp://b.test/",
    },
  });
  expect(job).toMatchObject({
    status: 200,
    json: { Name: "nächtlich *~(1)!'", UrlCount: 2, Domains: "a.test,b.test" },
  });
  const JobId = job.json.Id as string;
  const executions = [
    {
      SliceLen: 5,
      Interval: 30,
      StartTime: "2024-05-31T21:00:00+08:00",
      EndTime: "2024-05-31T22:00:00+08:00",
    },
  ];
  const created = await call(simulator, "CreateScheduledPreloadExecutions", {
    query: { Id: JobId },
    form: { Executions: JSON.stringify(executions) },
  });
  expect(created.json).toMatchObject({ TotalCount: 1, SuccessCount: 1, FailedExecutions: [] });
  const [plan] = created.json.SuccessExecutions as [{ Id: string; Status: string }];
  expect(plan).toMatchObject({ JobId, Status: "waiting", StartTime: "2024-05-31T21:00:00+08:00" });
  const query = { Id: plan.Id };

  simulator.advanceClock(3600);
  expect((await call(simulator, "StopScheduledPreloadExecution", { query })).json).toMatchObject({
    Status: "stopped",
  });
  expect((await call(simulator, "StartScheduledPreloadExecution", { query })).json).toMatchObject({
    Status: "waiting",
  });
  const updated = await call(simulator, "UpdateScheduledPreloadExecution", { query, form: { SliceLen: 6 } });
  expect(updated.json).toMatchObject({ SliceLen: 6, Interval: 30 });
  const listed = await call(simulator, "ListScheduledPreloadExecutions", { query: { Id: JobId } });
  expect(listed.json).toMatchObject({ TotalCount: 1 });
  expect(ids(listed)).toEqual([plan.Id]);
  const jobs = await call(simulator, "ListScheduledPreloadJobs", { query: { SiteId: 7 } });
  expect(jobs.json).toMatchObject({ TotalCount: "1", Jobs: [{ Id: JobId, ExecutionCount: 1 }] });

  const deleted = await call(simulator, "DeleteScheduledPreloadExecution", { query });
  expect(Object.keys(deleted.json)).toEqual(["RequestId"]);
  expect(ids(await call(simulator, "ListScheduledPreloadExecutions", { query: { Id: JobId } }))).toEqual([]);
  expect((await call(simulator, "GetScheduledPreloadJob", { query: { Id: JobId } })).json).toMatchObject({
    Id: JobId,
  });
  await call(simulator, "DeleteScheduledPreloadJob", { query: { Id: JobId } });
  const gone = await call(simulator, "GetScheduledPreloadJob", { query: { Id: JobId } });
  expect(gone).toMatchObject({ status: 404, json: { Code: "InvalidJob.NotFound" } });
});

test("takes Id from the form as well, as pulumi-alicloud sends it", async () => {
  const simulator = await start({ now: NOON, seed: [{ Id: ABSENT_ID, Status: "running" }] });
  const reply = await call(simulator, "StopScheduledPreloadExecution", {
    form: { Id: ABSENT_ID, RegionId: "cn-hangzhou" },
  });
  expect(reply.json).toMatchObject({ Id: ABSENT_ID, Status: "stopped" });
});

test("answers an error in ESA's own form", async () => {
  const simulator = await start();
  const reply = await call(simulator, "StopScheduledPreloadExecution", { query: { Id: ABSENT_ID } });
  expect(reply.status).toBe(404);
  expect(reply.type).toMatch(/^application\/json/);
  expect(reply.json).toEqual({
    RequestId: expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/) as string,
    HostId: simulator.endpoint,
    Code: "InvalidExecution.NotFound",
    Message:
      "The execution plan does not exist. Check whether the parameters such as the execution ID, start time, and end time are correct.",
    Recommend: expect.stringContaining("q=InvalidExecution.NotFound") as string,
  });
});

test("gives every answer a request id of its own", async () => {
  const simulator = await start();
  const replies = await Promise.all(
    [1, 2].map(() => call(simulator, "ListScheduledPreloadJobs", { query: { SiteId: 1 } })),
  );
  expect(new Set(replies.map(({ json }) => json.RequestId)).size).toBe(2);
});
