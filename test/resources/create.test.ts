import type { PlanStatus } from "../../provider/esa/statuses";
import { failureOf, jobId, otherPlanId, planId, putPlan, useWorld } from "../world/world";

const world = useWorld();

const stopped = { planId, desiredStatus: "stopped" };
const running = { planId, desiredStatus: "running", jobId };

/** What is observed x what is declared: the table of the design, with the job known. */
describe.each<[PlanStatus, Record<string, unknown>, string[], PlanStatus, RegExp | undefined]>([
  ["running", stopped, ["List", "Stop"], "stopped", undefined],
  ["waiting", { ...stopped, whenWaiting: "leave" }, ["List"], "waiting", /warning: is waiting.*begins at/],
  ["stopped", stopped, ["List"], "stopped", undefined],
  ["finished", stopped, ["List"], "finished", /had finished/],
  ["failed", stopped, ["List"], "failed", /had failed/],
  ["running", running, ["List"], "running", undefined],
  ["waiting", running, ["List"], "waiting", undefined],
  ["stopped", running, ["List", "Start"], "waiting", undefined],
  ["finished", running, ["List"], "finished", /had finished/],
  ["failed", running, ["List", "Start"], "waiting", undefined],
])("a %s plan, declared %j", (observed, declared, calls, status, remark) => {
  test(`calls ${calls.join(", ")} and ends ${status}`, async () => {
    putPlan(world, { Status: observed });
    const { id, outs } = await world.newProvider().create({ ...declared, jobId });
    expect(world.calls()).toEqual(calls);
    expect(id).toBe(planId);
    expect(outs).toMatchObject({ ...declared, jobId, status });
    expect(world.printed).toEqual(remark ? [expect.stringMatching(remark)] : []);
    expect(world.printed.every((line) => line.startsWith(`${planId}: `))).toBe(true);
  });
});

