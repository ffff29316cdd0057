import { declare, JOB, openScene, PLAN, type Scene } from "../harness/scene";

let scene: Scene;
afterEach(() => scene.close());

const stop = "StopScheduledPreloadExecution";
const running = { desiredStatus: "running" } as const;

/** A Start that ESA accepts and whose answers and effect are then lost until the time is over. */
async function failPartly(name: string): Promise<Scene> {
  const opened = await openScene(name, declare());
  await opened.stack.up();
  opened.simulator.addFault({ kind: "http503", action: "StartScheduledPreloadExecution", times: 1000 });
  opened.stack.setProgram(declare({ ...running, timeoutSeconds: 3 }));
  return opened;
}

test("a failure after a write keeps what was observed; refresh and destroy still work", async () => {
  scene = await failPartly("partial");
  const failed = await scene.stack.up();
  expect(failed.ok).toBe(false);
  expect(failed.output).toMatch(/StartScheduledPreloadExecution failed: ServiceUnavailable \(HTTP 503\)/);
  expect(failed.output).toContain(PLAN);
  expect(await scene.stack.resource("plan")).toMatchObject({
    id: PLAN,
    outputs: {
      status: "stopped",
      desiredStatus: "stopped",
      __provider: expect.stringContaining("require") as string,
    },
  });
  expect(await scene.stack.refresh()).toMatchObject({ ok: true });
  expect(await scene.stack.preview()).toMatchObject({ changes: { update: 1 } });
  expect(await scene.stack.destroy()).toMatchObject({ ok: true, changes: { delete: 1 } });
});

test("after a partial failure the next up converges", async () => {
  scene = await failPartly("partial-up");
  await scene.stack.up();
  scene.simulator.clearFaults();
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { update: 1 } });
  expect(scene.status()).toMatch(/waiting|running/);
  expect(await scene.stack.up({ expectNoChanges: true })).toMatchObject({ ok: true });
});

test("a failure before any change leaves no resource and no pending operation, and says what to do once", async () => {
  scene = await openScene("refused", declare());
  scene.simulator.addFault({ kind: "error", code: "InvalidUid.PermissionDenied", action: stop });
  const failed = await scene.stack.up();
  expect(failed.ok).toBe(false);
  const diagnostics = failed.stdout.slice(failed.stdout.indexOf("Diagnostics:"));
  expect(diagnostics.match(/InvalidUid.PermissionDenied/g)).toHaveLength(1);
  expect(diagnostics).toMatch(new RegExp(`plan ${PLAN}, job ${JOB}, request [0-9A-F-]{36}`));
  expect(diagnostics).toContain("Check that the credentials belong to the account of the plan");
  expect(diagnostics).not.toMatch(/^\s+at /m);
  expect(await scene.stack.resource("plan")).toBeUndefined();
  expect((await scene.stack.state()).pending_operations ?? []).toEqual([]);
  expect(await scene.stack.up()).toMatchObject({ ok: true });
});

test("throttling is waited out", async () => {
  scene = await openScene("throttled", declare());
  scene.simulator.addFault({ kind: "throttle", times: 2 });
  expect(await scene.stack.up()).toMatchObject({ ok: true });
  expect(scene.status()).toBe("stopped");
});

test("a refresh that fails leaves the resource in the state", async () => {
  scene = await openScene("refresh-fails", declare());
  await scene.stack.up();
  scene.simulator.addFault({ kind: "error", code: "InvalidAction.NotFound", times: 9 });
  const failed = await scene.stack.refresh();
  expect(failed.ok).toBe(false);
  expect(failed.output).toMatch(/ListScheduledPreloadExecutions failed: InvalidAction.NotFound \(HTTP 404\)/);
  expect(failed.output).not.toMatch(/^\s+at /m);
  expect(await scene.stack.resource("plan")).toBeDefined();
});

test("arguments that are wrong are all told, at preview already", async () => {
  scene = await openScene("arguments", declare({ planId: "no-plan", jobId: undefined, ...running }));
  const preview = await scene.stack.preview();
  expect(preview.ok).toBe(false);
  expect(preview.output).toMatch(/property planId value \{no-plan\} has a problem: must be 24 hexadecimal digits/);
  expect(preview.output).toMatch(/property jobId .* is missing: desiredStatus "running" needs the plan's job/);
  expect(scene.simulator.calls()).toEqual([]);
});

test("a waiting plan fails by default, and is left with a warning where that is declared", async () => {
  scene = await openScene("waiting", declare());
  const day = 86_400_000;
  scene.simulator.putPlan(PLAN, {
    Status: "waiting",
    StartTime: new Date(Date.now() + day).toISOString(),
    EndTime: new Date(Date.now() + 2 * day).toISOString(),
  });
  const failed = await scene.stack.up();
  expect(failed.output).toMatch(/cannot be stopped: it is waiting and begins at/);
  expect(await scene.stack.resource("plan")).toBeUndefined();
  scene.stack.setProgram(declare({ whenWaiting: "leave" }));
  const left = await scene.stack.up();
  expect(left).toMatchObject({ ok: true, changes: { create: 1 } });
  expect(left.output).toContain(`${PLAN}: warning: is waiting, which ESA cannot stop`);
  expect(await scene.stack.up({ refresh: true, expectNoChanges: true })).toMatchObject({ ok: true });
  expect((await scene.stack.destroy()).output).toContain(`${PLAN}: warning: is waiting`);
  expect(scene.status()).toBe("waiting");
});

test("a configuration without an account's region names both keys that would tell", async () => {
  scene = await openScene("region", declare({ jobId: JOB }));
  await scene.stack.removeConfig("alicloud:region");
  await scene.stack.removeConfig("alicloud:endpoints");
  const failed = await scene.stack.up();
  expect(failed.output).toMatch(/Neither alicloud:region nor alicloud:accountType is set/);
  expect(failed.output).toContain("pulumi config set alicloud:region");
});
