import { ScheduledPreloadPlanState } from "../../../provider/index";
import { expectDone, expectNothingDone, expectOk } from "../harness/expectations";
import { JOB, OTHER_PLAN, PLAN, planState, running, useScene } from "../harness/scene";

const scene = useScene("identity");
const statuses = () => [scene.status(PLAN), scene.status(OTHER_PLAN)];

test("another plan replaces: the new one is stopped, then the old one; another form of one plan is no change", async () => {
  await scene.done(() => planState("plan"));
  scene.program(() => planState("plan", { planId: `${JOB}:${PLAN}`, jobId: undefined }));
  expectNothingDone(await scene.stack.up());
  scene.put("running");
  scene.program(() => planState("plan", { planId: OTHER_PLAN }));
  expect((await scene.stack.preview({ diff: true })).output).toMatch(/replace.*\n[^]*planId/);
  expectDone(await scene.stack.up(), { replace: 1 });
  expect(scene.writes()).toEqual([`Stop ${OTHER_PLAN}`, `Stop ${PLAN}`]);
});

test("a plan that is declared running runs on through --replace, a taint, a rename, and one by an alias", async () => {
  const { stack } = scene;
  await scene.done(() => planState("old", running));
  const { urn = "" } = stack.resource("old") ?? {};
  const replaced = await stack.up({ replace: [urn] });
  expectDone(replaced, { replace: 1 });
  expect(replaced.output).toContain("not stopped: its replacement declares this plan");
  expectOk(await stack.cli("state", "taint", urn, "--yes"));
  expectDone(await stack.up(), { replace: 1 });
  scene.program(() => planState("new", running));
  expectDone(await stack.up(), { create: 1, delete: 1 });
  scene.program(() => planState("newer", running, { aliases: [{ name: "new" }] }));
  expectNothingDone(await stack.up());
  expect([scene.status(), scene.writes()]).toEqual(["running", []]);
});

test("a rename under --target leaves the plan running when both names are targets", async () => {
  await scene.done(() => planState("a", running));
  const { urn = "" } = scene.stack.resource("a") ?? {};
  scene.program(() => planState("b", running));
  expectDone(await scene.stack.up({ target: [urn, urn.replace(/::a$/, "::b")] }), { create: 1, delete: 1 });
  expect([scene.status(), scene.writes()]).toEqual(["running", []]);
});

test("two resources that swap their plans leave each plan as it is now declared", async () => {
  const both = (first: string, second: string) => () => [
    planState("a", { planId: first, ...running }),
    planState("b", { planId: second }),
  ];
  await scene.done(both(PLAN, OTHER_PLAN));
  expect(statuses()).toEqual(["running", "stopped"]);
  await scene.done(both(OTHER_PLAN, PLAN), { replace: 2 });
  scene.simulator.advanceClock(60);
  expect(statuses()).toEqual(["stopped", "running"]);
});

test("retainOnDelete keeps a plan running; a removal and destroy --run-program stop one", async () => {
  const { stack } = scene;
  await scene.done(() => planState("plan", running, { retainOnDelete: true }));
  await scene.done(() => undefined);
  expect([scene.status(), stack.resource("plan")]).toEqual(["running", undefined]);
  await scene.done(() => planState("plan", running));
  await scene.done(() => undefined, { delete: 1 });
  expect(scene.status()).toBe("stopped");
  scene.put("running");
  await scene.done(() => planState("plan", running));
  expectDone(await stack.destroy({ runProgram: true }));
  expect([scene.status(), stack.resource("plan")]).toEqual(["stopped", undefined]);
});

const get = () => {
  const { status, jobId, planId } = ScheduledPreloadPlanState.get("plan", `${JOB}:${PLAN}`);
  return { status, jobId, planId };
};

test("get reads a plan, causes no diff, and never stops it", async () => {
  const { stack } = scene;
  stack.setProgram(get);
  const up = await stack.up();
  expect(up.output).toMatch(new RegExp(`jobId\\s*: "${JOB}"\\s+planId\\s*: "${PLAN}"\\s+status\\s*: "running"`));
  expectNothingDone(await stack.refresh({ expectNoChanges: true }));
  expect((await stack.preview({ diff: true, refresh: true })).output).not.toMatch(/[-+~] (desiredStatus|planId)/);
  expectDone(await stack.destroy());
  expect([scene.status(), scene.writes()]).toEqual(["running", []]);
});

test("get takes over a managed plan, which runs on, after an up with retainOnDelete", async () => {
  await scene.done(() => planState("plan", running));
  await scene.done(() => planState("plan", running, { retainOnDelete: true }));
  await scene.done(get, { replace: 1 });
  expectDone(await scene.stack.destroy());
  expect([scene.status(), scene.writes()]).toEqual(["running", []]);
});
