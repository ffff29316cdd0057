import type { DynamicProvider } from "../../provider/dynamic/provider";
import { failureOf, jobId, otherJobId, otherPlanId, planId, putPlan, useWorld } from "../world/world";

const world = useWorld();
let provider: DynamicProvider;
beforeEach(() => (provider = world.newProvider()));

const stopped = { planId, desiredStatus: "stopped" };
const running = { planId, desiredStatus: "running", jobId };

/** The outputs of a resource that was created with these arguments and then met what happened meanwhile. */
async function created(args: Record<string, unknown>, meanwhile: object = {}): Promise<Record<string, unknown>> {
  const { outs } = await world.newProvider().create(args);
  world.simulator.clearCalls();
  return { ...outs, ...meanwhile };
}

test("stops a plan that is now declared stopped, looking first with the job that was learned", async () => {
  putPlan(world, { Status: "running" });
  const olds = await created(running);
  const { outs } = await provider.update(planId, olds, stopped);
  expect(world.calls()).toEqual(["List", "Stop"]);
  expect(outs).toMatchObject({ desiredStatus: "stopped", status: "stopped", jobId, __given: [] });
});

test.each([
  ["timeoutSeconds", { timeoutSeconds: 5 }],
  ["whenWaiting", { whenWaiting: "leave" }],
  ["a jobId that was learned", { jobId }],
])("another %s makes no call where the last seen status fits", async (_, change) => {
  putPlan(world, { Status: "running" });
  const olds = await created(stopped);
  const { outs } = await provider.update(planId, olds, { ...stopped, ...change });
  expect(world.calls()).toEqual([]);
  expect(outs).toEqual({ ...olds, ...change, __given: Object.keys(change) });
});

test("another job is looked at before it is believed", async () => {
  putPlan(world, { Status: "running" });
  putPlan(world, { JobId: otherJobId }, otherPlanId);
  const olds = await created({ ...stopped, jobId });
  const failure = await failureOf(provider.update(planId, olds, { ...stopped, jobId: otherJobId }));
  expect(world.calls()).toEqual(["List"]);
  expect(failure.message).toMatch(new RegExp(`${planId} does not exist.*${otherJobId}`));
  expect(failure.id).toBeUndefined();
});

describe("a plan that has failed", () => {
  test("is left alone, with a warning, when running was declared before", async () => {
    putPlan(world, { Status: "running" });
    const olds = await created(running, { status: "stopped" });
    putPlan(world, { Status: "failed" });
    const { outs } = await provider.update(planId, olds, running);
    expect(world.calls()).toEqual(["List"]);
    expect(outs).toMatchObject({ status: "failed" });
    expect(world.printed).toEqual([expect.stringMatching(/warning: has failed and is left alone/)]);
  });

  test("whose Start is refused: ESA's error, and nothing is kept", async () => {
    putPlan(world, { Status: "stopped" });
    const olds = await created({ ...stopped, jobId });
    putPlan(world, { Status: "failed" });
    world.simulator.addFault({
      kind: "error",
      code: "InvalidJob.JobCountOfSiteFull",
      action: "StartScheduledPreloadExecution",
    });
    const failure = await failureOf(provider.update(planId, olds, running));
    expect(failure.message).toMatch(
      /^StartScheduledPreloadExecution failed: InvalidJob.JobCountOfSiteFull \(HTTP 400\)/,
    );
    expect(failure.id).toBeUndefined();
  });
});

test("a plan that is gone is an error at once", async () => {
  putPlan(world, { Status: "running" });
  const olds = await created({ ...stopped, jobId });
  world.simulator.deletePlan(planId);
  const failure = await failureOf(provider.update(planId, olds, running));
  expect(world.calls()).toEqual(["List"]);
  expect(failure).toMatchObject({ code: "PlanNotFound" });
});

