import { EsaError } from "../../provider/esa/errors/error";
import { PartialFailure } from "../../provider/resources/methods";
import { hang, holdTurns, holdWaits, settle, until, type Gate } from "../world/waits";
import { failureOf, jobId, planId, putPlan, type Methods, useWorld } from "../world/world";

const world = useWorld();
let methods: Methods;
let stop: AbortController;
beforeEach(() => {
  methods = world.newMethods();
  stop = new AbortController();
});

const stopped = { planId, jobId, desiredStatus: "stopped" };
const cancelled = { code: "Cancelled" };

/** What is held open, to be let go when the method has ended. */
type Held = Pick<Gate, "letGo">;

/**
 * When what was held goes on, and others call, no write follows, and no more than the List that was under way: nobody
 * goes on looking.
 */
async function expectNothingFurther(held: Held): Promise<void> {
  const writes = () => world.calls().filter((call) => !call.startsWith("List"));
  const [before, lists] = [writes(), world.calls().length - writes().length];
  held.letGo();
  await settle();
  await world.newMethods().jobs.read({ id: jobId, inputs: undefined, outputs: {} }, {});
  await settle();
  expect(writes()).toEqual(before);
  expect(world.calls().length - writes().length - lists).toBeLessThanOrEqual(2);
}

describe("a create that is cancelled ends at once, and sends nothing more, while it waits", () => {
  beforeEach(() => putPlan(world, { Status: "running" }));

  test("for a Stop to take effect", async () => {
    world.simulator.setOptions({ stopDelaySeconds: 3_600 });
    const held = holdWaits(world);
    const creating = methods.plans.create(stopped, { signal: stop.signal });
    await until(() => held.count() > 0);
    stop.abort();
    const failure = await failureOf(creating);
    expect(failure.message).toMatch(/was not stopped when the run was cancelled/);
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure).toMatchObject({
      error: cancelled,
      id: planId,
      outputs: { status: "running", desiredStatus: "running" },
    });
    expect(world.calls()).toEqual(["List", "Stop"]);
    await expectNothingFurther(held);
  });

  test("for the answer to a List", async () => {
    const gate = hang(world);
    const creating = methods.plans.create(stopped, { signal: stop.signal });
    await until(() => gate.arrived > 0);
    stop.abort();
    const failure = await failureOf(creating);
    expect(failure).toBeInstanceOf(EsaError);
    expect(failure).toMatchObject(cancelled);
    await expectNothingFurther(gate);
  });

  test("for the answer to a Stop, whose effect is not known", async () => {
    const gate = hang(world, "stop");
    const creating = methods.plans.create(stopped, { signal: stop.signal });
    await until(() => gate.arrived > 0);
    stop.abort();
    const failure = await failureOf(creating);
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure).toMatchObject({ error: cancelled, outputs: { status: "running" } });
    await expectNothingFurther(gate);
  });

  test("for the work of another resource on the same plan, which goes on", async () => {
    world.simulator.setOptions({ stopDelaySeconds: 10 });
    const held = holdWaits(world);
    const first = methods.plans.create(stopped, { owner: "a" });
    await until(() => held.count() > 0);
    const second = methods.plans.create(stopped, { owner: "b", signal: stop.signal });
    stop.abort();
    expect(await failureOf(second)).toMatchObject(cancelled);
    held.letGo();
    expect((await first).outputs).toMatchObject({ status: "stopped" });
    expect(world.calls().filter((call) => call === "Stop")).toHaveLength(1);
  });
});

test("a call that was cancelled before it began writes nothing", async () => {
  putPlan(world, { Status: "running" });
  stop.abort();
  const call = { signal: stop.signal };
  const state = { id: planId, inputs: stopped, outputs: stopped };
  expect(await failureOf(methods.plans.create(stopped, call))).toMatchObject(cancelled);
  expect(await failureOf(methods.plans.delete(state, call))).toMatchObject(cancelled);
  expect(await failureOf(methods.jobs.create({ jobId, desiredStatus: "stopped" }, call))).toMatchObject(cancelled);
  await settle();
  expect(world.calls().every((call) => call === "List")).toBe(true);
});

test("a job's create that is cancelled keeps what was done and observed, plan by plan, and sends nothing more", async () => {
  const ids = [0, 1, 2].map((index) => planId.replace(/.$/, String(index)));
  for (const id of ids) putPlan(world, { Status: "running" }, id);
  const gate = holdTurns(world, 1);
  const creating = methods.jobs.create({ jobId, desiredStatus: "stopped" }, { signal: stop.signal });
  await until(() => gate.arrived === 2 && world.calls().includes("Stop"));
  await until(() => world.simulator.calls().every(({ status }) => status === 200));
  await settle();
  stop.abort();
  const failure = await failureOf(creating);
  expect(failure).toBeInstanceOf(PartialFailure);
  const { outputs } = failure as unknown as PartialFailure;
  expect(outputs).toMatchObject({
    desiredStatus: "mixed",
    counts: { stopped: 1, running: 2 },
    plans: ids.map((id, index) => ({ id, status: index === 0 ? "stopped" : "running" })),
  });
  expect(failure.message).toMatch(/2 of the 3 plans.*\n.*cancelled.*\n.*cancelled/);
  expect(world.calls()).toEqual(["List", "Stop"]);
  await expectNothingFurther(gate);
});

test("a job's delete that is cancelled says so, and sends nothing more", async () => {
  putPlan(world, { Status: "running" });
  world.simulator.setOptions({ stopDelaySeconds: 3_600 });
  const held = holdWaits(world);
  const deleting = methods.jobs.delete({ id: jobId, inputs: { jobId }, outputs: { jobId } }, { signal: stop.signal });
  await until(() => held.count() > 0);
  stop.abort();
  expect((await failureOf(deleting)).message).toMatch(/was not stopped when the run was cancelled: it is running/);
  await expectNothingFurther(held);
});

test("a read that is cancelled ends at once, and others that share its List go on", async () => {
  const state = { id: planId, inputs: stopped, outputs: stopped };
  putPlan(world, { Status: "running" });
  const gate = hang(world);
  const reading = [methods.plans.read(state, { signal: stop.signal }), methods.plans.read(state, {})];
  await until(() => gate.arrived > 0);
  stop.abort();
  const failure = await failureOf(reading[0] as Promise<unknown>);
  expect(failure).toMatchObject({ ...cancelled, reason: expect.stringMatching(/was not read/) as string });
  gate.letGo();
  expect(await reading[1]).toMatchObject({ outputs: { status: "running" } });
  expect(world.calls()).toEqual(["List"]);
});
