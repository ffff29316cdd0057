import { expectDone, expectNothingDone } from "../harness/expectations";
import { JOB, jobState, OTHER_PLAN, PLAN, planState, running, THIRD_PLAN, useScene } from "../harness/scene";

const ignoring = (...names: string[]) => ({ ignoreChanges: names });

const scene = useScene("ignore-changes");

/** Somebody changes a plan behind Pulumi's back, and a refresh records it. */
async function drift(status: "running" | "stopped"): Promise<void> {
  scene.put(status);
  expectDone(await scene.stack.refresh(), { update: 1 });
  scene.simulator.clearCalls();
}

test("ignoreChanges on desiredStatus without jobId: after a restart and a refresh, every later up writes nothing", async () => {
  const { stack } = scene;
  const plan = (more: object = {}) => planState("plan", { jobId: undefined, ...more }, ignoring("desiredStatus"));
  await scene.done(() => plan());
  await drift("running");
  for (const run of [() => stack.up(), () => stack.up({ refresh: true }), () => stack.preview()]) {
    expectNothingDone(await run());
  }
  expect([scene.writes(), scene.status()]).toEqual([[], "running"]);
  scene.simulator.clearCalls();
  scene.program(() => plan({ timeoutSeconds: 60 }));
  expectDone(await stack.up(), { update: 1 });
  expect(scene.simulator.calls()).toEqual([]);
  expectNothingDone(await stack.up());
});

test.each(["running", "stopped"] as const)(
  "ignoreChanges on planId, given as `<jobId>:<planId>`, %s: every later run changes nothing",
  async (desiredStatus) => {
    const { stack } = scene;
    const args = { planId: `${JOB}:${PLAN}`, jobId: undefined, desiredStatus };
    await scene.done(() => planState("plan", args, ignoring("planId")));
    const kept = { planId: PLAN, jobId: JOB, desiredStatus };
    for (const run of [() => stack.up(), () => stack.refresh(), () => stack.up()]) {
      expectNothingDone(await run());
      expect(stack.resource("plan")).toMatchObject({ inputs: kept, outputs: kept });
    }
    expect([scene.writes(), scene.status()]).toEqual([[], desiredStatus]);
  },
);

describe("a replacement under ignoreChanges on desiredStatus does not contradict itself:", () => {
  const replaced = (trigger: string) => ({ ...ignoring("desiredStatus"), replacementTrigger: trigger });

  test("replacementTrigger of a plan state, then another plan", async () => {
    await scene.done(() => planState("plan", {}, replaced("one")));
    await drift("running");
    await scene.done(() => planState("plan", {}, replaced("two")), { replace: 1 });
    // A new resource knows nothing of what was ignored.
    expect(scene.status()).toBe("stopped");
    expectNothingDone(await scene.stack.up({ refresh: true }));
    await drift("running");
    await scene.done(() => planState("plan", { planId: OTHER_PLAN }, replaced("two")), { replace: 1 });
    expect(scene.status(OTHER_PLAN)).toBe("stopped");
  });

  test("replacementTrigger of a job state", async () => {
    await scene.done(() => jobState("job", running, replaced("one")));
    scene.put("stopped", OTHER_PLAN);
    await drift("stopped");
    await scene.done(() => jobState("job", running, replaced("two")), { replace: 1 });
    scene.simulator.advanceClock(60);
    expectNothingDone(await scene.stack.up({ refresh: true }));
  });

  test("replaceWith another resource that moves to another plan", async () => {
    const program = (planId: string) => () => {
      const other = planState("other", { planId });
      planState("plan", {}, { ...ignoring("desiredStatus"), replaceWith: [other] });
    };
    scene.put("running", THIRD_PLAN);
    await scene.done(program(OTHER_PLAN));
    await drift("running");
    await scene.done(program(THIRD_PLAN), { replace: 2 });
    expect([scene.status(OTHER_PLAN), scene.status(THIRD_PLAN)]).toEqual(["stopped", "stopped"]);
  });
});
