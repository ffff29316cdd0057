// @ts-check
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const { commandIn } = require("./engineCache");
const { lastLines } = require("./run");

const MODULE = "github.com/pulumi/pulumi";
const PLUGIN = "pulumi-resource-pulumi-nodejs";
const PROGRESS_INTERVAL_MS = 30_000;
const INSTALLER_TIME_LIMIT_MS = 300_000;

/** The folder of Pulumi's Node.js SDK, which brings the plugin that starts the dynamic provider host. */
const SDK_FOLDER = path.join(__dirname, "..", "..", "node_modules", "@pulumi", "pulumi");

/**
 * @typedef {object} Tools
 * @property {NodeJS.ProcessEnv} env
 * @property {(line: string) => void} log
 * @property {import("./run").Run} run
 */

/**
 * Lets Pulumi's own installer put an engine into a folder.
 *
 * @param {Tools} tools
 * @param {string} version
 * @param {string} folder an empty one
 * @returns {Promise<void>} rejected with one line where the installer cannot be reached or fails
 */
async function install({ env, run }, version, folder) {
  const script = path.join(__dirname, "installPulumi.js");
  const result = await run(process.execPath, [script, version, folder], {
    env,
    timeLimitMs: INSTALLER_TIME_LIMIT_MS,
  });
  if (result.code !== 0) throw new Error(lastLines(result, 1) || "no answer in time");
  addPlugin(folder);
}

/**
 * Builds an engine from its Go module in a scratch module. Some 4 to 6 minutes on two cores where Go's own
 * caches are empty.
 *
 * @param {Tools} tools
 * @param {string} version
 * @param {string} folder an empty one
 * @returns {Promise<void>} rejected with the last lines of Go's output where the build fails
 */
async function build({ env, log, run }, version, folder) {
  const scratch = path.join(folder, "build");
  fs.mkdirSync(scratch);
  const goEnv = {
    ...env,
    HOME: env.HOME || os.homedir(),
    CGO_ENABLED: "0",
    GO111MODULE: "on",
    GOFLAGS: "-buildvcs=false",
    GOWORK: "off",
  };
  const stamp = `-X ${MODULE}/sdk/v3/go/common/version.Version=v${version}`;
  const target = `${MODULE}/pkg/v3/cmd/pulumi`;
  const steps = [
    { did: "modules fetched", args: ["mod", "init", "engine"] },
    { did: "modules fetched", args: ["get", `${target}@v${version}`] },
    { did: "packages compiled", args: ["build", "-v", "-ldflags", stamp, "-o", commandIn(folder), target] },
  ];
  for (const { did, args } of steps) {
    const progress = startProgress(log, did);
    const result = await run("go", args, { cwd: scratch, env: goEnv, onLine: progress.count });
    progress.stop();
    if (result.code !== 0) throw new Error(`go ${args[0]} failed:\n${lastLines(result, 15)}`);
  }
  fs.rmSync(scratch, { recursive: true });
  addPlugin(folder);
}

/**
 * @param {(line: string) => void} log
 * @param {string} did what one line of output stands for
 */
function startProgress(log, did) {
  let lines = 0;
  const startedAt = Date.now();
  const timer = globalThis.setInterval(() => {
    log(`  ${Math.round((Date.now() - startedAt) / 1000)} s: ${lines} ${did}`);
  }, PROGRESS_INTERVAL_MS);
  return { count: () => void lines++, stop: () => globalThis.clearInterval(timer) };
}

/** @param {string} folder of an engine: one without the plugin beside it warns in every run */
function addPlugin(folder) {
  const name = process.platform === "win32" ? `${PLUGIN}.cmd` : PLUGIN;
  fs.copyFileSync(path.join(SDK_FOLDER, name), path.join(path.dirname(commandIn(folder)), name));
}

module.exports = { PLUGIN, SDK_FOLDER, build, install };
