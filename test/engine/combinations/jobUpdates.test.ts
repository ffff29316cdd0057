import { expectDone, expectNothingDone } from "../harness/expectations";
import { JOB, jobState, openScene, OTHER_PLAN, PLAN, type Scene } from "../harness/scene";

const THIRD_PLAN = "66599bd7397885b43804901e";
const running = { desiredStatus: "running" } as const;

let scene: Scene;
beforeAll(async () => (scene = await openScene("job-updates", () => undefined)));
beforeEach(() => {
  scene.startOver();
  scene.simulator.putPlan(THIRD_PLAN, { JobId: JOB, Status: "running" });
});
afterAll(() => scene.close());

describe("a job that is declared running, with a failed plan:", () => {
  beforeEach(async () => {
    scene.stack.setProgram(() => void jobState("job", running));
    expectDone(await scene.stack.up(), { create: 1 });
    scene.put("failed");
  });

  test.each([
    ["one other plan was", [OTHER_PLAN]],
    ["all other plans were", [OTHER_PLAN, THIRD_PLAN]],
  ])("%s stopped by hand: these are started, the failed one is left alone with a warning", async (_, ids) => {
    for (const id of ids) scene.put("stopped", id);
    expectDone(await scene.stack.refresh(), { update: 1 });
    const up = await scene.stack.up();
    expectDone(up, { update: 1 });
    expect(scene.writes().sort()).toEqual(ids.map((id) => `Start ${id}`));
    expect(scene.status()).toBe("failed");
    expect(up.output).toMatch(/warning: plans that have failed are left alone: 1 of \d/);
    expectNothingDone(await scene.stack.up());
  });

  test("the same in one run, by up --refresh", async () => {
    scene.put("stopped", OTHER_PLAN);
    expectDone(await scene.stack.up({ refresh: true }), { update: 1 });
    expect(scene.writes()).toEqual([`Start ${OTHER_PLAN}`]);
  });

  test("who declares it stopped and then running asks for a start of the failed one too", async () => {
    scene.stack.setProgram(() => void jobState("job"));
    expectDone(await scene.stack.up(), { update: 1 });
    scene.simulator.clearCalls();
    scene.stack.setProgram(() => void jobState("job", running));
    expectDone(await scene.stack.up(), { update: 1 });
    expect(scene.writes().sort()).toEqual([PLAN, OTHER_PLAN, THIRD_PLAN].map((id) => `Start ${id}`));
  });
});

describe("a job whose plans were as declared when they were last seen:", () => {
  test.each([
    ["stopped", "running"],
    ["running", "stopped"],
  ] as const)(
    "declared %s, a plan is %s since, and only timeoutSeconds changes: no call",
    async (desiredStatus, since) => {
      scene.stack.setProgram(() => void jobState("job", { desiredStatus }));
      expectDone(await scene.stack.up(), { create: 1 });
      scene.put(since);
      scene.simulator.clearCalls();
      scene.stack.setProgram(() => void jobState("job", { desiredStatus, timeoutSeconds: 60 }));
      expectDone(await scene.stack.up(), { update: 1 });
      expect([scene.simulator.calls(), scene.status()]).toEqual([[], since]);
      expect(await scene.stack.resource("job")).toMatchObject({ outputs: { timeoutSeconds: 60 } });
    },
  );
});
