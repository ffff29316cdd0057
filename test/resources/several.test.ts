import { directRun } from "../contract/direct";
import { failureOf, Resource } from "../contract/resource";
import type { Kind, Properties, Run } from "../contract/subject";
import { jobId, otherPlanId, planId, putPlan, useWorld } from "../world/world";

const world = useWorld();

const newRun = (): Run => directRun(world);
const job = { jobId, desiredStatus: "running" };
const plan = { planId, desiredStatus: "stopped" };
const contradiction = /Two resources of this program declare different states for the plan/;

describe("a plan state that doesn't give its job contradicts the state of its job,", () => {
  test("which is new: both are told, and its other plans are brought to its state", async () => {
    putPlan(world, { Status: "running" });
    putPlan(world, { Status: "stopped" }, otherPlanId);
    const run = newRun();
    const [p, j] = [new Resource("plan", "p"), new Resource("job", "j")];
    const inputs = await p.check(run, plan);
    await j.check(run, job);
    expect((await failureOf(j.create(run, job))).message).toMatch(contradiction);
    expect((await failureOf(p.create(run, inputs))).message).toMatch(contradiction);
    expect(world.plan().Status).toBe("running");
    expect(world.plan(otherPlanId).Status).not.toBe("stopped");
  });

  test("which only changes its time limit, and is told as well", async () => {
    putPlan(world, { Status: "running" });
    const heir = new Resource("job", "j");
    await heir.up(newRun(), job);
    const run = newRun();
    await new Resource("plan", "p").check(run, plan);
    expect((await failureOf(heir.update(run, { ...job, timeoutSeconds: 9 }))).message).toMatch(contradiction);
  });

  test("and is left to it when it goes", async () => {
    putPlan(world, { Status: "running" });
    const heir = new Resource("job", "j");
    await heir.up(newRun(), job);
    world.simulator.clearCalls();
    const outputs = { ...plan, whenWaiting: "fail", timeoutSeconds: 300, status: "stopped" };
    const old = new Resource("plan", "p", { id: planId, inputs: plan, outputs });
    const run = newRun();
    await heir.up(run, job);
    await old.delete(run);
    expect(world.calls()).toEqual([]);
  });
});

test.each<[Kind, Properties, Properties]>([
  ["plan", { ...plan, desiredStatus: "paused" }, plan],
  ["plan", { ...plan, planId: "x" }, { ...plan, jobId, planId: "x", desiredStatus: "running" }],
  ["job", { ...job, desiredStatus: "paused" }, job],
  ["job", { ...job, desiredStatus: "mixed" }, job],
  ["job", { desiredStatus: "running" }, { desiredStatus: "stopped" }],
])("arguments of a %s that say nothing contradict nobody: %j", async (kind, one, other) => {
  const run = newRun();
  await run[kind].check(one, one, { owner: "a" });
  const { failures } = await run[kind].check({}, other, { owner: "b" });
  expect(failures.map(({ reason }) => reason).join()).not.toMatch(/Two resources/);
});

test("a resource waits for the work of another one on the plan no longer than it may, and says so", async () => {
  putPlan(world, { Status: "waiting" });
  const run = newRun();
  const waits = { planId, jobId, desiredStatus: "stopped", whenWaiting: "wait", timeoutSeconds: 7_200 };
  const patient = new Resource("plan", "a").create(run, waits);
  const leaves = { ...waits, whenWaiting: "leave", timeoutSeconds: 60 };
  const failure = await failureOf(new Resource("plan", "b").create(run, leaves));
  expect(failure.message).toMatch(/was not stopped within 60 s: another resource of this program is still at work/);
  expect(failure.partial).toBeUndefined();
  await patient;
  expect(world.plan().Status).toBe("stopped");
});
