import type { Call } from "../../provider/resources/methods";
import { failureOf, jobId, planId, putPlan, type Methods, useWorld } from "../world/world";
import { hang, until } from "../world/waits";

/** What a front says of one call of a method, beside who it is about. */
const world = useWorld();
beforeEach(() => putPlan(world, { Status: "running" }));

const inputs = {
  plan: { planId, jobId, desiredStatus: "stopped" },
  job: { jobId, desiredStatus: "stopped" },
};
const live = { "esaPreload:livePreview": "true" };
/** The resources as another run has left them: declared running, and so they are. */
const states = {
  plan: {
    id: planId,
    inputs: inputs.plan,
    outputs: { ...inputs.plan, desiredStatus: "running", status: "running" },
  },
  job: { id: jobId, inputs: inputs.job, outputs: { ...inputs.job, desiredStatus: "running" } },
};
type Method = (methods: Methods, args: { timeoutSeconds?: number }, call: Call) => Promise<unknown>;

const methodsOf: Record<string, Method> = {
  "a plan's create": ({ plans }, args, call) => plans.create({ ...inputs.plan, ...args }, call),
  "a job's update": ({ jobs }, args, call) => jobs.update(states.job, { ...inputs.job, ...args }, call),
  "a job's delete": ({ jobs }, args, call) =>
    jobs.delete({ ...states.job, outputs: { ...states.job.outputs, ...args } }, call),
};

describe("the time that a call allows goes before the argument:", () => {
  test.each(Object.entries(methodsOf))("%s", async (_, method) => {
    world.simulator.setOptions({ stopDelaySeconds: 3_600 });
    const begunMs = world.clock.now();
    const failure = await failureOf(method(world.newMethods(), { timeoutSeconds: 600 }, { timeoutSeconds: 20 }));
    expect(failure.message).toMatch(/within 20 s/);
    expect(world.clock.now() - begunMs).toBeLessThan(21_000);
  });

  test("a read", async () => {
    world.simulator.addFault({ kind: "throttle", times: 1_000 });
    const begunMs = world.clock.now();
    await failureOf(world.newMethods().plans.read(states.plan, { timeoutSeconds: 20 }));
    expect(world.clock.now() - begunMs).toBeLessThan(21_000);
  });
});

describe("a preview makes no call, and answers with the arguments:", () => {
  const previewed = Object.entries(methodsOf).filter(([name]) => !name.endsWith("delete"));
  test.each(previewed)("%s", async (_, method) => {
    const outputs = await method(world.newMethods(), { timeoutSeconds: 60 }, { preview: true });
    expect(JSON.stringify(outputs)).toMatch(/"desiredStatus":"stopped"/);
    expect(JSON.stringify(outputs)).toMatch(/"timeoutSeconds":60/);
    expect(world.calls()).toEqual([]);
  });

  test("nor is what it shows taken for done: a plan is not left to it", async () => {
    const { plans } = world.newMethods();
    const running = { ...inputs.plan, desiredStatus: "running" };
    await plans.check({}, running, { owner: "b", preview: true });
    await plans.create(running, { owner: "b", preview: true });
    await plans.delete(states.plan, { owner: "a" });
    expect(world.plan().Status).toBe("stopped");
  });
});

describe("a live preview", () => {
  const asked: Record<string, (methods: Methods, call: Call) => Promise<unknown>> = {
    check: ({ plans }, call) => plans.check({}, inputs.plan, call),
    diff: ({ jobs }, call) => jobs.diff(states.job, inputs.job, call),
  };

  test.each(Object.entries(asked))("is told in a %s where a front says so, or can't tell", async (_, ask) => {
    await ask(world.newMethods(live), { preview: false });
    expect([world.calls(), world.printed]).toEqual([[], []]);
    for (const preview of [true, undefined]) await ask(world.newMethods(live), { preview });
    expect(world.printed).toHaveLength(2);
    expect(world.calls()).toEqual(["List", "List"]);
  });

  test.each(Object.entries(asked))("in a %s ends at once when it is cancelled", async (_, ask) => {
    const gate = hang(world);
    const stop = new AbortController();
    const asking = ask(world.newMethods(live), { signal: stop.signal });
    await until(() => gate.arrived > 0);
    stop.abort();
    await expect(asking).rejects.toMatchObject({ code: "Cancelled" });
    gate.letGo();
  });
});
