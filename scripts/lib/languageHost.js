// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const { EXECUTABLE, cacheFolder, fillOnce } = require("./engineCache");
const { goBuild } = require("./goBuild");
const { onPath } = require("./onPath");
const { run: runCommand } = require("./run");

const NAME = `pulumi-language-nodejs${EXECUTABLE}`;

/** Later ones are a Go module of their own, which not every module proxy has. Today's engine talks to this one. */
const VERSION = "3.60.0";
const TARGET = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";

/**
 * Finds Pulumi's Node language host, which runs a program that lies in a project of its own, or builds it with Go.
 * Pulumi's CLI brings it; an engine that was built from source comes without.
 *
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env] with the engine's folder on PATH
 * @param {(line: string) => void} [options.log] gets a line before a build
 * @param {import("./run").Run} [options.run]
 * @returns {Promise<string>} its folder
 */
async function findLanguageHost({ env = process.env, log = console.error, run = runCommand } = {}) {
  const found = onPath(env, NAME);
  if (found) return path.dirname(found);
  const folder = path.join(cacheFolder(env), `language-host-${VERSION}-${process.platform}-${process.arch}`);
  const onWait = () => log("Another run builds Pulumi's Node language host: waiting for it.");
  await fillOnce(folder, onWait, async (temporary) => {
    log(`Building Pulumi's Node language host ${VERSION} with Go outside the checkout, once: a minute.`);
    const output = path.join(temporary, "bin", NAME);
    await goBuild({ env, log, run }, { target: TARGET, version: VERSION, output });
    if (!fs.existsSync(output)) throw new Error("Go built no language host.");
  });
  return path.join(folder, "bin");
}

module.exports = { findLanguageHost };
