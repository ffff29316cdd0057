import { closeAll, JOB_ID, NOON, PLAN, PLAN_ID, start } from "../running";
import { call, type Reply } from "../secondClient";
import type { Simulator } from "../../../simulator";

afterEach(closeAll);

const form = {
  SiteId: 7,
  Name: "a",
  InsertWay: "textBox",
  UrlList: "http://a.test/1\nno url\n\nhttp://a.test/2\n",
};
const create = (simulator: Simulator, change: object = {}): Promise<Reply> =>
  call(simulator, "CreateScheduledPreloadJob", { form: { ...form, ...change } });
const list = (simulator: Simulator, query: object = {}): Promise<Reply> =>
  call(simulator, "ListScheduledPreloadJobs", { query: { SiteId: 7, ...query } });
const names = ({ json }: Reply): string[] => (json.Jobs as { Name: string }[]).map(({ Name }) => Name);

test("counts the URLs of a list, names their hosts and reports what is no URL", async () => {
  const simulator = await start();
  expect((await create(simulator)).json).toMatchObject({
    UrlCount: 3,
    Domains: "a.test",
    ErrorInfo: "InvalidUrl",
  });
});

test("refuses one job more than a site can have: InvalidJob.JobCountOfSiteFull", async () => {
  const simulator = await start({ maxJobsPerSite: 2 });
  for (const Name of ["a", "b"]) expect((await create(simulator, { Name })).status).toBe(200);
  expect(await create(simulator)).toMatchObject({
    status: 400,
    json: { Code: "InvalidJob.JobCountOfSiteFull" },
  });
  expect((await create(simulator, { SiteId: 8 })).status).toBe(200);
});

test("lists the jobs of a site page by page, TotalCount being text", async () => {
  const simulator = await start();
  for (const Name of ["a", "b", "c"]) await create(simulator, { Name });
  await create(simulator, { SiteId: 8 });
  const first = await list(simulator, { PageSize: 2 });
  expect(first.json).toMatchObject({ TotalCount: "3" });
  expect(names(first)).toEqual(["a", "b"]);
  expect(names(await list(simulator, { PageSize: 2, PageNumber: 2 }))).toEqual(["c"]);
  expect(names(await list(simulator, { PageSize: 2, PageNumber: 3 }))).toEqual([]);
});

test("lists the jobs that were created within a span", async () => {
  const simulator = await start({ now: NOON });
  await create(simulator, { Name: "early" });
  simulator.advanceClock(3600);
  await create(simulator, { Name: "late" });
  const between = Date.parse("2024-05-31T12:30:00Z");
  expect(names(await list(simulator, { EndTime: between }))).toEqual(["early"]);
  expect(names(await list(simulator, { StartTime: between }))).toEqual(["late"]);
});

test("deletes a job with its plans", async () => {
  const simulator = await start({ now: NOON, seed: [PLAN, { Id: "0".repeat(24), JobId: "1".repeat(24) }] });
  expect((await call(simulator, "DeleteScheduledPreloadJob", { query: { Id: JOB_ID } })).status).toBe(200);
  expect(simulator.plans()).toMatchObject([{ Id: "0".repeat(24) }]);
  const stop = await call(simulator, "StopScheduledPreloadExecution", { query: { Id: PLAN_ID } });
  expect(stop.json).toMatchObject({ Code: "InvalidExecution.NotFound" });
});

test("resets the progress of a job", async () => {
  const simulator = await start({ seed: { jobs: [{ Id: JOB_ID, UrlSubmitted: 5, TaskSubmitted: 2 }] } });
  const reply = await call(simulator, "ResetScheduledPreloadJob", { query: { Id: JOB_ID } });
  expect(reply.json).toMatchObject({ Id: JOB_ID, UrlSubmitted: 0, TaskSubmitted: 0 });
});
