import type { Properties } from "../../provider/resources/methods";
import { failureOf, jobId, planId, putPlan, useWorld } from "../world/world";

/** What a front says of one call of a method, beside who it is about. */
const world = useWorld();
beforeEach(() => putPlan(world, { Status: "running" }));

const plan = { planId, jobId, desiredStatus: "stopped" };
const job = { jobId, desiredStatus: "stopped" };
const stored = (inputs: Properties) => ({
  inputs,
  outputs: { ...inputs, desiredStatus: "running", status: "running" },
});
const [oldPlan, oldJob] = [
  { id: planId, ...stored({ ...plan, timeoutSeconds: 600 }) },
  { id: jobId, ...stored(job) },
];

test("the time that a call allows goes before the argument", async () => {
  const { plans, jobs } = world.newMethods();
  const call = { timeoutSeconds: 20 };
  world.simulator.setOptions({ stopDelaySeconds: 3_600 });
  for (const act of [
    () => plans.create({ ...plan, timeoutSeconds: 600 }, call),
    () => jobs.update(oldJob, { ...job, timeoutSeconds: 600 }, call),
    () => plans.delete(oldPlan, call),
  ]) {
    const begunMs = world.clock.now();
    expect((await failureOf(act())).message).toMatch(/within 20 s/);
    expect(world.clock.now() - begunMs).toBeLessThan(21_000);
  }
  world.simulator.addFault({ kind: "throttle", times: 1_000 });
  const begunMs = world.clock.now();
  await failureOf(plans.read(oldPlan, call));
  expect(world.clock.now() - begunMs).toBeLessThan(21_000);
});

test("a preview makes no call, and answers with the arguments", async () => {
  const { plans, jobs } = world.newMethods();
  const given = { timeoutSeconds: 60, desiredStatus: "stopped" };
  const call = { preview: true };
  expect((await plans.create({ ...plan, ...given }, call)).outputs).toMatchObject(given);
  expect(await jobs.update(oldJob, { ...job, ...given }, call)).toMatchObject(given);
  expect(world.calls()).toEqual([]);
});

test("a live preview is told in check and diff where a front says so, or can't tell", async () => {
  for (const preview of [false, true, undefined]) {
    const { plans, jobs } = world.newMethods({ "esaPreload:livePreview": "true" });
    await plans.check({}, plan, { preview });
    await jobs.diff(oldJob, job, { preview });
    expect(world.printed).toHaveLength(preview === false ? 0 : 2);
    expect(world.calls()).toHaveLength(preview === false ? 0 : 1);
    world.printed.length = 0;
    world.simulator.clearCalls();
  }
});
