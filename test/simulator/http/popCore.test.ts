import RPCClient from "@alicloud/pop-core";
import type { Simulator } from "../../../simulator";
import { closeAll, JOB_ID, LIST, LIST_JOBS, NOON, PLAN, PLAN_ID, start, START, STOP } from "../running";
import { CREATE, CREATE_JOB, DELETE, DELETE_JOB, RESET_JOB, UPDATE } from "../running";

afterEach(closeAll);

const GET_JOB = "GetScheduledPreloadJob";
const SITE_ID = 190007158391808;

/** Alibaba Cloud's older SDK, which signs with SignatureVersion 1.0: POST has all in the form, GET in the query. */
function clientOf({ url, accessKeyId, accessKeySecret }: Simulator) {
  const client = new RPCClient({ endpoint: url, apiVersion: "2024-09-10", accessKeyId, accessKeySecret });
  return (action: string, parameters: object, method = /^(List|Get)/.test(action) ? "GET" : "POST") =>
    client.request<Record<string, unknown>>(action, parameters, { method });
}

test("the older SDK creates, gets, lists, resets and deletes a job", async () => {
  const simulator = await start({ now: NOON });
  const send = clientOf(simulator);
  const fields = { SiteId: SITE_ID, Name: "a + b & c=d *~ é", InsertWay: "textBox" };
  const created = await send(CREATE_JOB, { ...fields, UrlList: "http://a.test/1\nhttp://a.test/2" });
  expect(created).toMatchObject({ ...fields, UrlCount: 2 });
  const job = { Id: created.Id };
  expect(await send(GET_JOB, job)).toMatchObject({ ...job, ...fields });
  const listed = await send(LIST_JOBS, { SiteId: SITE_ID, PageNumber: 1, PageSize: 20 });
  expect(listed).toMatchObject({ TotalCount: "1", Jobs: [job] });
  expect(await send(RESET_JOB, job)).toMatchObject({ ...job, UrlSubmitted: 0 });
  await send(DELETE_JOB, job);
  await expect(send(GET_JOB, job)).rejects.toMatchObject({ code: "InvalidJob.NotFound" });
});

test("the older SDK creates, updates, lists, stops, starts and deletes plans", async () => {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status: "running" }] });
  const send = clientOf(simulator);
  const Executions = JSON.stringify([{ SliceLen: 10, Interval: 30 }]);
  const { SuccessExecutions } = await send(CREATE, { Id: JOB_ID, Executions });
  const [{ Id = "" } = {}] = SuccessExecutions as { Id?: string }[];
  expect(await send(UPDATE, { Id, Interval: 45 })).toMatchObject({ Id, SliceLen: 10, Interval: 45 });
  expect(await send(LIST, { Id: JOB_ID })).toMatchObject({ TotalCount: 2, Executions: [{ Id: PLAN_ID }, { Id }] });
  expect(await send(STOP, { Id: PLAN_ID })).toMatchObject({ Id: PLAN_ID, Status: "stopped" });
  expect(await send(START, { Id: PLAN_ID })).toMatchObject({ Id: PLAN_ID, Status: "waiting" });
  await send(DELETE, { Id });
  expect(simulator.plans()).toMatchObject([{ Id: PLAN_ID }]);
  await expect(send(STOP, { Id: PLAN_ID }, "GET")).rejects.toMatchObject({ code: "UnsupportedHTTPMethod" });
});
