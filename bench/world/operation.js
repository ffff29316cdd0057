// @ts-check
"use strict";

/**
 * One command of the engine with a contender's program, in a process of its own, as `pulumi up` runs a program:
 * `node operation.js '{"operation", "contender", "n", "jobs", "workDir", "config", …}'`. What it prints last is JSON:
 * how long the engine's command took, the program's loading included and the Automation API's own work left out.
 */

const { performance } = require("node:perf_hooks");

const { LocalWorkspace, PulumiCommand } = require("@pulumi/pulumi/automation");

const { loadContender, PROJECT } = require("../contenders");
const { plansOf } = require("./plans");

const STACK = "bench";

/**
 * @typedef {object} OperationSpec
 * @property {"up" | "preview" | "refresh"} operation
 * @property {import("../contenders").ContenderId} contender
 * @property {number} n
 * @property {number} jobs
 * @property {string} workDir
 * @property {Record<string, string>} config
 * @property {Record<string, string>} [engineEnv] further environment of the engine and its host
 * @property {number} [parallel] the engine's own default where it is left out
 * @property {string} [profileFile] where a profile of the program is written
 *
 * @typedef {{ ms: number, ok: boolean, output: string }} OperationResult
 */

/** @param {OperationSpec} spec */
async function main(spec) {
  const profile = spec.profileFile ? require("../profile/recorder").record(spec.profileFile) : undefined;
  const program = async () => {
    loadContender(spec.contender).declare(plansOf(spec.n, spec.jobs));
  };
  const timed = await timedCommand(spec.operation);
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: STACK, projectName: PROJECT, program },
    {
      workDir: spec.workDir,
      pulumiCommand: timed.command,
      envVars: spec.engineEnv ?? {},
      projectSettings: { name: PROJECT, runtime: "nodejs" },
      stackSettings: { [STACK]: { config: spec.config } },
    },
  );
  const options = {
    color: /** @type {const} */ ("never"),
    suppressProgress: true,
    ...(spec.parallel !== undefined && { parallel: spec.parallel }),
  };
  // What the Automation API does after the engine's command (outputs, history) is not waited for.
  stack[spec.operation](options).catch(() => undefined);
  const result = await timed.result;
  profile?.stop();
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
}

/**
 * The engine's command, and the result of the first run of one of its subcommands.
 *
 * @param {string} subcommand
 * @returns {Promise<{ command: PulumiCommand, result: Promise<OperationResult> }>}
 */
async function timedCommand(subcommand) {
  // `run` is not in the declarations of the SDK.
  const command = /** @type {any} */ (await PulumiCommand.get());
  const run = command.run.bind(command);
  const result = new Promise((resolve) => {
    command.run = async (/** @type {string[]} */ args, /** @type {unknown[]} */ ...rest) => {
      if (args[0] !== subcommand) return run(args, ...rest);
      const begun = performance.now();
      const finish = (/** @type {boolean} */ ok, /** @type {unknown} */ output) =>
        resolve({ ms: performance.now() - begun, ok, output: ok ? "" : String(output).slice(-4000) });
      try {
        const ended = await run(args, ...rest);
        finish(true, "");
        return ended;
      } catch (error) {
        finish(false, error);
        throw error;
      }
    };
  });
  return { command, result };
}

void main(JSON.parse(process.argv[2] ?? ""));
