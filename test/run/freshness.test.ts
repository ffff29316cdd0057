import type { PlanStatus } from "../../provider/esa/statuses";
import { EsaError } from "../../provider/esa/errors/error";
import { failureOf, jobId, otherPlanId, planId, putPlan, type Methods, useWorld } from "../world/world";

const world = useWorld();
let methods: Methods;
beforeEach(() => (methods = world.newMethods()));

const stopped = { planId, jobId, desiredStatus: "stopped" };
const running = { ...stopped, desiredStatus: "running" };

/** A List of this run that has shown the plan so, by the work on another plan of the job; what it shows then changes. */
async function seen(before: PlanStatus, now: PlanStatus): Promise<void> {
  putPlan(world, { Status: before });
  putPlan(world, { Status: "stopped" }, otherPlanId);
  await methods.plans.create({ ...stopped, planId: otherPlanId }, { owner: "other" });
  expect(world.calls()).toEqual(["List"]);
  world.simulator.clearCalls();
  putPlan(world, { Status: now });
}

describe("what an old List has shown is no reason", () => {
  test.each<[string, PlanStatus, PlanStatus, object, string[], PlanStatus]>([
    ["to do nothing: it was stopped", "stopped", "running", stopped, ["List", "Stop"], "stopped"],
    ["to refuse: it was waiting", "waiting", "running", stopped, ["List", "Stop"], "stopped"],
    ["to leave it", "waiting", "running", { ...stopped, whenWaiting: "leave" }, ["List", "Stop"], "stopped"],
    ["to start: it was stopped", "stopped", "running", running, ["List"], "running"],
    ["to keep it: it ran", "running", "stopped", running, ["List", "Start"], "waiting"],
    ["to stop a whole job's plans", "running", "stopped", { jobId, desiredStatus: "stopped" }, ["List"], "stopped"],
  ])("%s (%s, now %s)", async (_, before, now, args, calls, end) => {
    await seen(before, now);
    if ("planId" in args) await methods.plans.create(args, {});
    else await methods.jobs.create(args as typeof stopped, {});
    expect(world.calls()).toEqual(calls);
    expect(world.plan().Status).toBe(end);
  });
});

describe("a plan that an old List has shown running gets its Stop without a look, and", () => {
  test.each([
    ["running", "refuse", ["Stop"]],
    ["stopped", "refuse", ["Stop 400", "List"]],
    ["finished", "unchanged", ["Stop"]],
  ] as const)("is done where it is %s by now, and a Stop is met with %s", async (now, mode, calls) => {
    world.simulator.setStopWhenNotRunning(mode);
    await seen("running", now);
    const { outputs } = await methods.plans.create(stopped, {});
    expect(world.calls()).toEqual(calls);
    expect(outputs.status).toBe(now === "running" ? "stopped" : now);
  });

  test.each([
    ["refuse", ["Stop 400", "List"]],
    ["unchanged", ["Stop"]],
  ] as const)("is refused as any other that waits, where a Stop is met with %s", async (mode, calls) => {
    world.simulator.setStopWhenNotRunning(mode);
    await seen("running", "waiting");
    const failure = await failureOf(methods.plans.create(stopped, {}));
    expect(world.calls()).toEqual(calls);
    expect(failure).toBeInstanceOf(EsaError);
    expect(failure).toMatchObject({ code: "PlanWaiting" });
  });
});

describe("of two resources with the same wish, one calls:", () => {
  test("the other looks after the Start", async () => {
    putPlan(world, { Status: "stopped" });
    await Promise.all(["a", "b"].map((owner) => methods.plans.create(running, { owner })));
    expect(world.calls()).toEqual(["List", "Start", "List"]);
  });

  test("a job's as well, which had seen the plan before", async () => {
    putPlan(world, { Status: "running" });
    const creating = [methods.jobs.create({ jobId, desiredStatus: "stopped" }, {}), methods.plans.create(stopped, {})];
    await Promise.all(creating);
    expect(world.calls().filter((call) => call.startsWith("Stop"))).toHaveLength(1);
  });
});

test("whose turn comes after all work on the plan is over believes its own look", async () => {
  putPlan(world, { Status: "stopped" });
  await methods.plans.create(running, {});
  putPlan(world, { Status: "stopped" });
  await methods.jobs.create({ jobId, desiredStatus: "running" }, {});
  expect(world.calls()).toEqual(["List", "Start", "List", "Start"]);
});

test("of two Starts that race, of two hosts, the one that is refused succeeds with the other", async () => {
  putPlan(world, { Status: "stopped" });
  world.client = (client) => ({
    ...client,
    start: async (...call) => {
      // The other host's Start, which goes out in between.
      putPlan(world, { Status: "running" });
      world.simulator.addFault({ kind: "error", code: "Surprise", action: "StartScheduledPreloadExecution" });
      return client.start(...call);
    },
  });
  const { outputs } = await methods.plans.create(running, {});
  expect(outputs).toMatchObject({ status: "running", desiredStatus: "running" });
  expect(world.calls()).toEqual(["List", "Start 400", "List"]);
});
