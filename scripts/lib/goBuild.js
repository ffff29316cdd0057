// @ts-check
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const { lastLines } = require("./run");

const PROGRESS_INTERVAL_MS = 30_000;

/**
 * Builds a command from its Go module, in a scratch module beside the output that is removed afterwards.
 *
 * @param {import("./engineSources").Tools} tools
 * @param {{ target: string, version: string, flags?: string[], output: string }} command `target` is its package's path
 * @returns {Promise<void>} rejected with the last lines of Go's output where the build fails
 */
async function goBuild({ env, log, run }, { target, version, flags = [], output }) {
  const scratch = path.join(path.dirname(path.dirname(output)), "build");
  fs.mkdirSync(scratch);
  const goEnv = {
    ...env,
    HOME: env.HOME || os.homedir(),
    CGO_ENABLED: "0",
    GO111MODULE: "on",
    GOFLAGS: "-buildvcs=false",
    GOWORK: "off",
  };
  const steps = [
    { did: "modules fetched", args: ["mod", "init", "scratch"] },
    { did: "modules fetched", args: ["get", `${target}@v${version}`] },
    { did: "packages compiled", args: ["build", "-v", ...flags, "-o", output, target] },
  ];
  for (const { did, args } of steps) {
    const progress = startProgress(log, did);
    const result = await run("go", args, { cwd: scratch, env: goEnv, onLine: progress.count });
    progress.stop();
    if (result.code !== 0) throw new Error(`go ${args[0]} failed:\n${lastLines(result, 15)}`);
  }
  fs.rmSync(scratch, { recursive: true });
}

/**
 * @param {(line: string) => void} log
 * @param {string} did what one line of output stands for
 */
function startProgress(log, did) {
  let lines = 0;
  const startedAt = Date.now();
  const timer = globalThis.setInterval(() => {
    log(`  ${Math.round((Date.now() - startedAt) / 1000)} s: ${lines} ${did}`);
  }, PROGRESS_INTERVAL_MS);
  return { count: () => void lines++, stop: () => globalThis.clearInterval(timer) };
}

module.exports = { goBuild };
