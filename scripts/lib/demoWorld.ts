import { rmSync } from "node:fs";
import { join } from "node:path";

import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";

import { plainConfig, targetConfig } from "../../test/harness/config";
import { environmentWith, stackEnvironment } from "../../test/harness/environment";
import { inlineProgram } from "../../test/harness/program";
import { startSimulatorProcess, type SimulatorProcess } from "../../test/harness/simulatorProcess";
import type { Engine } from "./engine";
import { ROOT } from "./setup";

export const STACK = "demo";
export const JOB = "665d3af3621bccf3fe29e1a4";
export const PLAN = "66599bd7397885b43804901c";

/** The plans of the demo's job: one that runs, to be stopped, among others that must stay as they are. */
const SEED = {
  jobs: [{ Id: JOB, Name: "launch assets" }],
  plans: [
    { Id: PLAN, JobId: JOB, Status: "running" },
    { Id: "66599bd7397885b43804901d", JobId: JOB, Status: "running" },
    { Id: "66599bd7397885b43804901e", JobId: JOB, Status: "stopped" },
    { Id: "66599bd7397885b43804901f", JobId: JOB, Status: "finished" },
  ],
};

/** Starts a simulator with the demo's plans as a process of its own, with its seed in a folder. */
export function startSimulator(folder: string, outlives = false): Promise<SimulatorProcess> {
  return startSimulatorProcess({ folder, seed: SEED, outlives });
}

/**
 * A stack of the project at the root, with the example as its program and a backend of its own.
 *
 * @param folder for state and Pulumi's home
 * @returns with what to set to work on it by hand
 */
export async function createStack(
  engine: Engine,
  folder: string,
  simulator: SimulatorProcess,
): Promise<{ stack: Stack; env: Record<string, string> }> {
  const env = stackEnvironment(folder);
  Object.assign(process.env, environmentWith(engine));
  removeSettings();
  const program = inlineProgram(join(ROOT, "examples", "stop-plan", "index.ts"));
  const stack = await LocalWorkspace.createStack(
    { stackName: STACK, projectName: "esa-stop-plan", program },
    { workDir: ROOT, envVars: env },
  );
  const own = plainConfig({ planId: PLAN, jobId: JOB, desiredStatus: "stopped" });
  await stack.setAllConfig({ ...own, ...targetConfig(simulator) });
  return { stack, env };
}

/** Removes the stack's settings, which lie in the checkout. */
export function removeSettings(): void {
  rmSync(join(ROOT, `Pulumi.${STACK}.yaml`), { force: true });
}
