import { expectDone, expectNothingDone } from "../harness/expectations";
import type { Program } from "../harness/stack";
import { declare, JOB, jobState, openScene, OTHER_PLAN, PLAN, planState, type Scene } from "../harness/scene";

const ignoring = (...names: string[]) => ({ ignoreChanges: names });
const running = { desiredStatus: "running" } as const;

let scene: Scene;
beforeAll(async () => (scene = await openScene("ignore-changes", () => undefined)));
beforeEach(() => scene.startOver());
afterAll(() => scene.close());

/** Declares what is in the program from now on, and carries it out. */
async function up(program: Program): Promise<void> {
  scene.stack.setProgram(program);
  expectDone(await scene.stack.up());
}

/** Somebody changes a plan behind Pulumi's back, and a refresh records it. */
async function drift(status: "running" | "stopped", id = PLAN): Promise<void> {
  scene.put(status, id);
  expectDone(await scene.stack.refresh(), { update: 1 });
  scene.simulator.clearCalls();
}

describe("ignoreChanges on desiredStatus without jobId, for a plan that was restarted and refreshed:", () => {
  const options = ignoring("desiredStatus");

  beforeEach(async () => {
    await up(declare({ jobId: undefined }, options));
    await drift("running");
  });

  test("every later up succeeds, and writes nothing", async () => {
    expectNothingDone(await scene.stack.up());
    expectNothingDone(await scene.stack.up({ refresh: true }));
    expectNothingDone(await scene.stack.preview());
    expect([scene.writes(), scene.status()]).toEqual([[], "running"]);
  });

  test("another argument that changes is an update without a call", async () => {
    await up(declare({ jobId: undefined, timeoutSeconds: 60 }, options));
    expect(scene.simulator.calls()).toEqual([]);
    expectNothingDone(await scene.stack.up());
  });
});

describe("ignoreChanges on planId, given as `<jobId>:<planId>`:", () => {
  test.each(["running", "stopped"] as const)("%s: every later run changes nothing", async (desiredStatus) => {
    await up(declare({ planId: `${JOB}:${PLAN}`, jobId: undefined, desiredStatus }, ignoring("planId")));
    scene.simulator.clearCalls();
    const expectKept = async () => {
      expect(await scene.stack.resource("plan")).toMatchObject({
        inputs: { planId: PLAN, jobId: JOB, desiredStatus },
        outputs: { planId: PLAN, jobId: JOB, desiredStatus },
      });
    };
    expectNothingDone(await scene.stack.up());
    await expectKept();
    expectNothingDone(await scene.stack.refresh());
    expectNothingDone(await scene.stack.up());
    await expectKept();
    expect([scene.writes(), scene.status()]).toEqual([[], desiredStatus]);
  });
});

describe("a replacement under ignoreChanges on desiredStatus does not contradict itself:", () => {
  const replaced = (trigger: string) => ({ ...ignoring("desiredStatus"), replacementTrigger: trigger });

  test("replacementTrigger of a plan state", async () => {
    await up(declare({}, replaced("one")));
    await drift("running");
    scene.stack.setProgram(declare({}, replaced("two")));
    expectDone(await scene.stack.up(), { replace: 1 });
    // A new resource knows nothing of what was ignored.
    expect(scene.status()).toBe("stopped");
    expectNothingDone(await scene.stack.up({ refresh: true }));
  });

  test("replacementTrigger of a job state", async () => {
    const program = (trigger: string) => () => void jobState("job", running, replaced(trigger));
    await up(program("one"));
    scene.put("stopped", OTHER_PLAN);
    await drift("stopped");
    scene.stack.setProgram(program("two"));
    expectDone(await scene.stack.up(), { replace: 1 });
    scene.simulator.advanceClock(60);
    expectNothingDone(await scene.stack.up({ refresh: true }));
  });

  test("replaceWith another resource that moves to another plan", async () => {
    const program = (otherPlan: string) => () => {
      const other = planState("other", { planId: otherPlan });
      planState("plan", {}, { ...ignoring("desiredStatus"), replaceWith: [other] });
    };
    const third = "66599bd7397885b43804901e";
    scene.simulator.putPlan(third, { JobId: JOB, Status: "running" });
    await up(program(OTHER_PLAN));
    await drift("running");
    scene.stack.setProgram(program(third));
    expectDone(await scene.stack.up(), { replace: 2 });
    expect([scene.status(OTHER_PLAN), scene.status(third)]).toEqual(["stopped", "stopped"]);
  });
});
