// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const { EXECUTABLE, cachedEngine, commandIn, fillAtOnce, fillOnce } = require("./engineCache");
const sources = require("./engineSources");
const { ENGINE_VERSION, OLDEST_VERSION, isNewEnough, parseVersion } = require("./engineVersion");
const { onPath } = require("./onPath");
const { run: runCommand } = require("./run");

/**
 * @typedef {object} Engine
 * @property {string} command the absolute path of `pulumi`
 * @property {string} dir its folder
 * @property {string} version `major.minor.patch`
 * @property {"path" | "cached" | "installed" | "built"} how where it came from
 * @property {{ PATH: string }} env makes `pulumi` and its plugin for dynamic providers found
 */

/**
 * Finds Pulumi's engine, or gets it: `pulumi` on PATH, a cached copy, Pulumi's own installer, a build with Go, in
 * this order. `PULUMI_ENGINE=build` allows a build only, new or cached.
 *
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {(line: string) => void} [options.log] gets a line per step that fails or takes time
 * @param {import("./run").Run} [options.run]
 * @returns {Promise<Engine>} rejected with what to install where there is no way
 */
async function findEngine({ env = process.env, log = console.error, run = runCommand } = {}) {
  const tools = { env, log, run };
  const mode = env.PULUMI_ENGINE || "any";
  if (mode !== "any" && mode !== "build") {
    throw new Error(`PULUMI_ENGINE is "${mode}"; it can be "build" or be left out.`);
  }
  return (
    (mode === "any" && ((await fromPath(tools)) ?? (await fromCache(tools, "engine")))) ||
    (await fromCache(tools, "built")) ||
    (mode === "any" && (await fromInstaller(tools))) ||
    (await fromGo(tools))
  );
}

/** @param {sources.Tools} tools @returns {Promise<Engine | undefined>} */
async function fromPath(tools) {
  const command = onPath(tools.env, `pulumi${EXECUTABLE}`);
  if (!command) return undefined;
  const version = await versionOf(tools, command);
  if (version && isNewEnough(version)) return engine(tools, command, version, "path");
  const fault = version ? `is ${version}, and ${OLDEST_VERSION} or a newer 3.x is needed` : "does not run";
  tools.log(`${command} ${fault}: looking for another engine.`);
  return undefined;
}

/** @param {sources.Tools} tools @param {"engine" | "built"} kind @returns {Promise<Engine | undefined>} */
async function fromCache(tools, kind) {
  const folder = cachedEngine(tools.env, kind, ENGINE_VERSION);
  const command = commandIn(folder);
  if (!fs.existsSync(folder)) return undefined;
  if ((await versionOf(tools, command)) === ENGINE_VERSION) return engine(tools, command, ENGINE_VERSION, "cached");
  tools.log(`The cached engine in ${folder} does not run: getting a new one.`);
  fs.rmSync(folder, { recursive: true, force: true });
  return undefined;
}

/** @param {sources.Tools} tools @returns {Promise<Engine | undefined>} */
async function fromInstaller(tools) {
  tools.log(`Installing Pulumi's engine ${ENGINE_VERSION} outside the checkout, once.`);
  const folder = cachedEngine(tools.env, "engine", ENGINE_VERSION);
  try {
    await fillAtOnce(folder, async (temporary) => {
      await sources.install(tools, ENGINE_VERSION, temporary);
      await mustRun(tools, temporary);
    });
  } catch (error) {
    tools.log(`Pulumi's installer is out of reach (${/** @type {Error} */ (error).message}).`);
    return undefined;
  }
  return engine(tools, commandIn(folder), ENGINE_VERSION, "installed");
}

/** @param {sources.Tools} tools @returns {Promise<Engine>} */
async function fromGo(tools) {
  if (!onPath(tools.env, `go${EXECUTABLE}`)) {
    if (tools.env.PULUMI_ENGINE) throw new Error("PULUMI_ENGINE=build needs Go on PATH.");
    throw new Error(
      `The tests and the demo need Pulumi's engine. Install the Pulumi CLI, ${OLDEST_VERSION} or a newer 3.x ` +
        "(https://www.pulumi.com/docs/install/), or Go, with which it is built here; then try again.",
    );
  }
  const folder = cachedEngine(tools.env, "built", ENGINE_VERSION);
  const onWait = () => tools.log("Another run builds Pulumi's engine: waiting for it.");
  await fillOnce(folder, onWait, async (temporary) => {
    tools.log(`Building Pulumi's engine ${ENGINE_VERSION} with Go outside the checkout, once: 4 to 6 minutes.`);
    await sources.build(tools, ENGINE_VERSION, temporary);
    await mustRun(tools, temporary);
  });
  return engine(tools, commandIn(folder), ENGINE_VERSION, "built");
}

/** @param {sources.Tools} tools @param {string} folder of a new engine */
async function mustRun(tools, folder) {
  const version = await versionOf(tools, commandIn(folder));
  if (version !== ENGINE_VERSION) throw new Error(`the new engine says that it is ${version ?? "nothing"}`);
}

/**
 * @param {sources.Tools} tools
 * @param {string} command
 * @returns {Promise<string | undefined>} undefined where it does not run
 */
async function versionOf({ env, run }, command) {
  const result = await run(command, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeLimitMs: 30_000,
  });
  return result.code === 0 ? parseVersion(result.stdout) : undefined;
}

/** @param {sources.Tools} tools @param {string} command @param {string} version @param {Engine["how"]} how */
function engine({ env }, command, version, how) {
  const dir = path.dirname(command);
  const folders = [dir, ...(env.PATH ?? "").split(path.delimiter)].filter((folder) => folder !== "");
  const hasPlugin = folders.some((folder) => fs.existsSync(path.join(folder, sources.PLUGIN)));
  if (!hasPlugin) folders.push(sources.SDK_FOLDER);
  return { command, dir, version, how, env: { PATH: folders.join(path.delimiter) } };
}

module.exports = { findEngine };
