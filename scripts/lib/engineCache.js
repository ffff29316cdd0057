// @ts-check
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const { withLock } = require("./lock");

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

const EXECUTABLE = process.platform === "win32" ? ".exe" : "";

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string} the folder for what outlives a checkout
 */
function cacheFolder(env) {
  const base = env.XDG_CACHE_HOME;
  const caches = base && path.isAbsolute(base) ? base : path.join(env.HOME || os.homedir(), ".cache");
  return path.join(caches, "pulumi-esa-preload");
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {"engine" | "built"} kind `engine`: from Pulumi's installer; `built`: built here
 * @param {string} version
 * @returns {string} the folder of a cached engine, whether it is there or not
 */
function cachedEngine(env, kind, version) {
  return path.join(cacheFolder(env), `${kind}-${version}-${process.platform}-${process.arch}`);
}

/**
 * @param {string} folder of a cached engine
 * @returns {string} its `pulumi`
 */
function commandIn(folder) {
  return path.join(folder, "bin", `pulumi${EXECUTABLE}`);
}

/**
 * Fills a folder in one step: `fill` works in a folder beside it, which then takes its name. Where another run
 * was faster its folder stays, and this one's work is dropped.
 *
 * @param {string} folder
 * @param {(temporary: string) => Promise<void>} fill
 * @returns {Promise<void>}
 */
async function fillAtOnce(folder, fill) {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  removeAbandoned(folder);
  const temporary = fs.mkdtempSync(`${folder}.`);
  try {
    await fill(temporary);
    try {
      fs.renameSync(temporary, folder);
    } catch (error) {
      if (!fs.existsSync(folder)) throw error;
    }
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Fills a folder as {@link fillAtOnce} does, unless it is there: runs that begin at the same time wait for one of them.
 *
 * @param {string} folder
 * @param {() => void} onWait is called once where another run fills it
 * @param {(temporary: string) => Promise<void>} fill
 * @returns {Promise<void>}
 */
async function fillOnce(folder, onWait, fill) {
  if (fs.existsSync(folder)) return;
  await withLock(`${folder}.lock`, onWait, async () => {
    if (!fs.existsSync(folder)) await fillAtOnce(folder, fill);
  });
}

/** @param {string} folder whose runs that were killed left theirs behind */
function removeAbandoned(folder) {
  const parent = path.dirname(folder);
  for (const name of fs.readdirSync(parent)) {
    const sibling = path.join(parent, name);
    if (!name.startsWith(`${path.basename(folder)}.`)) continue;
    if (Date.now() - fs.statSync(sibling).mtimeMs > ABANDONED_AFTER_MS) fs.rmSync(sibling, { recursive: true });
  }
}

module.exports = { EXECUTABLE, cacheFolder, cachedEngine, commandIn, fillAtOnce, fillOnce };
