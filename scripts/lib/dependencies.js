// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile
 */

/**
 * Compares the lockfile with npm's own record of what lies in `node_modules`, which npm writes last.
 *
 * @param {string} root of the checkout
 * @returns {boolean} whether `npm ci` has nothing to do
 */
function areInstalled(root) {
  const installed = readLockfile(path.join(root, "node_modules", ".package-lock.json"));
  const locked = readLockfile(path.join(root, "package-lock.json"));
  if (!installed || !locked) return false;
  return Object.entries(locked).every(([name, wanted]) => {
    const found = installed[name];
    if (!found) return name === "" || wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined} undefined where it is missing or unreadable
 */
function readLockfile(file) {
  try {
    const lockfile = /** @type {Lockfile} */ (JSON.parse(fs.readFileSync(file, "utf8")));
    return lockfile.packages;
  } catch {
    return undefined;
  }
}

module.exports = { areInstalled };