describe("a plan that doesn't get where it should within the time", () => {
  test("keeps the same of a create that waited", async () => {
    putPlan(world, { Status: "waiting", StartTime: "2026-06-01T12:00:20Z" });
    const later = () => new Date(world.clock.now() + 15_000).toISOString();
    world.meanwhile = () => putPlan(world, { Status: "waiting", StartTime: later() });
    const news = { ...stopped, jobId, whenWaiting: "wait", timeoutSeconds: 30, __provider: "the handler" };
    const failure = await failureOf(provider.create(news));
    expect(failure.message).toMatch(new RegExp(`${planId} begins at .* after the 30 s of timeoutSeconds`));
    expect(failure).toMatchObject({
      id: planId,
      properties: { status: "waiting", desiredStatus: "running", __provider: "the handler" },
    });
  });

  test("is told with the write's error where that may have had its effect", async () => {
    putPlan(world, { Status: "running" });
    const olds = await created({ ...stopped, jobId });
    world.simulator.addFault({ kind: "truncated", action: "StartScheduledPreloadExecution", times: 100 });
    world.meanwhile = () => putPlan(world, { Status: "stopped" });
    const news = { ...running, timeoutSeconds: 5, __provider: "the handler" };
    const failure = await failureOf(provider.update(planId, olds, news));
    expect(failure.message).toMatch(/^StartScheduledPreloadExecution failed: UnreadableAnswer/);
    expect(failure.reasons).toEqual([failure.message]);
    expect(failure.properties).toMatchObject({
      status: "stopped",
      desiredStatus: "stopped",
      timeoutSeconds: 5,
    });
    expect((await provider.diff(planId, failure.properties ?? {}, news)).changes).toBe(true);
  });
});

describe("a write whose effect is unknown", () => {
  test.each(["resetAfterEffect", "truncated", "wrongTypes"] as const)(
    "is not repeated when the plan shows that it had its effect (%s)",
    async (kind) => {
      putPlan(world, { Status: "stopped" });
      const olds = await created({ ...stopped, jobId });
      world.simulator.addFault({ kind, action: "StartScheduledPreloadExecution" });
      const { outs } = await provider.update(planId, olds, running);
      expect(world.calls().filter((call) => call.startsWith("Start"))).toHaveLength(1);
      expect(outs?.status).toMatch(/waiting|running/);
    },
  );

  test.each(["reset", "http503", "html502"] as const)("is repeated when it had none (%s)", async (kind) => {
    putPlan(world, { Status: "running" });
    const olds = await created(running);
    world.simulator.addFault({ kind, action: "StopScheduledPreloadExecution" });
    const { outs } = await provider.update(planId, olds, stopped);
    expect(outs).toMatchObject({ status: "stopped" });
    const seen = world.calls().map((call) => call.split(" ")[0]);
    expect(seen).toEqual(["List", "Stop", "List", "Stop"]);
  });
});

describe("a Stop that is refused by a code that no document lists", () => {
  const refuse = (times = 1) =>
    world.simulator.addFault({
      kind: "error",
      code: "Surprise.NotRunning",
      action: "StopScheduledPreloadExecution",
      times,
    });

  test("is decided by the plan's status: finished meanwhile is done", async () => {
    putPlan(world, { Status: "running", EndTime: "2026-06-01T12:00:00.100Z" });
    const olds = await created(running);
    refuse();
    world.simulator.advanceClock(0.05);
    const { outs } = await provider.update(planId, olds, stopped);
    expect(outs?.status).toBe("finished");
  });

  test("is tried once more where the plan runs, then ESA's error stands", async () => {
    putPlan(world, { Status: "running" });
    const olds = await created(running);
    refuse(1);
    await provider.update(planId, olds, stopped);
    putPlan(world, { Status: "running" });
    refuse(2);
    const failure = await failureOf(world.newProvider().update(planId, olds, stopped));
    expect(failure.message).toMatch(/StopScheduledPreloadExecution failed: Surprise.NotRunning \(HTTP 400\)/);
    expect(failure.id).toBeUndefined();
  });
});

test("one host may carry out what one resource declares first and then", async () => {
  putPlan(world, { Status: "running" });
  await provider.check({}, { ...stopped, jobId });
  const { outs } = await provider.create({ ...stopped, jobId });
  await provider.check({ ...stopped, jobId }, running);
  await provider.update(planId, outs ?? {}, running);
  expect(world.calls()).toEqual(["List", "Stop", "List", "Start"]);
});
