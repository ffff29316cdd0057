import type { Simulator } from "../../../simulator";
import { closeAll, CREATE_JOB, DELETE_JOB, JOB_ID, LIST_JOBS, NOON, PLAN, PLAN_ID, start } from "../running";
import { call, type Reply } from "../signedCall";

afterEach(closeAll);

const UrlList = "http://a.test/1 2\nno url\n\nhttp://b.test/2\nhttp://a.test/\n";
const create = (simulator: Simulator, change: object = {}): Promise<Reply> =>
  call(simulator, CREATE_JOB, { form: { SiteId: 7, Name: "a", InsertWay: "textBox", UrlList, ...change } });

async function list(simulator: Simulator, query: object = {}) {
  const { json } = await call(simulator, LIST_JOBS, { query: { SiteId: 7, ...query } });
  return (json.Jobs as { Name: string }[]).map(({ Name }) => Name);
}

test("counts the URLs of a list, names their hosts and reports what is no URL", async () => {
  const { json } = await create(await start(), { Name: "nächtlich *~(1)!'" });
  const counted = { UrlCount: 4, Domains: "a.test,b.test", ErrorInfo: "InvalidUrl" };
  expect(json).toMatchObject({ Name: "nächtlich *~(1)!'", ...counted });
});

test("lists the jobs of a site page by page, TotalCount being text", async () => {
  const simulator = await start({ seed: { jobs: [{ Id: JOB_ID, SiteId: 7, Name: "a" }], plans: [{ Id: PLAN_ID }] } });
  for (const Name of ["b", "c"]) await create(simulator, { Name });
  await create(simulator, { SiteId: 8 });
  const first = await call(simulator, LIST_JOBS, { query: { SiteId: 7, PageSize: 2 } });
  expect(first.json).toMatchObject({
    TotalCount: "3",
    Jobs: [
      { Name: "a", ExecutionCount: 1 },
      { Name: "b", ExecutionCount: 0 },
    ],
  });
  expect(await list(simulator, { PageSize: 2, PageNumber: 2 })).toEqual(["c"]);
  expect(await list(simulator, { PageSize: 2, PageNumber: 3 })).toEqual([]);
});

test("lists a job by the time of its creation that it shows", async () => {
  const simulator = await start({ now: "2024-05-31T12:00:00.700Z" });
  const { json } = await create(simulator);
  const at = Date.parse(String(json.CreatedAt));
  expect(await list(simulator, { StartTime: at, EndTime: at })).toEqual(["a"]);
  expect(await list(simulator, { StartTime: at + 1 })).toEqual([]);
  expect(await list(simulator, { EndTime: at - 1 })).toEqual([]);
});

test("deletes a job with its plans, and no other", async () => {
  const simulator = await start({ now: NOON, seed: [PLAN, { Id: "0".repeat(24), JobId: "1".repeat(24) }] });
  expect((await call(simulator, DELETE_JOB, { query: { Id: JOB_ID } })).outcome).toBe("200");
  expect(simulator.plans()).toMatchObject([{ Id: "0".repeat(24) }]);
  expect(simulator.jobs()).toMatchObject([{ Id: "1".repeat(24) }]);
});
