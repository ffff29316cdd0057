// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const { environmentWith } = require("../../test/harness/environment");
const { codeBlocks } = require("./markdown");
const { inlineProgram } = require("../../test/harness/program");
const { ROOT } = require("./setup");

const JOB = "665d3af3621bccf3fe29e1a4";
const PLAN = "66599bd7397885b43804901c";

/**
 * @typedef {object} Scene
 * @property {string} name of the picture
 * @property {string} command what a user would type
 * @property {string} output with colours
 */

/**
 * Runs the README's first program on the engine against a simulated ESA.
 *
 * @param {import("./engine").Engine} engine
 * @param {string} folder inside the checkout, from where Pulumi finds the package
 * @returns {Promise<Scene[]>}
 */
async function playScenes(engine, folder) {
  const { startSimulator } = require("pulumi-esa-preload/testing");
  const simulator = await startSimulator({
    seed: [{ Id: PLAN, JobId: JOB, Status: "running" }],
    now: "2024-05-31T10:00:00Z",
  });
  try {
    const stack = await createStack(engine, folder, simulator);
    /** @type {Scene[]} */
    const scenes = [];
    /**
     * @param {string} name
     * @param {string} command
     * @param {(options: { color: "always", onOutput(text: string): void, onError(text: string): void }) => Promise<unknown>} run
     */
    const scene = async (name, command, run) => {
      let output = "";
      const add = (/** @type {string} */ text) => (output += text);
      await run({ color: "always", onOutput: add, onError: () => {} }).catch(() => {});
      scenes.push({ name, command, output: withoutVolatile(output) });
    };

    await stack.up();
    await stack.setConfig("freeze", { value: "true" });
    await scene("preview", "pulumi preview --diff", (options) => stack.preview({ ...options, diff: true }));

    simulator.addFault({
      kind: "error",
      code: "InvalidUid.PermissionDenied",
      action: "StopScheduledPreloadExecution",
    });
    await scene("error", "pulumi up --yes --skip-preview", (options) => stack.up(options));

    await stack.up();
    simulator.putPlan(PLAN, { Status: "running" });
    await scene("drift", "pulumi preview --refresh --diff", (options) =>
      stack.preview({ ...options, refresh: true, diff: true }),
    );
    return scenes;
  } finally {
    await simulator.close();
  }
}

/**
 * @param {import("./engine").Engine} engine
 * @param {string} folder
 * @param {import("pulumi-esa-preload/testing").Simulator} simulator
 */
async function createStack(engine, folder, simulator) {
  const { LocalWorkspace } = require("@pulumi/pulumi/automation");
  const program = path.join(folder, "index.ts");
  fs.writeFileSync(program, readmeProgram());
  const backend = path.join(folder, "state");
  fs.mkdirSync(backend);
  Object.assign(process.env, environmentWith(engine));
  const stack = await LocalWorkspace.createStack(
    { stackName: "production", projectName: "launch", program: inlineProgram(program) },
    {
      workDir: folder,
      envVars: {
        PULUMI_BACKEND_URL: pathToFileURL(backend).href,
        PULUMI_CONFIG_PASSPHRASE: "pictures",
        PULUMI_HOME: path.join(folder, "pulumi"),
      },
    },
  );
  await stack.setAllConfig({
    "alicloud:region": { value: "cn-hangzhou" },
    "alicloud:endpoints": { value: JSON.stringify([{ esa: simulator.url }]) },
    "alicloud:accessKey": { value: simulator.accessKeyId },
    "alicloud:secretKey": { value: simulator.accessKeySecret, secret: true },
  });
  return stack;
}

/**
 * @param {string} output
 * @returns {string} what is the same in every run: without the lines of progress, which come as time goes by, and with
 *   the diagnostics, whose order is by chance, sorted
 */
function withoutVolatile(output) {
  return output
    .replace(/\n\n[^]*?\n(?=.*Diagnostics:)/, "\n…\n")
    .replace(/(?<=Diagnostics:.*\n)[^]*?\n\n(?=.*Outputs:)/, (blocks) =>
      blocks
        .split(/(?<=\n\n)/)
        .sort()
        .join(""),
    )
    .replace(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/g, "CB1A380B-09F0-41BB-A198-72F8FD6DA2FE")
    .replace(/(Duration:\S*) \d+m?s/, "$1 1s");
}

/** @returns {string} */
function readmeProgram() {
  const readme = fs.readFileSync(path.join(ROOT, "README.md"), "utf8");
  const program = codeBlocks(readme).find(({ language }) => language === "ts");
  if (!program) throw new Error("README.md has no program.");
  return program.code;
}

module.exports = { playScenes };
