import { ScheduledPreloadPlanState } from "../../../provider/index";
import { expectDone } from "../harness/expectations";
import { JOB, openScene, PLAN, planState, type Scene } from "../harness/scene";

/** What the engine tells no provider of cannot be mended. These are the ways around that the documents name. */
const running = { desiredStatus: "running" } as const;

let scene: Scene;
beforeAll(async () => (scene = await openScene("ways-around", () => undefined)));
beforeEach(() => scene.startOver());
afterAll(() => scene.close());

test("a rename under --target leaves the plan running when both names are targets", async () => {
  scene.stack.setProgram(() => void planState("a", running));
  expectDone(await scene.stack.up());
  const { urn = "" } = (await scene.stack.resource("a")) ?? {};
  scene.stack.setProgram(() => void planState("a2", running));
  const target = [urn, urn.replace(/::a$/, "::a2")];
  expectDone(await scene.stack.up({ target }), { create: 1, delete: 1 });
  expect([scene.status(), scene.writes()]).toEqual(["running", []]);
});

test("a managed plan becomes one that is only read, and runs on, after an up with retainOnDelete", async () => {
  scene.stack.setProgram(() => void planState("a", running));
  expectDone(await scene.stack.up());
  scene.stack.setProgram(() => void planState("a", running, { retainOnDelete: true }));
  expectDone(await scene.stack.up());
  scene.stack.setProgram(() => void ScheduledPreloadPlanState.get("a", `${JOB}:${PLAN}`));
  expectDone(await scene.stack.up(), { replace: 1 });
  expect([scene.status(), scene.writes()]).toEqual(["running", []]);
  expectDone(await scene.stack.destroy());
  expect([scene.status(), scene.writes()]).toEqual(["running", []]);
});
