// @ts-check
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const { lastLines, run } = require("./run");

const SOURCE_FOLDERS = ["provider", "simulator"];
const SETTINGS = ["package.json", "tsconfig.json", "tsconfig.build.json"];

/**
 * @param {string} root of the checkout
 * @returns {boolean} whether `dist/` was built by {@link build} from the sources as they are
 */
function isBuilt(root) {
  try {
    return fs.existsSync(path.join(root, "dist")) && fs.readFileSync(recordFile(root), "utf8") === hashSources(root);
  } catch {
    return false;
  }
}

/**
 * Compiles the sources into a folder of this run, which then takes the place of `dist/`: nothing of an older build
 * stays, and a program that reads `dist/` meanwhile never sees half a file.
 *
 * @param {string} root of the checkout
 * @returns {Promise<void>} rejected with the compiler's messages
 */
async function build(root) {
  const hash = hashSources(root);
  const folder = path.join(root, ".tmp");
  fs.mkdirSync(folder, { recursive: true });
  const fresh = fs.mkdtempSync(path.join(folder, "dist-"));
  try {
    const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
    const args = [tsc, "-p", "tsconfig.build.json", "--outDir", fresh];
    const result = await run(process.execPath, args, { cwd: root });
    if (result.code !== 0) throw new Error(`The build failed:\n${lastLines(result, 40)}`);
    replace(path.join(root, "dist"), fresh);
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  fs.mkdirSync(path.dirname(recordFile(root)), { recursive: true });
  fs.writeFileSync(recordFile(root), hash);
}

/** @param {string} folder @param {string} fresh takes its place */
function replace(folder, fresh) {
  const old = `${fresh}-old`;
  if (fs.existsSync(folder)) fs.renameSync(folder, old);
  fs.renameSync(fresh, folder);
  fs.rmSync(old, { recursive: true, force: true });
}

/** @param {string} root @returns {string} */
function recordFile(root) {
  return path.join(root, "node_modules", ".cache", "pulumi-esa-preload", "dist.sha256");
}

/** @param {string} root @returns {string} */
function hashSources(root) {
  const hash = createHash("sha256");
  const sources = SOURCE_FOLDERS.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => path.join(folder, name)),
  );
  for (const name of [...SETTINGS, ...sources.filter((source) => source.endsWith(".ts")).sort()]) {
    hash
      .update(`${name}\0`)
      .update(fs.readFileSync(path.join(root, name)))
      .update("\0");
  }
  return hash.digest("hex");
}

module.exports = { build, isBuilt };