describe("the outputs", () => {
  test("are every response element, the request id of the write, and the arguments", async () => {
    putPlan(world, { Status: "running", Interval: 60, SliceLen: 10 });
    const { outs } = await world.newProvider().create({ ...stopped, jobId });
    const plan = world.plan();
    expect(outs).toEqual({
      planId,
      jobId,
      endpoint: world.simulator.endpoint,
      desiredStatus: "stopped",
      whenWaiting: "fail",
      timeoutSeconds: 300,
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

  test("hold no request id when nothing was changed, and no undefined value", async () => {
    putPlan(world, { Status: "stopped" });
    const { outs } = await world.newProvider().create({ ...stopped, jobId });
    expect(outs).not.toHaveProperty("requestId");
    expect(Object.values(outs ?? {})).not.toContain(undefined);
  });
});

describe("without a job, the first call is the Stop itself", () => {
  test.each<PlanStatus>(["stopped", "finished", "failed"])(
    "leaves a %s plan that is answered unchanged",
    async (status) => {
      world.simulator.setStopWhenNotRunning("unchanged");
      putPlan(world, { Status: status });
      const { outs } = await world.newProvider().create(stopped);
      expect(world.calls()).toEqual(["Stop"]);
      expect(outs).toMatchObject({ jobId, status });
    },
  );

  test("fails for a waiting plan that is answered unchanged, and keeps nothing", async () => {
    world.simulator.setStopWhenNotRunning("unchanged");
    putPlan(world, { Status: "waiting" });
    const failure = await failureOf(world.newProvider().create(stopped));
    expect(failure.message).toMatch(/cannot be stopped: it is waiting and begins at 2026-06-01T13:00:00/);
    expect(failure.id).toBeUndefined();
  });

  test("says that jobId helps when the Stop is refused by a code that no document lists", async () => {
    putPlan(world, { Status: "stopped" });
    const failure = await failureOf(world.newProvider().create(stopped));
    expect(world.calls()).toEqual(["Stop 400"]);
    expect(failure.message).toMatch(/^StopScheduledPreloadExecution failed: .*\n.*\n.*may not be running.*Give jobId/);
  });
});

describe("a waiting plan that is to be stopped", () => {
  test("is stopped as soon as it runs, with whenWaiting wait", async () => {
    putPlan(world, { Status: "waiting", StartTime: "2026-06-01T12:03:00Z" });
    const { outs } = await world.newProvider().create({ ...stopped, jobId, whenWaiting: "wait" });
    expect(outs).toMatchObject({ status: "stopped" });
    expect(world.calls().filter((call) => call === "Stop")).toHaveLength(1);
    expect(world.calls().at(-1)).toBe("Stop");
    // A line now and then during three minutes, not one for each look.
    expect(world.printed.length).toBeGreaterThanOrEqual(3);
    expect(world.printed.length).toBeLessThanOrEqual(8);
    for (const line of world.printed) {
      expect(line).toMatch(
        /waiting for its start at 2026-06-01T12:03:00.*; until 2026-06-01T12:0\d:00Z at the latest$/,
      );
    }
  });

  test("fails at once when it begins after the time limit, naming the limit that it would need", async () => {
    putPlan(world, { Status: "waiting" });
    const failure = await failureOf(
      world.newProvider().create({ ...stopped, jobId, whenWaiting: "wait", timeoutSeconds: 60 }),
    );
    expect(world.calls()).toEqual(["List"]);
    expect(failure.message).toMatch(/in 3600 s.*after the 60 s[^]*timeoutSeconds to at least 3660/);
    expect(failure.id).toBeUndefined();
  });
});

describe("a plan that isn't there", () => {
  test("is an error, after looking again for a moment", async () => {
    putPlan(world, {}, otherPlanId);
    const failure = await failureOf(world.newProvider().create({ ...stopped, jobId }));
    expect(world.calls()).toEqual(["List", "List", "List", "List"]);
    expect(failure.code).toBe("PlanNotFound");
    expect(failure.message).toMatch(new RegExp(`${planId} does not exist.*${jobId}[^]*Check planId and jobId`));
    expect(failure.id).toBeUndefined();
  });

  test("is an error where only the Stop can tell", async () => {
    const failure = await failureOf(world.newProvider().create(stopped));
    expect(failure.message).toMatch(/InvalidExecution.NotFound \(HTTP 404\)[^]*may have been deleted/);
  });

  test("is found when it was only too new to be listed", async () => {
    world.simulator.setOptions({ listLagSeconds: 1 });
    putPlan(world, {}, otherPlanId);
    world.simulator.advanceClock(5);
    putPlan(world, { Status: "running" });
    const { outs } = await world.newProvider().create({ ...stopped, jobId });
    expect(outs).toMatchObject({ status: "stopped" });
    expect(world.calls()).toEqual(["List", "List", "List", "Stop"]);
  });
});

test("a start after the plan's end is made, with a warning", async () => {
  putPlan(world, { Status: "stopped", EndTime: "2026-06-01T11:59:00Z" });
  const { outs } = await world.newProvider().create(running);
  expect(world.printed).toContainEqual(
    expect.stringMatching(/warning: started after its end time 2026-06-01T11:59:00/),
  );
  expect(outs?.status).toMatch(/waiting|finished/);
});

describe("a Start of a failed plan", () => {
  const start = "StartScheduledPreloadExecution";

  test("that is refused by an unlisted code is followed by one look, and not sent again while nothing has changed", async () => {
    putPlan(world, { Status: "failed" });
    world.simulator.addFault({ kind: "error", code: "Surprise", action: start, times: 9 });
    const failure = await failureOf(world.newProvider().create(running));
    expect(world.calls()).toEqual(["List", "Start 400", "List"]);
    expect(failure.message).toMatch(/^StartScheduledPreloadExecution failed: Surprise/);
    expect(failure.id).toBeUndefined();
  });

  test("that is left unfinished is asked for again by the next up", async () => {
    putPlan(world, { Status: "failed" });
    world.simulator.addFault({ kind: "reset", action: start, times: 1000 });
    const failure = await failureOf(world.newProvider().create({ ...running, timeoutSeconds: 5 }));
    expect(failure.properties).toMatchObject({ status: "failed", desiredStatus: "stopped" });
    world.simulator.clearFaults();
    const provider = world.newProvider();
    const news = { ...running, timeoutSeconds: 5 };
    expect((await provider.diff(planId, failure.properties ?? {}, news)).changes).toBe(true);
    await provider.update(planId, failure.properties ?? {}, news);
    expect(world.plan().Status).toMatch(/waiting|running/);
  });
});

test("without a job, a Stop whose first answer was lost says that it may have been carried out", async () => {
  putPlan(world, { Status: "running" });
  world.simulator.addFault({ kind: "resetAfterEffect" });
  const failure = await failureOf(world.newProvider().create(stopped));
  expect(failure.message).toMatch(/may have stopped the plan. Give jobId/);
});
