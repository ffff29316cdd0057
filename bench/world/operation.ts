import { join } from "node:path";
import { performance } from "node:perf_hooks";

import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";

import { contenderOf, PROJECT, type ContenderId } from "../contenders";
import { plansOf } from "./plans";

const STACK = "bench";
const PLUGIN = { name: "esa-preload", path: join(__dirname, "..", "..", "plugin") };

export interface OperationSpec {
  readonly operation: "up" | "preview" | "refresh" | "destroy";
  readonly contender: ContenderId;
  readonly n: number;
  readonly jobs: number;
  readonly workDir: string;
  readonly config: Readonly<Record<string, string>>;
  /** Further environment of the engine and its host. */
  readonly engineEnv: Readonly<Record<string, string>>;
  /** Default: the engine's own. */
  readonly parallel?: number;
}

export interface OperationResult {
  readonly ms: number;
  readonly ok: boolean;
  /** The end of what a failed command says. */
  readonly output: string;
}

/** Not in the declarations of the SDK. */
type Command = PulumiCommand & { run: (args: string[], ...rest: unknown[]) => Promise<unknown> };

/**
 * `node start.js operation SPEC`: one command of the engine with a contender's program, in a process of its own, as
 * `pulumi up` runs a program. Measures how long the engine's command took, the loading of the program included and the
 * Automation API's own work left out.
 */
export async function main(json: string): Promise<OperationResult> {
  const spec = JSON.parse(json) as OperationSpec;
  const command = (await PulumiCommand.get()) as Command;
  const timed = timeFirst(command, spec.operation);
  // The SDK's declarations know nothing of plugins.
  const projectSettings = { name: PROJECT, runtime: "nodejs", plugins: { providers: [PLUGIN] } } as const;
  const stack = await LocalWorkspace.createOrSelectStack(
    {
      stackName: STACK,
      projectName: PROJECT,
      program: () => {
        contenderOf(spec.contender).declare(plansOf(spec.n, spec.jobs));
        return Promise.resolve();
      },
    },
    {
      workDir: spec.workDir,
      pulumiCommand: command,
      envVars: spec.engineEnv,
      projectSettings,
      stackSettings: { [STACK]: { config: spec.config } },
    },
  );
  const { parallel } = spec;
  // What the Automation API does after the engine's command (outputs, history) is not waited for.
  stack[spec.operation]({ color: "never", suppressProgress: true, ...(parallel !== undefined && { parallel }) }).catch(
    () => undefined,
  );
  return timed;
}

/** @returns the result of the first run of a subcommand of the engine */
function timeFirst(command: Command, subcommand: string): Promise<OperationResult> {
  const run = command.run.bind(command);
  return new Promise((resolve) => {
    command.run = async (args, ...rest) => {
      if (args[0] !== subcommand) return run(args, ...rest);
      const begun = performance.now();
      try {
        const ended = await run(args, ...rest);
        resolve({ ms: performance.now() - begun, ok: true, output: "" });
        return ended;
      } catch (error) {
        resolve({ ms: performance.now() - begun, ok: false, output: String(error).slice(-4000) });
        throw error;
      }
    };
  });
}
