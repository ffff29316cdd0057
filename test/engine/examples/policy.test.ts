import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as calendar from "../../../examples/incident-freeze/calendar.json";
import type { RunResult } from "../../harness/stack";
import { EXAMPLES, pathWith, policyCommands } from "../harness/commands";
import { expectDone, expectRefused } from "../harness/expectations";
import { jobState, planState, running, useScene } from "../harness/scene";

const always = { from: "2000-01-01T00:00:00Z", until: "2999-01-01T00:00:00Z", reason: "launch day" };
const past = { from: "2000-01-01T00:00:00Z", until: "2000-01-02T00:00:00Z" };

const scene = useScene("policy");
const commands = policyCommands();
beforeAll(() => (scene.stack.env["PATH"] = pathWith(commands)));
afterAll(() => rmSync(commands, { recursive: true }));

/** Runs `pulumi preview` or `pulumi up` with the pack, and the windows as its configuration. */
async function run(operation: "preview" | "up", windows: unknown): Promise<RunResult> {
  const file = join(scene.stack.workDir, "policy.json");
  writeFileSync(file, JSON.stringify({ "no-running-plan-in-freeze": { windows } }));
  return scene.stack[operation]({ policyPacks: [join(EXAMPLES, "policy")], policyPackConfigs: [file] });
}

test("refuses a plan and a job that are declared running in a freeze, before anything is called", async () => {
  scene.program(() => [planState("plan", running), jobState("job", running)]);
  const refusal = (name: string) =>
    `"${name}" is declared running, but until 2999-01-01T00:00:00Z there is a freeze (launch day).`;
  const preview = await run("preview", [past, always]);
  expectRefused(preview);
  for (const name of ["plan", "job"]) expect(preview.output).toContain(refusal(name));
  expectRefused(await run("up", [always]));
  expect(scene.simulator.calls()).toEqual([]);
});

test("lets stops through in a freeze, and everything outside of one", async () => {
  scene.program(() => planState("plan"));
  expectDone(await run("up", [always, ...calendar["no-running-plan-in-freeze"].windows]), { create: 1 });
  scene.program(() => planState("plan", running));
  expectRefused(await run("up", [always]));
  expect(scene.status()).toBe("stopped");
  expectDone(await run("up", [past]), { update: 1 });
});
