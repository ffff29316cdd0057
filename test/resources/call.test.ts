import { unknown, type Properties } from "../../provider/resources/methods";
import { failureOf, jobId, otherJobId, otherPlanId, planId, putPlan, useWorld } from "../world/world";

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
    expect((await failureOf(act())).message).toMatch(
      /within 20 s[^]*raise customTimeouts( and run `pulumi up` first)?\.(\n.*up --refresh.*)?$/,
    );
    expect(world.clock.now() - begunMs).toBeLessThan(21_000);
  }
  world.simulator.addFault({ kind: "throttle", times: 1_000 });
  const begunMs = world.clock.now();
  await failureOf(plans.read(oldPlan, call));
  expect(world.clock.now() - begunMs).toBeLessThan(21_000);
  for (const act of [() => plans.create(plan, call), () => plans.delete(oldPlan, call)]) {
    expect((await failureOf(act())).message).toMatch(/later or with a larger customTimeouts/);
  }
});

test("a plan that begins after the time that a call allows is told by its name, in the preview and in the update", async () => {
  putPlan(world, { Status: "waiting" });
  const { plans } = world.newMethods({ "esaPreload:livePreview": "true" });
  const waits = { ...plan, whenWaiting: "wait", timeoutSeconds: 60 };
  await plans.create(waits, { preview: true, timeoutSeconds: 7_200 });
  await plans.create(waits, { preview: true, timeoutSeconds: 30 });
  expect(world.printed).toEqual([
    expect.stringMatching(/live preview: is waiting: to be stopped when it begins/),
    expect.stringMatching(/will fail, as it begins .*, after customTimeouts$/),
  ]);
  const { message } = await failureOf(plans.create(waits, { timeoutSeconds: 30 }));
  expect(message).toMatch(
    /longer than customTimeouts allows \(30 s\)[^]*Set customTimeouts to at least 3660 s to wait/,
  );
});

test("a call that allows more than a timer can hold is allowed what it can", async () => {
  const { plans } = world.newMethods();
  const waits = { ...plan, whenWaiting: "wait" };
  putPlan(world, { Status: "waiting", StartTime: "2027-06-01T12:00:00Z" });
  const { message } = await failureOf(plans.create(waits, { timeoutSeconds: 1e9 }));
  expect(message).toMatch(/customTimeouts allows \(2147483 s\)[^]*Run `pulumi up` when it has begun/);
});

describe("a preview of create and update", () => {
  const call = { preview: true };
  const seen = { startTime: "then", requestId: "R" };
  const asked = { status: unknown, requestId: unknown };

  test("makes no call, and answers with the arguments and what stays as it is known", async () => {
    const { plans, jobs } = world.newMethods();
    const [old, given] = [
      { ...oldPlan.outputs, ...seen },
      { ...plan, timeoutSeconds: 60, whenWaiting: "fail" },
    ];
    const kept = { ...oldPlan, outputs: { ...old, ...plan, status: "stopped" } };
    const created = await plans.create({ ...given, planId: unknown }, call);
    expect(created).toMatchObject({ id: "", outputs: { ...given, planId: unknown, ...asked, startTime: unknown } });
    const updated = await plans.update({ ...oldPlan, outputs: old }, given, call);
    expect(updated).toMatchObject({ ...given, ...asked, startTime: "then" });
    expect(await plans.update(kept, given, call)).toMatchObject({ ...given, ...seen, status: "stopped" });
    const later = await jobs.update(oldJob, { ...job, timeoutSeconds: 60 }, call);
    expect(later).toMatchObject({ ...job, timeoutSeconds: 60, plans: unknown, counts: unknown });
    const asIs = { ...oldJob, outputs: { ...job, plans: [], counts: { stopped: 0 } } };
    expect(await jobs.update(asIs, { ...job, desiredStatus: unknown }, call)).toMatchObject({ counts: unknown });
    expect(world.calls()).toEqual([]);
  });

  test("shows what a live one has seen, and fails for what isn't there", async () => {
    const { plans, jobs } = world.newMethods({ "esaPreload:livePreview": "true" });
    const { id, outputs } = await plans.create(plan, call);
    expect([id, outputs.startTime, outputs.requestId]).toEqual([planId, world.plan().StartTime, unknown]);
    expect(world.printed).toEqual([`${planId}: live preview: is running: to be stopped`]);
    expect((await failureOf(plans.create({ ...plan, planId: otherPlanId }, call))).message).toMatch(/does not exist/);
    const elsewhere = { ...job, jobId: otherJobId };
    expect(await failureOf(jobs.create(elsewhere, call))).toMatchObject({ code: "InvalidJob.NotFound" });
  });
});

test.each([
  ["running", "running", undefined],
  ["stopped", "running", unknown],
])(
  "a live preview of a job to be %s, whose plan is %s, knows its plans unless they change",
  async (desired, Status, at) => {
    putPlan(world, { Status: Status as "running" });
    const { jobs } = world.newMethods({ "esaPreload:livePreview": "true" });
    const { outputs } = await jobs.create({ jobId, desiredStatus: desired }, { preview: true });
    if (at) expect(outputs.plans).toBe(at);
    else expect(outputs.plans).toMatchObject([{ id: planId, status: "running" }]);
  },
);

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
