import { expectOk } from "../harness/expectations";
import { PLAN, planState, useScene } from "../harness/scene";

const scene = useScene("leaks");

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
