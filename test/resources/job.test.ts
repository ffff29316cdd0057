import type { PlanStatus } from "../../provider/esa/statuses";
import type { DynamicProvider } from "../../provider/dynamic/provider";
import { failureOf, jobId, openWorld, planId, putPlan, type World } from "../world/world";

let world: World;
let jobs: DynamicProvider;
beforeEach(async () => {
  world = await openWorld();
  jobs = world.newProviders().jobs;
});
afterEach(() => world.close());

const idOf = (index: number) => `66599bd7397885b4380${index.toString(16).padStart(5, "0")}`;
const stopped = { jobId, desiredStatus: "stopped" };
const running = { jobId, desiredStatus: "running" };

/** Plans with these statuses, in this order. */
function putPlans(...statuses: PlanStatus[]): void {
  statuses.forEach((status, index) => putPlan(world, { Status: status }, idOf(index)));
}
const statuses = () => world.simulator.plans().map(({ Status }) => Status);
const counted = (calls: string[]) =>
  Object.fromEntries(
    [...new Set(calls)].map((call) => [call, calls.filter((other) => other === call).length]),
  );

async function created(args: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { outs } = await world.newProviders().jobs.create(args);
  world.simulator.clearCalls();
  return outs ?? {};
}

describe("create", () => {
  test("stops what runs, leaves what has ended, with one List", async () => {
    putPlans("running", "stopped", "finished", "failed", "running");
    const { id, outs } = await jobs.create(stopped);
    expect(counted(world.calls())).toEqual({ List: 1, Stop: 2 });
    expect(statuses()).toEqual(["stopped", "stopped", "finished", "failed", "stopped"]);
    expect(id).toBe(jobId);
    expect(outs).toMatchObject({
      ...stopped,
      whenWaiting: "fail",
      timeoutSeconds: 300,
      counts: { waiting: 0, running: 0, finished: 1, failed: 1, stopped: 3 },
      __given: [],
    });
    expect(outs?.plans).toHaveLength(5);
    expect((outs?.plans as unknown[])[0]).toEqual({
      id: idOf(0),
      status: "stopped",
      startTime: expect.stringMatching(/^2026-06-01T11/) as string,
      endTime: expect.stringMatching(/^2026-06-02T12/) as string,
    });
  });

  test("starts what is stopped or has failed", async () => {
    putPlans("running", "stopped", "finished", "failed");
    await jobs.create(running);
    expect(counted(world.calls())).toEqual({ List: 1, Start: 2 });
  });

  test("of a job without plans has nothing to do", async () => {
    world.simulator.putJob(jobId, {});
    const { outs } = await jobs.create(stopped);
    expect(outs).toMatchObject({ plans: [] });
  });

  test("of a job that isn't there is an error", async () => {
    expect((await failureOf(jobs.create(stopped))).message).toMatch(/InvalidJob.NotFound/);
  });

  test("leaves waiting plans where that is declared, in one line for all of them", async () => {
    putPlans("waiting", "running", "waiting");
    await jobs.create({ ...stopped, whenWaiting: "leave" });
    expect(statuses()).toEqual(["waiting", "stopped", "waiting"]);
    expect(world.printed).toEqual([
      expect.stringMatching(new RegExp(`^${jobId}: warning: 2 of its plans wait`)),
    ]);
  });

  test("of hundreds of plans needs one List and a Stop for each", async () => {
    putPlans(...Array.from({ length: 200 }, () => "running" as const));
    await jobs.create(stopped);
    expect(counted(world.calls())).toEqual({ List: 1, Stop: 200 });
    expect(new Set(statuses())).toEqual(new Set(["stopped"]));
  });
});

describe("a failure of some plans", () => {
  test("keeps what was done, and tells plan by plan what was not", async () => {
    putPlans("running", "waiting", "running", "waiting");
    const failure = await failureOf(jobs.create({ ...stopped, __provider: "the handler" }));
    expect(statuses()).toEqual(["stopped", "waiting", "stopped", "waiting"]);
    expect(failure.message).toMatch(new RegExp(`2 of the 4 plans of the job ${jobId} were not stopped`));
    expect(failure.reasons).toEqual([1, 3].map((index) => expect.stringContaining(idOf(index)) as string));
    expect(failure.id).toBe(jobId);
    expect(failure.properties).toMatchObject({ __provider: "the handler", desiredStatus: "mixed" });
    expect(failure.properties?.counts).toMatchObject({ stopped: 2, waiting: 2 });
    const { changes } = await jobs.diff(jobId, failure.properties ?? {}, stopped);
    expect(changes).toBe(true);
  });

  test("before anything was changed is a plain error", async () => {
    putPlans("waiting", "stopped");
    const failure = await failureOf(jobs.create(stopped));
    expect(failure.id).toBeUndefined();
    expect(failure.message).toContain(idOf(0));
  });
});

