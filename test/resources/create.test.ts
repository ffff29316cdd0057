import type { PlanStatus } from "../../provider/esa/statuses";
import { failureOf, jobId, otherPlanId, planId, putPlan, useWorld } from "../world/world";
import { expectEnd, refused, setUp, type Row } from "./methods";

const world = useWorld();
const blind = { planId, desiredStatus: "stopped" };
const stopped = { ...blind, jobId };
const running = { ...stopped, desiredStatus: "running" };
const create = (args: object) => world.newProvider().create({ ...args });

/** What is observed x what is declared, with the job known. */
test.each<[PlanStatus, Record<string, unknown>, string[], PlanStatus, RegExp | undefined]>([
  ["running", stopped, ["List", "Stop"], "stopped", undefined],
  ["waiting", { ...stopped, whenWaiting: "leave" }, ["List"], "waiting", /: warning: is waiting.*begins at/],
  ["finished", stopped, ["List"], "finished", /: had finished/],
  ["waiting", running, ["List"], "waiting", undefined],
  ["stopped", running, ["List", "Start"], "waiting", undefined],
  ["failed", running, ["List", "Start"], "waiting", undefined],
])("a %s plan, declared %j: calls %j and ends %s", async (Status, args, calls, status, remark) => {
  const says = remark && new RegExp(`^${planId}${remark.source}`);
  const row = { plan: { Status }, calls, outs: { ...args, jobId, status }, ...(says && { says }) };
  setUp(world, row);
  await expectEnd(world, row, create(args));
});

test("the outputs are every response element, the request id of the write, and the arguments that were given", async () => {
  putPlan(world, { Status: "running", Interval: 60, SliceLen: 10 });
  const { id, outs } = await create(stopped);
  const plan = world.plan();
  expect(id).toBe(planId);
  expect(outs).toEqual({
    ...stopped,
    endpoint: world.simulator.endpoint,
    status: "stopped",
    startTime: plan.StartTime,
    endTime: plan.EndTime,
    interval: 60,
    sliceLen: 10,
    aliUid: plan.AliUid,
    requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string,
    __given: ["jobId"],
  });
});

const mayHaveRun = /^StopScheduledPreloadExecution failed: .*\n.*\n.*may not be running.*Give jobId/;
const gone = new RegExp(`${planId} does not exist.*${jobId}[^]*Check planId and jobId`);

test.each<[string, object, Row]>([
  [
    "without a job, is content with a failed plan",
    blind,
    {
      plan: { Status: "failed" },
      mode: "unchanged",
      calls: ["Stop"],
      outs: { jobId, status: "failed" },
      says: /: had failed/,
    },
  ],
  [
    "without a job, says that jobId helps when the Stop is refused by a code of no document",
    blind,
    { plan: { Status: "stopped" }, calls: ["Stop 400"], fails: mayHaveRun },
  ],
  [
    "without a job, says that a Stop whose answer was lost may have been carried out",
    blind,
    {
      plan: { Status: "running" },
      fault: [{ kind: "resetAfterEffect" }],
      fails: /may have stopped the plan. Give jobId/,
    },
  ],
  [
    "without a job, takes the Stop's word that there is no such plan",
    blind,
    { fails: /InvalidExecution.NotFound \(HTTP 404\)[^]*may have been deleted/ },
  ],
  [
    "looks again for a plan that isn't there, for a moment",
    stopped,
    { calls: Array<string>(4).fill("List"), fails: gone },
  ],
  [
    "fails at once for a plan that begins after the time, naming what it would need",
    { ...stopped, whenWaiting: "wait", timeoutSeconds: 60 },
    {
      plan: { Status: "waiting" },
      calls: ["List"],
      fails: /in 3600 s.*allows \(60 s\)[^]*timeoutSeconds to at least 3660/,
    },
  ],
  [
    "starts a plan whose end is over, with a warning",
    running,
    {
      plan: { Status: "stopped", EndTime: "2026-06-01T11:59:00Z" },
      outs: { status: expect.stringMatching(/waiting|finished/) as string },
      says: /warning: started after its end time 2026-06-01T11:59:00/,
    },
  ],
  [
    "looks once after a Start that a code of no document refused, and sends no other while nothing has changed",
    running,
    {
      plan: { Status: "failed" },
      fault: [refused("Surprise", 9), "Start"],
      calls: ["List", "Start 400", "List"],
      fails: /^StartScheduledPreloadExecution failed: Surprise/,
    },
  ],
])("%s", async (_, args, row) => {
  setUp(world, row);
  await expectEnd(world, row, create(args));
});

test("stops a waiting plan as soon as it runs, with whenWaiting wait", async () => {
  putPlan(world, { Status: "waiting", StartTime: "2026-06-01T12:03:00Z" });
  const { outs } = await create({ ...stopped, whenWaiting: "wait" });
  expect(outs).toMatchObject({ status: "stopped" });
  expect(world.calls().filter((call) => call !== "List")).toEqual(["Stop"]);
  // A line now and then during three minutes, not one for each look.
  expect(world.printed.length).toBeGreaterThanOrEqual(3);
  expect(world.printed.length).toBeLessThanOrEqual(8);
  for (const line of world.printed) {
    expect(line).toMatch(/waiting for its start at 2026-06-01T12:03:00.*; until 2026-06-01T12:0\d:00Z at the latest$/);
  }
});

test("keeps that a plan still waits where its start is put off beyond the time", async () => {
  const later = () => new Date(world.clock.now() + 15_000).toISOString();
  const postpone = () => putPlan(world, { Status: "waiting", StartTime: later() });
  postpone();
  world.meanwhile = postpone;
  const args = { ...stopped, whenWaiting: "wait", timeoutSeconds: 30, __provider: "the handler" };
  const keeps = { status: "waiting", desiredStatus: "running", __provider: "the handler" };
  const fails = new RegExp(`${planId} begins at .* longer than timeoutSeconds allows \\(30 s\\)`);
  const failure = await failureOf(create(args));
  expect(failure).toMatchObject({ message: expect.stringMatching(fails) as string, id: planId, properties: keeps });
});

test("finds a plan that was only too new to be listed", async () => {
  world.simulator.setOptions({ listLagSeconds: 1 });
  putPlan(world, {}, otherPlanId);
  world.simulator.advanceClock(5);
  putPlan(world, { Status: "running" });
  expect((await create(stopped)).outs).toMatchObject({ status: "stopped" });
  expect(world.calls()).toEqual(["List", "List", "List", "Stop"]);
});

test("a Start of a failed plan that is left unfinished is asked for again by the next up", async () => {
  putPlan(world, { Status: "failed" });
  world.simulator.addFault({ kind: "reset", action: "StartScheduledPreloadExecution", times: 1000 });
  const news = { ...running, timeoutSeconds: 5 };
  const { properties = {} } = await failureOf(create(news));
  expect(properties).toMatchObject({ status: "failed", desiredStatus: "stopped" });
  world.simulator.clearFaults();
  const provider = world.newProvider();
  expect((await provider.diff(planId, properties, news)).changes).toBe(true);
  await provider.update(planId, properties, news);
  expect(world.plan().Status).toMatch(/waiting|running/);
});
