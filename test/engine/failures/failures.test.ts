import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { JOB, PLAN, planState, running, useScene } from "../harness/scene";

const scene = useScene("failures");
const plan = (args: Parameters<typeof planState>[1] = {}) => planState("plan", args);

test("a failure after a write keeps what was observed; refresh, destroy and the next up still work", async () => {
  const { stack, simulator } = scene;
  await scene.done(plan);
  simulator.addFault({ kind: "http503", action: "StartScheduledPreloadExecution", times: 1000 });
  scene.program(() => plan({ ...running, timeoutSeconds: 3 }));
  const failed = /StartScheduledPreloadExecution failed: ServiceUnavailable \(HTTP 503\)/;
  expectRefused(await stack.up(), failed, PLAN);
  expect(stack.resource("plan")).toMatchObject({
    id: PLAN,
    outputs: { status: "stopped", desiredStatus: "stopped", __provider: expect.stringContaining("require") as string },
  });
  expectDone(await stack.refresh());
  simulator.clearFaults();
  expectDone(await stack.up(), { update: 1 });
  expect(scene.status()).toMatch(/waiting|running/);
  expectNothingDone(await stack.up());

  scene.simulator.advanceClock(60);
  await scene.done(plan);
  simulator.addFault({ kind: "http503", action: "StartScheduledPreloadExecution", times: 1000 });
  scene.program(() => plan({ ...running, timeoutSeconds: 3 }));
  expectRefused(await stack.up(), failed);
  expectDone(await stack.destroy(), { delete: 1 });
});

test("a failure before any change leaves no resource and no pending operation, and says what to do once", async () => {
  const { stack, simulator } = scene;
  simulator.addFault({
    kind: "error",
    code: "InvalidUid.PermissionDenied",
    action: "StopScheduledPreloadExecution",
  });
  scene.program(plan);
  const failed = await stack.up();
  expectRefused(failed);
  const diagnostics = failed.stdout.slice(failed.stdout.indexOf("Diagnostics:"));
  expect(diagnostics.match(/InvalidUid.PermissionDenied/g)).toHaveLength(1);
  expect(diagnostics).toMatch(new RegExp(`plan ${PLAN}, job ${JOB}, request [0-9A-F-]{36}`));
  expect(diagnostics).toContain("Check that the credentials belong to the account of the plan");
  expect(diagnostics).not.toMatch(/^\s+at /m);
  expect(stack.resource("plan")).toBeUndefined();
  expect(stack.state().pending_operations ?? []).toEqual([]);
});

test("a refresh that fails leaves the resource in the state; throttling is waited out", async () => {
  const { stack, simulator } = scene;
  simulator.addFault({ kind: "throttle", times: 2 });
  await scene.done(plan);
  expect(scene.status()).toBe("stopped");
  simulator.addFault({ kind: "error", code: "InvalidAction.NotFound", times: 9 });
  const failed = await stack.refresh();
  expectRefused(failed, /ListScheduledPreloadExecutions failed: InvalidAction.NotFound \(HTTP 404\)/);
  expect(failed.output).not.toMatch(/^\s+at /m);
  expect(stack.resource("plan")).toBeDefined();
});

test("a waiting plan fails by default, and is left with a warning where that is declared", async () => {
  const { stack, simulator } = scene;
  const day = 86_400_000;
  simulator.putPlan(PLAN, {
    Status: "waiting",
    StartTime: new Date(Date.now() + day).toISOString(),
    EndTime: new Date(Date.now() + 2 * day).toISOString(),
  });
  scene.program(plan);
  expectRefused(await stack.up(), /cannot be stopped: it is waiting and begins at/);
  expect(stack.resource("plan")).toBeUndefined();
  scene.program(() => plan({ whenWaiting: "leave" }));
  const left = await stack.up();
  expectDone(left, { create: 1 });
  expect(left.output).toContain(`${PLAN}: warning: is waiting, which ESA cannot stop`);
  expectNothingDone(await stack.up({ refresh: true }));
  expect((await stack.destroy()).output).toContain(`${PLAN}: warning: is waiting`);
  expect(scene.status()).toBe("waiting");
});