describe("read and diff", () => {
  test("nothing is to be done while every plan is as declared", async () => {
    putPlans("running", "finished");
    const olds = await created(stopped);
    const { props, inputs } = await jobs.read(jobId, olds);
    expect(inputs).toEqual(stopped);
    expect(await jobs.diff(jobId, props ?? {}, stopped)).toEqual({ changes: false });
  });

  test("a plan that was restarted is drift: mixed, and running where all run", async () => {
    putPlans("running", "running");
    const olds = await created(stopped);
    putPlan(world, { Status: "running" }, idOf(0));
    const mixed = await world.newProviders().jobs.read(jobId, olds);
    expect(mixed.inputs).toEqual({ ...stopped, desiredStatus: "mixed" });
    expect(await jobs.diff(jobId, mixed.props ?? {}, stopped)).toEqual({ changes: true });
    putPlan(world, { Status: "running" }, idOf(1));
    const all = await world.newProviders().jobs.read(jobId, olds);
    expect(all.inputs).toEqual({ ...stopped, desiredStatus: "running" });
  });

  test("a plan that appeared later is drift", async () => {
    putPlans("running");
    const olds = await created(stopped);
    putPlan(world, { Status: "running" }, idOf(7));
    const { props } = await world.newProviders().jobs.read(jobId, olds);
    expect(await jobs.diff(jobId, props ?? {}, stopped)).toEqual({ changes: true });
    await world.newProviders().jobs.update(jobId, props ?? {}, stopped);
    expect(new Set(statuses())).toEqual(new Set(["stopped"]));
  });

  test("what ignoreChanges hands over of mixed plans asks for nothing", async () => {
    putPlans("running", "running");
    const olds = await created(stopped);
    putPlan(world, { Status: "running" }, idOf(0));
    const { props, inputs } = await world.newProviders().jobs.read(jobId, olds);
    world.simulator.clearCalls();
    const news = { ...stopped, desiredStatus: "mixed", timeoutSeconds: 9 };
    expect((await jobs.check(inputs ?? {}, news)).failures).toEqual([]);
    await jobs.update(jobId, props ?? {}, news);
    expect(world.calls()).toEqual([]);
  });

  test("nobody can declare mixed", async () => {
    const { failures } = await jobs.check({}, { ...stopped, desiredStatus: "mixed" });
    expect(failures).toEqual([
      { property: "desiredStatus", reason: expect.stringContaining('"stopped"') as string },
    ]);
  });

  test("a job that is gone is read as no resource", async () => {
    putPlans("running");
    const olds = await created(stopped);
    world.simulator.deleteJob(jobId);
    expect(await jobs.read(jobId, olds)).toEqual({ id: "", props: {} });
  });

  test("another job replaces", async () => {
    putPlans("running");
    const olds = await created(stopped);
    expect(await jobs.diff(jobId, olds, { ...stopped, jobId: planId })).toEqual({
      changes: true,
      replaces: ["jobId"],
    });
  });
});

describe("delete", () => {
  test("stops what runs, in one List and a Stop for each", async () => {
    putPlans("running", "stopped", "running", "finished");
    const olds = await created(running);
    world.simulator.advanceClock(10);
    await world.newProviders().jobs.delete(jobId, olds);
    expect(statuses()).toEqual(["stopped", "stopped", "stopped", "finished"]);
  });

  test("of a job that is gone is done", async () => {
    await expect(jobs.delete(jobId, { ...stopped })).resolves.toBeUndefined();
  });

  test("tells plan by plan what could not be stopped", async () => {
    putPlans("running", "running");
    world.simulator.addFault({
      kind: "error",
      code: "NoPermission",
      action: "StopScheduledPreloadExecution",
    });
    const failure = await failureOf(jobs.delete(jobId, { ...stopped }));
    expect(failure.message).toMatch(/1 of the 2 plans[^]*NoPermission/);
    expect(statuses().filter((status) => status === "stopped")).toHaveLength(1);
  });

  test("says what to do where the configuration's credentials are refused for each Stop", async () => {
    putPlans("running", "running");
    world.simulator.addFault({
      kind: "error",
      code: "InvalidAccessKeyId.Inactive",
      action: "StopScheduledPreloadExecution",
      times: 2,
    });
    const failure = await failureOf(jobs.delete(jobId, { ...stopped }));
    expect(failure.message).toMatch(/2 of the 2 plans[^]*--run-program/);
  });

  test("has one timeoutSeconds for all its plans together", async () => {
    await world.close();
    world = await openWorld({ stopDelaySeconds: 3_600 });
    putPlans(...Array.from({ length: 30 }, () => "running" as const));
    const begunMs = world.clock.now();
    const deleting = world.newProviders().jobs.delete(jobId, { ...stopped, timeoutSeconds: 60 });
    expect((await failureOf(deleting)).message).toMatch(/30 of the 30 plans/);
    expect(world.clock.now() - begunMs).toBeLessThanOrEqual(60_000);
  });

  test("leaves plans alone that resources of their own declare, in one line, and warns of those that wait", async () => {
    putPlans("running", "running", "waiting");
    const { plans: planStates, jobs: jobStates } = world.newProviders();
    const own = { planId: idOf(0), jobId, desiredStatus: "running", __owner: "own" };
    await planStates.check({}, own);
    await planStates.create(own);
    await jobStates.delete(jobId, { ...stopped });
    expect(statuses()).toEqual(["running", "stopped", "waiting"]);
    expect(world.printed).toEqual([
      `${jobId}: 1 of its plans not stopped: other resources of this program declare them`,
      `${jobId}: warning: 1 of its plans wait, which ESA cannot stop; they are left to begin`,
    ]);
  });

  test("leaves a job alone that another resource of the run declares", async () => {
    putPlans("running");
    const olds = await created(running);
    await jobs.check({}, running);
    expect(await jobs.diff(jobId, olds, running)).toEqual({ changes: false });
    await jobs.delete(jobId, olds);
    expect(world.calls()).toEqual([]);
  });
});

test("a plan of the job that another resource declares otherwise is told, and left alone", async () => {
  putPlan(world, { Status: "running" });
  const { plans, jobs: ofJobs } = world.newProviders();
  await plans.check({}, { planId, jobId, desiredStatus: "running" });
  await ofJobs.check({}, stopped);
  expect((await failureOf(ofJobs.create(stopped))).message).toMatch(/Two resources/);
  expect((await failureOf(plans.create({ planId, jobId, desiredStatus: "running" }))).message).toMatch(
    /Two resources/,
  );
  expect(world.plan().Status).toBe("running");
});
