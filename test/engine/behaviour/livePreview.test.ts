import { declare, openScene, PLAN, type Scene } from "../harness/scene";

let scene: Scene;
afterEach(() => scene.close());

test("a live preview says what `up` will meet, only reads, and is silent once all is as declared", async () => {
  scene = await openScene("live-preview", declare());
  expect((await scene.stack.preview()).output).not.toContain("live preview");
  expect(scene.simulator.calls()).toEqual([]);

  await scene.stack.setConfig({ "esaPreload:livePreview": "true" });
  const preview = await scene.stack.preview();
  expect(preview).toMatchObject({ ok: true, changes: { create: 1 } });
  expect(preview.output).toContain(`${PLAN}: live preview: is running: to be stopped`);
  expect([scene.count("List"), scene.count("Stop"), scene.status()]).toEqual([1, 0, "running"]);

  expect(await scene.stack.up()).toMatchObject({ ok: true });
  expect((await scene.stack.preview()).output).not.toContain("live preview");

  scene.put("running");
  const stale = await scene.stack.preview();
  expect(stale).toMatchObject({ ok: true, changes: { same: 1 } });
  expect(stale.output).toContain(
    "is running, which the state does not know; with `pulumi up --refresh`: to be stopped",
  );
});

test("a live preview that may not look says so, and the preview goes on", async () => {
  scene = await openScene("live-preview-denied", declare());
  await scene.stack.setConfig({ "esaPreload:livePreview": "true" });
  scene.simulator.addFault({ kind: "error", code: "NoPermission", statusCode: 403 });
  const preview = await scene.stack.preview();
  expect(preview).toMatchObject({ ok: true, changes: { create: 1 } });
  expect(preview.output).toMatch(/live preview: its plans cannot be seen: .*NoPermission/);
});
