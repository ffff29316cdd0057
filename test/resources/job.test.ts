import type { PlanStatus } from "../../provider/esa/statuses";
import type { DynamicProvider } from "../../provider/dynamic/provider";
import { failureOf, jobId, putPlan, useWorld } from "../world/world";

const world = useWorld();
let jobs: DynamicProvider;
beforeEach(() => (jobs = world.newProviders().jobs));

const idOf = (index: number) => `66599bd7397885b4380${index.toString(16).padStart(5, "0")}`;
const stopped = { jobId, desiredStatus: "stopped" };
const running = { jobId, desiredStatus: "running" };

/** Plans with these statuses, in this order. */
function putPlans(...statuses: PlanStatus[]): void {
  statuses.forEach((status, index) => putPlan(world, { Status: status }, idOf(index)));
}
const statuses = () => world.simulator.plans().map(({ Status }) => Status);
const counted = (calls: string[]) =>
  Object.fromEntries([...new Set(calls)].map((call) => [call, calls.filter((other) => other === call).length]));

describe("create", () => {
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
    expect(world.printed).toEqual([expect.stringMatching(new RegExp(`^${jobId}: warning: 2 of its plans wait`))]);
  });

  test("of many plans needs one List and a Stop for each", async () => {
    putPlans(...Array.from({ length: 60 }, () => "running" as const));
    await jobs.create(stopped);
    expect(counted(world.calls())).toEqual({ List: 1, Stop: 60 });
    expect(new Set(statuses())).toEqual(new Set(["stopped"]));
  });
});

describe("delete", () => {
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
    world.simulator.setOptions({ stopDelaySeconds: 3_600 });
    putPlans(...Array.from({ length: 10 }, () => "running" as const));
    const begunMs = world.clock.now();
    const deleting = world.newProviders().jobs.delete(jobId, { ...stopped, timeoutSeconds: 60 });
    expect((await failureOf(deleting)).message).toMatch(/10 of the 10 plans/);
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
});
