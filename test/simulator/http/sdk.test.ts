import Esa, * as esa from "@alicloud/esa20240910";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import type { Simulator } from "../../../simulator";
import { ABSENT_ID, closeAll, JOB_ID, NOON, PLAN, PLAN_ID, start } from "../running";

afterEach(closeAll);

function clientOf({ endpoint, accessKeyId, accessKeySecret }: Simulator, securityToken?: string): Esa {
  const token = securityToken === undefined ? {} : { securityToken, type: "sts" };
  return new Esa(new $OpenApiUtil.Config({ endpoint, accessKeyId, accessKeySecret, protocol: "HTTP", ...token }));
}

const seed = [{ ...PLAN, Status: "running" as const }];

describe("the official SDK", () => {
  test("creates, gets, lists, resets and deletes a job", async () => {
    const client = clientOf(await start({ now: NOON }));
    const { body: created } = await client.createScheduledPreloadJob(
      new esa.CreateScheduledPreloadJobRequest({
        siteId: 190007158391808,
        name: "a + b & c=d *~",
        insertWay: "textBox",
        urlList: "http://testurl.com/a.txt\nhttp://testurl.com/b.txt",
      }),
    );
    expect(created).toMatchObject({
      name: "a + b & c=d *~",
      urlCount: 2,
      domains: "testurl.com",
      taskType: "preload",
    });
    const id = created?.id ?? "";
    const { body: got } = await client.getScheduledPreloadJob(new esa.GetScheduledPreloadJobRequest({ id }));
    expect(got).toMatchObject({ id, siteId: 190007158391808, insertWay: "textBox" });
    const { body: listed } = await client.listScheduledPreloadJobs(
      new esa.ListScheduledPreloadJobsRequest({ siteId: 190007158391808, pageNumber: 1, pageSize: 20 }),
    );
    expect(listed).toMatchObject({ totalCount: "1", jobs: [{ id, executionCount: 0 }] });
    const { body: reset } = await client.resetScheduledPreloadJob(new esa.ResetScheduledPreloadJobRequest({ id }));
    expect(reset).toMatchObject({ id, urlSubmitted: 0 });
    await client.deleteScheduledPreloadJob(new esa.DeleteScheduledPreloadJobRequest({ id }));
    await expect(client.getScheduledPreloadJob(new esa.GetScheduledPreloadJobRequest({ id }))).rejects.toMatchObject({
      code: "InvalidJob.NotFound",
      statusCode: 404,
    });
  });

  test("creates, lists, updates and deletes plans", async () => {
    const client = clientOf(await start({ now: NOON, seed: { jobs: [{ Id: JOB_ID }] } }));
    const entry = new esa.CreateScheduledPreloadExecutionsRequestExecutions({
      sliceLen: 10,
      interval: 30,
      startTime: PLAN.StartTime,
      endTime: PLAN.EndTime,
    });
    const { body: created } = await client.createScheduledPreloadExecutions(
      new esa.CreateScheduledPreloadExecutionsRequest({ id: JOB_ID, executions: [entry, entry] }),
    );
    expect(created).toMatchObject({
      totalCount: 2,
      successCount: 2,
      failedExecutions: [],
      failedMessages: [],
    });
    const [first, second] = created?.successExecutions ?? [];
    expect(first).toMatchObject({ jobId: JOB_ID, status: "waiting", sliceLen: 10, interval: 30, ...times() });
    const { body: updated } = await client.updateScheduledPreloadExecution(
      new esa.UpdateScheduledPreloadExecutionRequest({
        id: first?.id,
        interval: 45,
        endTime: "2024-05-31T15:00:00Z",
      }),
    );
    expect(updated).toMatchObject({ interval: 45, sliceLen: 10, endTime: "2024-05-31T15:00:00Z" });
    await client.deleteScheduledPreloadExecution(new esa.DeleteScheduledPreloadExecutionRequest({ id: second?.id }));
    const { body: listed } = await client.listScheduledPreloadExecutions(
      new esa.ListScheduledPreloadExecutionsRequest({ id: JOB_ID }),
    );
    expect(listed).toMatchObject({ totalCount: 1, executions: [{ id: first?.id, interval: 45 }] });
  });

  test("stops and starts a plan", async () => {
    const simulator = await start({ now: NOON, seed });
    const client = clientOf(simulator);
    const { body: stopped } = await client.stopScheduledPreloadExecution(
      new esa.StopScheduledPreloadExecutionRequest({ id: PLAN_ID }),
    );
    expect(stopped).toMatchObject({
      id: PLAN_ID,
      jobId: JOB_ID,
      status: "stopped",
      aliUid: "1000000000000001",
    });
    const { body: started } = await client.startScheduledPreloadExecution(
      new esa.StartScheduledPreloadExecutionRequest({ id: PLAN_ID }),
    );
    expect(started).toMatchObject({ id: PLAN_ID, status: "waiting", ...times() });
    expect(
      simulator.calls().map(({ action, method, query, status, effect }) => ({ action, method, query, status, effect })),
    ).toEqual([
      {
        action: "StopScheduledPreloadExecution",
        method: "POST",
        query: { Id: PLAN_ID },
        status: 200,
        effect: true,
      },
      {
        action: "StartScheduledPreloadExecution",
        method: "POST",
        query: { Id: PLAN_ID },
        status: 200,
        effect: true,
      },
    ]);
  });

  test("sees an error with its code, status and request id", async () => {
    const client = clientOf(await start());
    const call = client.stopScheduledPreloadExecution(new esa.StopScheduledPreloadExecutionRequest({ id: ABSENT_ID }));
    await expect(call).rejects.toMatchObject({
      code: "InvalidExecution.NotFound",
      statusCode: 404,
      data: {
        Code: "InvalidExecution.NotFound",
        RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string,
      },
    });
  });

  test("signs with a security token", async () => {
    const account = {
      accessKeyId: "sts-key",
      accessKeySecret: "sts-secret",
      aliUid: "42",
      securityToken: "token+/=",
    };
    const simulator = await start({
      seed: [{ Id: PLAN_ID, AliUid: "42", Status: "running" }],
      accounts: [account],
    });
    const request = new esa.StopScheduledPreloadExecutionRequest({ id: PLAN_ID });
    const client = clientOf({ ...simulator, ...account }, account.securityToken);
    expect((await client.stopScheduledPreloadExecution(request)).body).toMatchObject({
      status: "stopped",
      aliUid: "42",
    });
    const wrong = clientOf({ ...simulator, ...account }, "another");
    await expect(wrong.stopScheduledPreloadExecution(request)).rejects.toMatchObject({
      code: "InvalidSecurityToken.MismatchWithAccessKey",
    });
  });
});

function times(): { startTime: string; endTime: string } {
  return { startTime: PLAN.StartTime, endTime: PLAN.EndTime };
}
