import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ScheduledPreloadJobState } from "../../../provider/index";
import { commandFolder, pathWith } from "../harness/commands";
import type { Program, RunResult } from "../harness/stack";
import { declare, JOB, openScene, type Scene } from "../harness/scene";

const PACK = join(__dirname, "..", "..", "..", "examples", "policy");

/** What a complete Pulumi CLI brings: the command that runs the policy packs of Node.js. */
const commands = commandFolder({
  "pulumi-analyzer-policy-nodejs": require.resolve("@pulumi/pulumi/cmd/run-policy-pack"),
});

const always = { from: "2000-01-01T00:00:00Z", until: "2999-01-01T00:00:00Z", reason: "launch day" };
const past = { from: "2000-01-01T00:00:00Z", until: "2000-01-02T00:00:00Z" };

let scene: Scene;
afterEach(() => scene.close());
afterAll(() => rmSync(commands, { recursive: true }));

const job: Program = () => {
  new ScheduledPreloadJobState("job", { jobId: JOB, desiredStatus: "running" });
};

/** Runs `pulumi preview` or `pulumi up` with the pack, and the windows as its configuration. */
async function run(operation: "preview" | "up", windows: unknown): Promise<RunResult> {
  const file = join(scene.stack.workDir, "policy.json");
  writeFileSync(file, JSON.stringify({ "no-running-plan-in-freeze": { windows } }));
  return scene.stack[operation]({ policyPacks: [PACK], policyPackConfigs: [file] });
}

async function open(name: string, program: Program): Promise<void> {
  scene = await openScene(name, program);
  scene.stack.env["PATH"] = pathWith(commands);
}

test("refuses a plan that is declared running in a freeze, before anything is called", async () => {
  await open("policy-plan", declare({ desiredStatus: "running" }));
  const preview = await run("preview", [past, always]);
  expect(preview.ok).toBe(false);
  expect(preview.output).toContain(
    '"plan" is declared running, but until 2999-01-01T00:00:00Z there is a freeze (launch day).',
  );
  const up = await run("up", [always]);
  expect(up.ok).toBe(false);
  expect(scene.simulator.calls()).toEqual([]);
});

test("refuses a whole job in the same way", async () => {
  await open("policy-job", job);
  const preview = await run("preview", [always]);
  expect(preview.ok).toBe(false);
  expect(preview.output).toContain('"job" is declared running, but until 2999-01-01T00:00:00Z');
});

test("lets stops through in a freeze, and everything outside of one", async () => {
  await open("policy-fine", declare({ desiredStatus: "stopped" }));
  expect(await run("up", [always])).toMatchObject({ ok: true, changes: { create: 1 } });
  expect(scene.status()).toBe("stopped");
  scene.stack.setProgram(declare({ desiredStatus: "running" }));
  expect(await run("up", [always])).toMatchObject({ ok: false });
  expect(scene.status()).toBe("stopped");
  expect(await run("up", [past])).toMatchObject({ ok: true, changes: { update: 1 } });
});

test("names what is wrong in its configuration", async () => {
  await open("policy-config", declare());
  const preview = await run("preview", [{ from: "tomorrow", until: "2999-01-01T00:00:00Z" }]);
  expect(preview.ok).toBe(false);
  expect(preview.output).toMatch(/windows\.0\.from: Does not match pattern/);
});
