"use strict";

/**
 * `node scripts/run.js NAME [arguments]`: installs the dependencies where `npm ci` has something to do, then runs
 * scripts/NAME.ts. Loads nothing but Node's own modules before that.
 */

const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const OLDEST_NODE = 20;
const ROOT = path.join(__dirname, "..");

/** Compares the lockfile with npm's own record of what lies in `node_modules`, which npm writes last. */
function areInstalled() {
  const installed = packagesOf(path.join(ROOT, "node_modules", ".package-lock.json"));
  const locked = packagesOf(path.join(ROOT, "package-lock.json"));
  return Object.entries(locked).every(([name, wanted]) => {
    const found = installed?.[name];
    if (!found) return installed && (name === "" || wanted.optional === true);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function packagesOf(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")).packages : undefined;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  fail(`Node ${OLDEST_NODE} or newer is needed; this is Node ${process.versions.node}.`);
}
if (!areInstalled()) {
  console.error("Installing the dependencies (npm ci).");
  const { status, stderr, error } = spawnSync("npm", ["ci", "--include=dev"], { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) fail(`npm ci failed:\n${error ? error.message : stderr.trim()}`);
}
const [name, ...args] = process.argv.slice(2);
process.argv = [process.argv[0], path.join(__dirname, `${name}.ts`), ...args];
require("tsx/cjs");
require(path.join(__dirname, name));
