import { expectDone, expectNothingDone, expectOk, expectRefused } from "../harness/expectations";
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

const signature = "0f".repeat(32);
const quoting = `Specified signature is not matched with our calculation. server string to sign is:POST\n/\nSignature=${signature}`;

/** Without what the engine itself logs of the configuration that it hands over, secrets decrypted. */
const ours = (log: string) =>
  log
    .split("\n")
    .filter((line) => !line.includes(".Configure().inputs"))
    .join("\n");

test("neither the engine's log at its highest verbosity nor the state shows secret or signature", async () => {
  const { stack, simulator } = scene;
  expectOk(await stack.cli("config", "set", "--secret", "alicloud:secretKey", simulator.accessKeySecret));
  scene.program(() => planState("plan"));
  simulator.addFault({ kind: "error", code: "SignatureDoesNotMatch", message: quoting });
  const loud = { debug: true, logToStdErr: true, logVerbosity: 11 };
  const failed = await stack.up(loud);
  const succeeded = await stack.up(loud);
  expect([failed.ok, succeeded.ok]).toEqual([false, true]);
  // The log was loud: it shows what the provider was asked.
  expect(succeeded.output).toMatch(new RegExp(`eventSink::Debug[^]*${PLAN}`));
  expect(failed.output).toContain("SignatureDoesNotMatch (HTTP 400)");
  const exported = await stack.cli("stack", "export");
  expect(exported.stdout).toContain(PLAN);
  for (const text of [ours(failed.output), ours(succeeded.output), exported.stdout]) {
    expect(text).not.toContain(simulator.accessKeySecret);
    expect(text).not.toContain(signature);
    expect(text).not.toMatch(/string to sign|ACS3-HMAC-SHA256/i);
  }
});
