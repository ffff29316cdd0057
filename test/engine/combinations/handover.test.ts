import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { jobState, openScene, OTHER_PLAN, PLAN, planState, type Scene } from "../harness/scene";

/**
 * A delete leaves its plan running only to a resource of the same run that is what it declares. Otherwise a plan would
 * run on that no resource knows, and `destroy` would not stop it.
 */
const running = { desiredStatus: "running" } as const;
const leftToOther = "not stopped: another resource of this program declares this plan";

let scene: Scene;
beforeAll(async () => (scene = await openScene("handover", () => undefined)));
beforeEach(() => scene.startOver());
afterAll(() => scene.close());

/** The program of the runs to come. */
const program = (declare: () => unknown): void => scene.stack.setProgram(() => void declare());

async function up(declare: () => unknown): Promise<void> {
  program(declare);
  expectDone(await scene.stack.up());
  scene.simulator.clearCalls();
}

/** Every look is refused: what only looks fails, a Stop gets through. */
const refuseLooks = () =>
  scene.simulator.addFault({
    kind: "error",
    code: "InvalidUid.PermissionDenied",
    action: "ListScheduledPreloadExecutions",
    times: 1000,
  });

const names = async () => {
  const { resources = [] } = await scene.stack.state();
  return resources
    .filter(({ type }) => type.includes("esa:"))
    .map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2))
    .sort();
};

/** What is declared now is carried out with all plans running on; then a destroy stops them. */
async function expectRecovery(plans: readonly string[]): Promise<void> {
  scene.simulator.clearFaults();
  expectDone(await scene.stack.up());
  expect(scene.count("Stop")).toBe(0);
  expect(plans.map((id) => scene.status(id))).toEqual(plans.map(() => "running"));
  expectNothingDone(await scene.stack.up());
  expectDone(await scene.stack.destroy());
  expect(plans.map((id) => scene.status(id))).toEqual(plans.map(() => "stopped"));
}

describe("a running plan whose new resource fails stays in the state:", () => {
  test("a rename without alias", async () => {
    await up(() => planState("a", running));
    program(() => planState("a2", running));
    refuseLooks();
    const failed = await scene.stack.up({ continueOnError: true });
    expectRefused(failed, /not stopped/, new RegExp(`not stopped[^]*${PLAN}|${PLAN}[^]*not stopped`));
    expect([await names(), scene.status(), scene.writes()]).toEqual([["a"], "running", []]);
    await expectRecovery([PLAN]);
  });

  test("plan states that become a job state", async () => {
    await up(() => [planState("a", running), planState("b", { ...running, planId: OTHER_PLAN })]);
    program(() => jobState("job", running));
    refuseLooks();
    const failed = await scene.stack.up({ continueOnError: true });
    expectRefused(failed, /not stopped/, PLAN, OTHER_PLAN);
    expect([await names(), scene.writes()]).toEqual([["a", "b"], []]);
    await expectRecovery([PLAN, OTHER_PLAN]);
  });

  test("a job state that becomes plan states", async () => {
    const become = (profile?: string) =>
      program(() => [
        planState("a", { ...running, profile }),
        planState("b", { ...running, planId: OTHER_PLAN, profile }),
      ]);
    await up(() => jobState("job", running));
    become("nobody");
    expectRefused(await scene.stack.up({ continueOnError: true }), /not stopped/);
    expect([await names(), scene.writes()]).toEqual([["job"], []]);
    become();
    await expectRecovery([PLAN, OTHER_PLAN]);
  });
});

test("deleteBeforeReplace stops the plan, as its new resource is still to come and may fail", async () => {
  const declare = () => planState("a", running, { deleteBeforeReplace: true });
  await up(declare);
  const { urn = "" } = (await scene.stack.resource("a")) ?? {};
  refuseLooks();
  expectRefused(await scene.stack.up({ replace: [urn] }), "InvalidUid.PermissionDenied");
  expect(scene.status()).toBe("stopped");
  scene.simulator.clearFaults();
  expectDone(await scene.stack.up());
  scene.simulator.advanceClock(60);
  expect(scene.status()).toBe("running");
  expectDone(await scene.stack.destroy());
  expect(scene.status()).toBe("stopped");
});

describe("a plan that is declared running by what is done or unchanged is left to it:", () => {
  test("a second resource that is unchanged", async () => {
    await up(() => [planState("a", running), planState("b", running)]);
    program(() => planState("b", running));
    const removed = await scene.stack.up();
    expectDone(removed, { delete: 1 });
    expect(removed.output).toContain(leftToOther);
    expect([scene.status(), scene.writes()]).toEqual(["running", []]);
  });

  test("a second resource that is updated in this run", async () => {
    await up(() => [planState("a", running), planState("b", running)]);
    program(() => planState("b", { ...running, timeoutSeconds: 60 }));
    const removed = await scene.stack.up();
    expectDone(removed, { delete: 1, update: 1 });
    expect([scene.status(), scene.writes()]).toEqual(["running", []]);
  });

  test("a job state that is unchanged", async () => {
    await up(() => [planState("a", running), jobState("job", running)]);
    program(() => jobState("job", running));
    expectDone(await scene.stack.up(), { delete: 1 });
    expect([scene.status(), scene.writes()]).toEqual(["running", []]);
  });
});

describe("a plan that is declared stopped does not run on:", () => {
  test("a rename to a resource that declares it stopped", async () => {
    await up(() => planState("a", running));
    program(() => planState("a2"));
    expectDone(await scene.stack.up(), { create: 1, delete: 1 });
    expect(scene.status()).toBe("stopped");
  });

  test("a rename to a resource that declares it stopped, and fails", async () => {
    await up(() => planState("a", running));
    program(() => planState("a2"));
    refuseLooks();
    expectRefused(await scene.stack.up({ continueOnError: true }), "InvalidUid.PermissionDenied");
    expect(scene.status()).toBe("stopped");
  });

  test.each([
    ["plan state", () => planState("b")],
    ["job state", () => jobState("b")],
  ] as const)("restarted since, and left with a %s that is unchanged", async (_, other) => {
    await up(() => [planState("a"), other()]);
    scene.put("running");
    program(other);
    expectDone(await scene.stack.up(), { delete: 1 });
    expect(scene.status()).toBe("stopped");
  });

  test("restarted since, and a job's state is removed beside a plan's that is unchanged", async () => {
    await up(() => [jobState("job"), planState("a")]);
    scene.put("running");
    program(() => planState("a"));
    expectDone(await scene.stack.up(), { delete: 1 });
    expect(scene.status()).toBe("stopped");
  });
});
