// @ts-check
"use strict";

const path = require("node:path");

const OLDEST_NODE = 20;

/** The folder of the checkout. */
const ROOT = path.join(__dirname, "..", "..");

/**
 * Makes a checkout ready to run: dependencies, `dist/` and, where it is asked for, Pulumi's engine. Loads nothing but
 * Node's own modules before the dependencies are there. Prints a line on stderr per step that has something to do.
 *
 * @template {boolean} E
 * @param {{ engine: E, log?: (line: string) => void }} options
 * @returns {Promise<E extends true ? import("./engine").Engine : undefined>} rejected with what is missing
 */
async function setup({ engine, log = console.error }) {
  if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
    throw new Error(`Node ${OLDEST_NODE} or newer is needed; this is Node ${process.versions.node}.`);
  }
  if (!isReady()) await prepare(log);
  const found = engine ? await require("./engine").findEngine({ log }) : undefined;
  return /** @type {E extends true ? import("./engine").Engine : undefined} */ (found);
}

/** @returns {boolean} */
function isReady() {
  return require("./dependencies").areInstalled(ROOT) && require("./build").isBuilt(ROOT);
}

/** @param {(line: string) => void} log @returns {Promise<void>} */
function prepare(log) {
  const { withLock } = require("./lock");
  const onWait = () => log("Another run sets up this checkout: waiting for it.");
  return withLock(path.join(ROOT, ".tmp", "setup.lock"), onWait, async () => {
    await installDependencies(log);
    await buildDist(log);
  });
}

/** @param {(line: string) => void} log */
async function installDependencies(log) {
  if (require("./dependencies").areInstalled(ROOT)) return;
  const { run } = require("./run");
  log("Installing the dependencies (npm ci).");
  const windows = process.platform === "win32";
  const result = await run(windows ? "npm.cmd" : "npm", ["ci", "--include=dev"], { cwd: ROOT });
  if (result.code === 0) return;
  const errors = result.stderr.split("\n").filter((line) => line.startsWith("npm error"));
  throw new Error(["npm ci failed:", ...errors.slice(0, 15)].join("\n"));
}

/** @param {(line: string) => void} log */
async function buildDist(log) {
  const { build, isBuilt } = require("./build");
  if (isBuilt(ROOT)) return;
  log("Building dist/.");
  await build(ROOT);
}

/**
 * Runs the main function of a script: an error ends it with one message and without a stack.
 *
 * @param {() => Promise<number | void>} script resolves to the exit code, 0 if it says nothing
 */
function main(script) {
  script().then(
    (code) => void (process.exitCode = code ?? 0),
    (/** @type {Error} */ error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}

module.exports = { ROOT, main, setup };
