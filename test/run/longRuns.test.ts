import { PartialFailure } from "../../provider/resources/methods";
import { failureOf, jobId, planId, putPlan, type Methods, useWorld } from "../world/world";

const world = useWorld();
let methods: Methods;
beforeEach(() => (methods = world.newMethods()));

const stopped = { planId, jobId, desiredStatus: "stopped" };
const running = { ...stopped, desiredStatus: "running" };
const hourMs = 3_600_000;
const counted = (name: string) => world.calls().filter((call) => call.startsWith(name)).length;

describe("a wait for a plan's start", () => {
  const wait = { ...stopped, whenWaiting: "wait", timeoutSeconds: 90_000 };
  const putWaiting = (aheadMs: number) => {
    const startMs = world.clock.now() + aheadMs;
    putPlan(world, { Status: "waiting", StartTime: new Date(startMs).toISOString() });
    return startMs;
  };

  test("of twenty hours looks now and then, and stops the plan within seconds of its start", async () => {
    const startMs = putWaiting(20 * hourMs);
    await methods.plans.create(wait, {});
    expect(world.plan().Status).toBe("stopped");
    expect(counted("List")).toBeLessThanOrEqual(100);
    expect(world.clock.now() - startMs).toBeLessThan(10_000);
  });

  test("notices a start that is moved up, the sooner the nearer it was", async () => {
    const aheadMs = hourMs;
    putWaiting(aheadMs);
    const movedMs = world.clock.now() + 1_000;
    world.meanwhile = () => {
      if (world.clock.now() >= movedMs && world.plan().Status === "waiting") putPlan(world, { Status: "running" });
    };
    await methods.plans.create(wait, {});
    expect(world.plan().Status).toBe("stopped");
    expect(world.clock.now() - movedMs).toBeLessThan(aheadMs / 8);
  });
});

describe("a Start whose plan fails again", () => {
  const start = (fails: () => boolean) => {
    putPlan(world, { Status: "stopped" });
    world.meanwhile = () => {
      if (counted("Start") > 0 && fails()) putPlan(world, { Status: "failed" });
    };
    // The Start takes its time, so that the looks see what becomes of it.
    world.client = (client) => ({
      ...client,
      start: async (...call) => ({ ...(await client.start(...call)), Status: "stopped" }),
    });
    return methods.plans.create(running, {});
  };

  test("ends after a few looks, says so, and keeps that it doesn't run", async () => {
    const begunMs = world.clock.now();
    const failure = await failureOf(start(() => true));
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure.message).toMatch(new RegExp(`${planId} was started, and then failed`));
    expect(failure).toMatchObject({ outputs: { status: "failed", desiredStatus: "stopped" } });
    expect(counted("List")).toBeLessThanOrEqual(8);
    expect(counted("Start")).toBe(1);
    expect(world.clock.now() - begunMs).toBeLessThan(20_000);
  });

  test("only for a moment, as before the Start took effect, goes on", async () => {
    let looks = 0;
    const creating = start(() => {
      if (looks++ < 4) return true;
      putPlan(world, { Status: "running" });
      return false;
    });
    expect((await creating).outputs).toMatchObject({ status: "running" });
    expect(counted("Start")).toBe(1);
  });
});

test("reads have time enough of their own, whatever the resource's arguments allow", async () => {
  const state = (id: string) => ({ id, inputs: stopped, outputs: { ...stopped, timeoutSeconds: 3 } });
  putPlan(world, { Status: "running" });
  world.simulator.addFault({ kind: "throttle", times: 6 });
  const hasty = methods.jobs.read(state(jobId), { timeoutSeconds: 2 }).catch(() => "failed");
  const reading = [methods.jobs.read(state(jobId), {}), methods.plans.read(state(planId), {})];
  expect(await hasty).toBe("failed");
  for (const found of await Promise.all(reading)) expect(found).toMatchObject({ outputs: { jobId } });
});
