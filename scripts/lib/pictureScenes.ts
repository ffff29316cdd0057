import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";

import { startSimulator, type Simulator } from "../../simulator";
import { targetConfig } from "../../test/harness/config";
import { environmentWith, stackEnvironment } from "../../test/harness/environment";
import { inlineProgram } from "../../test/harness/program";
import { JOB, PLAN } from "./demoWorld";
import type { Engine } from "./engine";
import { ROOT } from "./setup";

export interface Scene {
  /** Of the picture. */
  readonly name: string;
  /** What a user would type. */
  readonly command: string;
  /** With colours. */
  readonly output: string;
}

interface Show {
  readonly color: "always";
  readonly onOutput: (text: string) => void;
  readonly onError: () => void;
}

/**
 * Runs the README's first program on the engine against a simulated ESA.
 *
 * @param folder inside the checkout, from where Pulumi finds the package
 */
export async function playScenes(engine: Engine, folder: string): Promise<Scene[]> {
  const seed = [{ Id: PLAN, JobId: JOB, Status: "running" as const }];
  const simulator = await startSimulator({ seed, now: "2024-05-31T10:00:00Z" });
  const scenes: Scene[] = [];
  const scene = async (name: string, command: string, run: (show: Show) => Promise<unknown>) => {
    let output = "";
    const onOutput = (text: string) => void (output += text);
    await run({ color: "always", onOutput, onError: () => undefined }).catch(() => undefined);
    scenes.push({ name, command, output: withoutVolatile(output) });
  };
  try {
    const stack = await createStack(engine, folder, simulator);
    await stack.up();
    await stack.setConfig("freeze", { value: "true" });
    await scene("preview", "pulumi preview --diff", (show) => stack.preview({ ...show, diff: true }));

    const code = "InvalidUid.PermissionDenied";
    simulator.addFault({ kind: "error", code, action: "StopScheduledPreloadExecution" });
    await scene("error", "pulumi up --yes --skip-preview", (show) => stack.up(show));

    await stack.up();
    simulator.putPlan(PLAN, { Status: "running" });
    await scene("drift", "pulumi preview --refresh --diff", (show) =>
      stack.preview({ ...show, refresh: true, diff: true }),
    );
    return scenes;
  } finally {
    await simulator.close();
  }
}

async function createStack(engine: Engine, folder: string, simulator: Simulator): Promise<Stack> {
  const file = join(folder, "index.ts");
  writeFileSync(file, readmeProgram());
  Object.assign(process.env, environmentWith(engine));
  const stack = await LocalWorkspace.createStack(
    { stackName: "production", projectName: "launch", program: inlineProgram(file) },
    { workDir: folder, envVars: stackEnvironment(folder) },
  );
  await stack.setAllConfig(targetConfig(simulator));
  return stack;
}

function readmeProgram(): string {
  const program = /```ts\n(.*?)```/s.exec(readFileSync(join(ROOT, "README.md"), "utf8"))?.[1];
  if (program === undefined) throw new Error("README.md has no program.");
  return program;
}

/**
 * @returns what is the same in every run: without the lines of progress, which come as time goes by, and with the
 *   diagnostics, whose order is by chance, sorted
 */
function withoutVolatile(output: string): string {
  const sorted = (blocks: string) =>
    blocks
      .split(/(?<=\n\n)/)
      .sort()
      .join("");
  return output
    .replace(/\n\n[^]*?\n(?=.*Diagnostics:)/, "\n…\n")
    .replace(/(?<=Diagnostics:.*\n)[^]*?\n\n(?=.*Outputs:)/, sorted)
    .replace(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/g, "CB1A380B-09F0-41BB-A198-72F8FD6DA2FE")
    .replace(/(Duration:\S*) \d+m?s/, "$1 1s");
}
