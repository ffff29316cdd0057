// @ts-check
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const { cacheFolder, fillOnce } = require("./engineCache");
const { lastLines, run: runCommand } = require("./run");

/** What users run programs with, in exact versions: package managers, and releases of Node that have packages here. */
const TOOLS = {
  "@yarnpkg/cli-dist": "4.18.1",
  bun: "1.4.5",
  pnpm: "12.21.0",
  yarn: "1.22.22",
  ...(process.platform === "linux"
    ? {
        node22: `npm:node-linux-${process.arch}@22.23.3`,
        node24: `npm:node-linux-${process.arch}@24.21.0`,
      }
    : {}),
};

/**
 * Installs {@link TOOLS} outside the checkout, once: some 550 MB.
 *
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {(line: string) => void} [options.log] gets a line before the installation
 * @param {import("./run").Run} [options.run]
 * @returns {Promise<string>} the folder with their packages
 */
async function findNodeTools({ env = process.env, log = console.error, run = runCommand } = {}) {
  const manifest = JSON.stringify({ private: true, dependencies: TOOLS }, null, 2);
  const version = createHash("sha256").update(manifest).digest("hex").slice(0, 12);
  const folder = path.join(cacheFolder(env), `tools-${version}-${process.platform}-${process.arch}`);
  const onWait = () => log("Another run installs the package managers: waiting for it.");
  await fillOnce(folder, onWait, async (temporary) => {
    log("Installing package managers and releases of Node outside the checkout, once.");
    fs.writeFileSync(path.join(temporary, "package.json"), manifest);
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
    await succeed(run(npm, ["install", ...options], { cwd: temporary, env }));
    // Bun's own script puts the binary of this platform in its place.
    const bun = path.join(temporary, "node_modules", "bun");
    await succeed(run(process.execPath, ["install.js"], { cwd: bun, env }));
  });
  return path.join(folder, "node_modules");
}

/** @param {Promise<import("./run").RunResult>} running */
async function succeed(running) {
  const result = await running;
  if (result.code !== 0) throw new Error(`The package managers can't be installed:\n${lastLines(result, 15)}`);
}

module.exports = { TOOLS, findNodeTools };
