// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const { environmentWith } = require("../../test/harness/environment");
const { lastLines, run } = require("../../scripts/lib/run");
const { ROOT } = require("../../scripts/lib/setup");
const { startSimulatorProcess: startSimulator } = require("../../test/harness/simulatorProcess");
const { loadContender } = require("../contenders");
const { plansOf, seedOf } = require("./plans");

/**
 * @typedef {Awaited<ReturnType<typeof openWorld>>} World
 *
 * @typedef {object} WorldOptions
 * @property {import("../contenders").ContenderId} contender
 * @property {import("../../scripts/lib/engine").Engine} engine
 * @property {number} n plans, all running
 * @property {number} [jobs] default 1
 * @property {number} [qps] the simulator's limit; none where it is left out
 *
 * @typedef {{ action?: string, code?: string, time: string }} Call as in the simulator's log
 */

/** Folders of stacks, and what a run leaves behind. */
const FOLDER = path.join(ROOT, ".tmp", "bench");

/**
 * A simulator and an empty stack for one contender, with a folder of their own.
 *
 * @param {WorldOptions} options
 */
async function openWorld({ contender, engine, n, jobs = 1, qps }) {
  fs.mkdirSync(FOLDER, { recursive: true });
  const folder = fs.mkdtempSync(path.join(FOLDER, `${contender}-`));
  const workDir = prepareWorkDir(folder);
  const simulator = await startSimulator({
    folder,
    seed: seedOf(plansOf(n, jobs)),
    args: qps === undefined ? [] : ["--qps", String(qps)],
  });
  const target = { ...simulator };
  const env = {
    ...environmentWith(engine),
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: pathToFileURL(path.join(folder, "state")).href,
    PULUMI_CONFIG_PASSPHRASE: "bench",
  };
  return {
    simulator,
    workDir,
    config: loadContender(contender).config(target),
    env,

    /**
     * Runs a command of the engine in a fresh process.
     *
     * @param {import("./operation").OperationSpec["operation"]} operation
     * @param {{ checkpoints?: boolean, parallel?: number, mayFail?: boolean, engineEnv?: Record<string, string>, profileFile?: string }} [options]
     * @returns {Promise<import("./operation").OperationResult>}
     */
    async run(operation, { checkpoints = true, mayFail = false, engineEnv = {}, ...options } = {}) {
      const config = loadContender(contender).config(target);
      const spec = JSON.stringify({ operation, contender, n, jobs, workDir, config, engineEnv, ...options });
      const ended = await run(process.execPath, [path.join(__dirname, "operation.js"), spec], {
        cwd: workDir,
        env: { ...env, ...(!checkpoints && { PULUMI_SKIP_CHECKPOINTS: "true" }) },
      });
      if (ended.code !== 0) throw new Error(`${operation} of ${contender} broke:\n${lastLines(ended, 30)}`);
      const result = JSON.parse(ended.stdout);
      if (!result.ok && !mayFail) throw new Error(`${operation} of ${contender} (${n}) failed:\n${result.output}`);
      return result;
    },

    /** @returns {Promise<Call[]>} */
    calls: () => simulator.get("/-/calls"),
    clearCalls: () => simulator.delete("/-/calls"),
    /** How many plans run still. */
    async running() {
      /** @type {{ Status: string }[]} */
      const plans = await simulator.get("/-/plans");
      return plans.filter(({ Status }) => Status !== "stopped").length;
    },
    /** The size of the stack's state file. */
    stateBytes: () => fs.statSync(path.join(folder, "state", ".pulumi", "stacks", "esa-bench", "bench.json")).size,
    close() {
      simulator.stop();
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * The folder that the host resolves handlers from; the no-op's module lies in its node_modules, the others' in the
 * checkout's.
 *
 * @param {string} folder
 */
function prepareWorkDir(folder) {
  const workDir = path.join(folder, "work");
  const noOp = path.join(workDir, "node_modules", "esa-bench-no-op");
  fs.mkdirSync(noOp, { recursive: true });
  fs.mkdirSync(path.join(folder, "state"));
  const provider = JSON.stringify(path.join(ROOT, "bench", "contenders", "noOpProvider.js"));
  fs.writeFileSync(path.join(noOp, "provider.js"), `module.exports = require(${provider});\n`);
  return workDir;
}

module.exports = { FOLDER, openWorld };
