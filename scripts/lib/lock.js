// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const LOOK_AGAIN_MS = 250;

/**
 * Does work that two runs must not do at the same time. A lock whose owner is gone counts for nothing.
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
  try {
    await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** @param {string} file @returns {boolean} */
function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    if (!isHeld(file)) fs.rmSync(file, { force: true });
    return false;
  }
}

/** @param {string} file @returns {boolean} */
function isHeld(file) {
  try {
    const pid = Number(fs.readFileSync(file, "utf8"));
    // An empty file: its owner is about to write.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

module.exports = { withLock };
