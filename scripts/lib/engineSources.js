// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const { commandIn } = require("./engineCache");
const { goBuild } = require("./goBuild");
const { lastLines } = require("./run");

const MODULE = "github.com/pulumi/pulumi";
const PLUGIN = "pulumi-resource-pulumi-nodejs";
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
 * Builds an engine from its Go module. Some 4 to 6 minutes on two cores where Go's own caches are empty.
 *
 * @param {Tools} tools
 * @param {string} version
 * @param {string} folder an empty one
 * @returns {Promise<void>} rejected with the last lines of Go's output where the build fails
 */
async function build(tools, version, folder) {
  await goBuild(tools, {
    target: `${MODULE}/pkg/v3/cmd/pulumi`,
    version,
    flags: ["-ldflags", `-X ${MODULE}/sdk/v3/go/common/version.Version=v${version}`],
    output: commandIn(folder),
  });
  addPlugin(folder);
}

/** @param {string} folder of an engine: one without the plugin beside it warns in every run */
function addPlugin(folder) {
  const name = process.platform === "win32" ? `${PLUGIN}.cmd` : PLUGIN;
  fs.copyFileSync(path.join(SDK_FOLDER, name), path.join(path.dirname(commandIn(folder)), name));
}

module.exports = { PLUGIN, SDK_FOLDER, build, install };
