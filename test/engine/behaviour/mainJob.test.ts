import { declare, JOB, openScene, PLAN, type Scene } from "../harness/scene";

let scene: Scene;
afterEach(() => scene.close());

const handler = 'exports.handler = () => require("pulumi-esa-preload/provider");';

test("preview, stop, no second write, drift, stop again, destroy", async () => {
  scene = await openScene("main-job", declare());
  const { stack, simulator } = scene;

  const preview = await stack.preview({ diff: true });
  expect(preview).toMatchObject({ ok: true, changes: { create: 1 } });
  expect(preview.output).toContain('desiredStatus: "stopped"');
  expect(simulator.calls()).toEqual([]);

  expect(await stack.up()).toMatchObject({ ok: true, changes: { create: 1 } });
  expect(scene.status()).toBe("stopped");

  simulator.clearCalls();
  expect(await stack.up({ expectNoChanges: true })).toMatchObject({ ok: true, changes: { same: 1 } });
  expect(simulator.calls()).toEqual([]);
  expect(await stack.preview({ refresh: true, expectNoChanges: true })).toMatchObject({ ok: true });
  expect(await stack.refresh({ expectNoChanges: true })).toMatchObject({ ok: true });

  scene.put("running");
  const drift = await stack.preview({ refresh: true, diff: true });
  expect(drift.output).toMatch(/~ desiredStatus\s*: "running" => "stopped"/);
  expect(drift).toMatchObject({ changes: { update: 1 } });
  expect(await stack.preview({ refresh: true, expectNoChanges: true })).toMatchObject({ ok: false });
  expect(scene.status()).toBe("running");

  expect(await stack.up({ refresh: true })).toMatchObject({ ok: true });
  expect(scene.status()).toBe("stopped");
  expect(scene.count("Stop")).toBe(1);

  expect(await stack.destroy()).toMatchObject({ ok: true, changes: { delete: 1 } });
  expect(scene.status()).toBe("stopped");
  expect((await stack.state()).resources ?? []).toEqual([]);
});

test("restart: stopped, then declared running, then stopped again", async () => {
  scene = await openScene("restart", declare());
  await scene.stack.up();
  scene.stack.setProgram(declare({ desiredStatus: "running" }));
  expect((await scene.stack.preview({ diff: true })).output).toMatch(/desiredStatus\s*: "stopped" => "running"/);
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { update: 1 } });
  expect(scene.status()).toMatch(/waiting|running/);
  expect(await scene.stack.up({ expectNoChanges: true })).toMatchObject({ ok: true });
  scene.simulator.advanceClock(60);
  scene.stack.setProgram(declare());
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { update: 1 } });
  expect(scene.status()).toBe("stopped");
  expect([scene.count("Stop"), scene.count("Start")]).toEqual([2, 1]);
});

test("the state holds the constant handler in every resource, and no credential", async () => {
  scene = await openScene("state", declare());
  await scene.stack.up();
  const resource = await scene.stack.resource("plan");
  expect(resource?.inputs).toEqual({
    __provider: handler,
    __owner: "plan",
    planId: PLAN,
    jobId: JOB,
    desiredStatus: "stopped",
  });
  expect(resource?.outputs).toMatchObject({ __provider: handler, status: "stopped" });
  const exported = await scene.stack.cli("stack", "export");
  expect(exported.stdout).toContain(PLAN);
  expect(exported.stdout).not.toContain(scene.simulator.accessKeySecret);
});

test("the status is an output of the stack", async () => {
  scene = await openScene("outputs", declare());
  expect((await scene.stack.up()).output).toMatch(/Outputs:\s+status: "stopped"/);
});

test("refresh records what is, and changes nothing outside", async () => {
  scene = await openScene("refresh", declare());
  await scene.stack.up();
  scene.put("running");
  scene.simulator.clearCalls();
  expect(await scene.stack.refresh()).toMatchObject({ ok: true, changes: { update: 1 } });
  expect(await scene.stack.resource("plan")).toMatchObject({
    inputs: { desiredStatus: "running" },
    outputs: { desiredStatus: "running", status: "running" },
  });
  expect(scene.simulator.calls().map(({ effect }) => effect)).toEqual([false]);
});

test("a plan that is gone leaves the state with a refresh, and fails the next up", async () => {
  scene = await openScene("gone", declare());
  await scene.stack.up();
  scene.simulator.deletePlan(PLAN);
  expect(await scene.stack.refresh()).toMatchObject({ ok: true, changes: { delete: 1 } });
  expect(await scene.stack.resource("plan")).toBeUndefined();
  const failed = await scene.stack.up();
  expect(failed.ok).toBe(false);
  expect(failed.output).toContain(`The plan ${PLAN} does not exist`);
});

test("a plan that is gone is no obstacle to destroy", async () => {
  scene = await openScene("gone-destroy", declare());
  await scene.stack.up();
  scene.simulator.deletePlan(PLAN);
  expect(await scene.stack.destroy()).toMatchObject({ ok: true, changes: { delete: 1 } });
});
