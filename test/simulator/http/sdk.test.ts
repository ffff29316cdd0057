import Esa, * as esa from "@alicloud/esa20240910";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import type { Simulator } from "../../../simulator";
import { closeAll, JOB_ID, NOON, PLAN, PLAN_ID, start, START, STOP } from "../running";

afterEach(closeAll);

const SITE_ID = 190007158391808;
const times = { startTime: PLAN.StartTime, endTime: PLAN.EndTime };

function clientOf({ endpoint, accessKeyId, accessKeySecret }: Simulator, securityToken?: string): Esa {
  const token = securityToken === undefined ? {} : { securityToken, type: "sts" };
  return new Esa(new $OpenApiUtil.Config({ endpoint, accessKeyId, accessKeySecret, protocol: "HTTP", ...token }));
}

const stopOf = (id: string) => new esa.StopScheduledPreloadExecutionRequest({ id });

test("the official SDK creates, gets, lists, resets and deletes a job", async () => {
  const client = clientOf(await start({ now: NOON }));
  const urlList = "http://testurl.com/a.txt\nhttp://testurl.com/b.txt";
  const fields = { siteId: SITE_ID, name: "a + b & c=d *~", insertWay: "textBox" };
  const { body: created } = await client.createScheduledPreloadJob(
    new esa.CreateScheduledPreloadJobRequest({ ...fields, urlList }),
  );
  const counted = { urlCount: 2, domains: "testurl.com", taskType: "preload" };
  expect(created).toMatchObject({ name: fields.name, ...counted });
  const id = created?.id ?? "";
  const get = new esa.GetScheduledPreloadJobRequest({ id });
  expect((await client.getScheduledPreloadJob(get)).body).toMatchObject({ id, ...fields });
  const list = new esa.ListScheduledPreloadJobsRequest({ siteId: SITE_ID, pageNumber: 1, pageSize: 20 });
  const { body: listed } = await client.listScheduledPreloadJobs(list);
  expect(listed).toMatchObject({ totalCount: "1", jobs: [{ id, executionCount: 0 }] });
  const { body: reset } = await client.resetScheduledPreloadJob(new esa.ResetScheduledPreloadJobRequest({ id }));
  expect(reset).toMatchObject({ id, urlSubmitted: 0 });
  await client.deleteScheduledPreloadJob(new esa.DeleteScheduledPreloadJobRequest({ id }));
  const data = { Code: "InvalidJob.NotFound", RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string };
  const error = { code: "InvalidJob.NotFound", statusCode: 404, data };
  await expect(client.getScheduledPreloadJob(get)).rejects.toMatchObject(error);
});

test("the official SDK creates, lists, updates and deletes plans", async () => {
  const client = clientOf(await start({ now: NOON, seed: { jobs: [{ Id: JOB_ID }] } }));
  const fields = { sliceLen: 10, interval: 30, ...times };
  const entry = new esa.CreateScheduledPreloadExecutionsRequestExecutions(fields);
  const { body: created } = await client.createScheduledPreloadExecutions(
    new esa.CreateScheduledPreloadExecutionsRequest({ id: JOB_ID, executions: [entry, entry] }),
  );
  expect(created).toMatchObject({ totalCount: 2, successCount: 2, failedExecutions: [], failedMessages: [] });
  const [first, second] = created?.successExecutions ?? [];
  expect(first).toMatchObject({ jobId: JOB_ID, status: "waiting", ...fields });
  const changed = { interval: 45, endTime: "2024-05-31T15:00:00Z" };
  const { body: updated } = await client.updateScheduledPreloadExecution(
    new esa.UpdateScheduledPreloadExecutionRequest({ id: first?.id, ...changed }),
  );
  expect(updated).toMatchObject({ sliceLen: 10, ...changed });
  await client.deleteScheduledPreloadExecution(new esa.DeleteScheduledPreloadExecutionRequest({ id: second?.id }));
  const { body: listed } = await client.listScheduledPreloadExecutions(
    new esa.ListScheduledPreloadExecutionsRequest({ id: JOB_ID }),
  );
  expect(listed).toMatchObject({ totalCount: 1, executions: [{ id: first?.id, interval: 45 }] });
});

test("the official SDK stops and starts a plan", async () => {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status: "running" }] });
  const client = clientOf(simulator);
  const { body: stopped } = await client.stopScheduledPreloadExecution(stopOf(PLAN_ID));
  expect(stopped).toMatchObject({ id: PLAN_ID, jobId: JOB_ID, status: "stopped", aliUid: "1000000000000001" });
  const { body: started } = await client.startScheduledPreloadExecution(
    new esa.StartScheduledPreloadExecutionRequest({ id: PLAN_ID }),
  );
  expect(started).toMatchObject({ id: PLAN_ID, status: "waiting", ...times });
  const seen = { method: "POST", query: { Id: PLAN_ID }, status: 200, effect: true };
  expect(simulator.calls()).toMatchObject([STOP, START].map((action) => ({ action, ...seen })));
});

test("the official SDK signs with a security token", async () => {
  const account = { accessKeyId: "sts-key", accessKeySecret: "sts-secret", aliUid: "42", securityToken: "token+/=" };
  const simulator = await start({ seed: [{ Id: PLAN_ID, AliUid: "42" }], accounts: [account] });
  const stopWith = (token: string) =>
    clientOf({ ...simulator, ...account }, token).stopScheduledPreloadExecution(stopOf(PLAN_ID));
  expect((await stopWith(account.securityToken)).body).toMatchObject({ status: "stopped", aliUid: "42" });
  const code = "InvalidSecurityToken.MismatchWithAccessKey";
  await expect(stopWith("another")).rejects.toMatchObject({ code });
});
