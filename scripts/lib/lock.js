// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const LOOK_AGAIN_MS = 250;
const SIGN_OF_LIFE_MS = 1_000;
const ABANDONED_AFTER_MS = 15_000;

/**
 * Does work that two runs must not do at the same time. The owner of a lock touches it as long as it lives; one that
 * was not touched for 15 seconds counts for nothing.
 *
 * @param {string} file
 * @param {() => void} onWait is called once where another run has the lock
 * @param {() => Promise<void>} work
 * @returns {Promise<void>}
 */
async function withLock(file, onWait, work) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (let waits = 0; !take(file); waits++) {
    if (waits === 0) onWait();
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  const signs = globalThis.setInterval(() => touch(file), SIGN_OF_LIFE_MS);
  try {
    await work();
  } finally {
    globalThis.clearInterval(signs);
    fs.rmSync(file, { force: true });
  }
}

/** @param {string} file @returns {boolean} whether it is this run's now; an abandoned one is removed for the next try */
function take(file) {
  try {
    fs.writeFileSync(file, "", { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) fs.rmSync(file, { force: true });
    return false;
  }
}

/** @param {string} file */
function touch(file) {
  try {
    fs.utimesSync(file, new Date(), new Date());
  } catch {
    // Someone removed it: the work goes on, only without its protection.
  }
}

module.exports = { withLock };
