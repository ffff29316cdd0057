// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const { number, seconds } = require("../report/numbers");
const { table } = require("../report/table");
const { FOLDER, openWorld } = require("../world/world");
const { summarize } = require("./summary");

const SHOWN = 15;

/**
 * Profiles one command: the provider host and the program. What is left of its time is the engine's.
 *
 * @param {import("../experiments").Tools} tools
 * @param {Extract<import("../options").Command, { do: "profile" }>} run
 * @returns {Promise<string>} a summary; the profiles themselves are for Chrome's developer tools
 */
async function profile({ engine }, { contender, operation, n, checkpoints }) {
  fs.mkdirSync(FOLDER, { recursive: true });
  const fileOf = (/** @type {string} */ name) => path.join(FOLDER, `${contender}-${operation}-${n}-${name}.cpuprofile`);
  const files = { host: fileOf("host"), program: fileOf("program") };
  const world = await openWorld({ contender, engine, n });
  try {
    const hook = path.join(__dirname, "hostHook.js");
    const { ms } = await world.run(operation, {
      checkpoints,
      engineEnv: { NODE_OPTIONS: `--require ${JSON.stringify(hook)}`, BENCH_PROFILE: files.host },
      profileFile: files.program,
    });
    const kind = checkpoints ? "" : " without checkpoints";
    const parts = Object.entries(files).map(([name, file]) => section(name, file));
    return [`${operation} of ${n} plans, ${contender}${kind}: ${seconds(ms)}`, ...parts].join("\n\n");
  } finally {
    world.close();
  }
}

/** @param {string} name @param {string} file */
function section(name, file) {
  const { busyMs, modules, functions } = summarize(JSON.parse(fs.readFileSync(file, "utf8")));
  const rows = (/** @type {import("./summary").Entry[]} */ entries) =>
    entries
      .slice(0, SHOWN)
      .map((entry) => [entry.name, `${number(entry.ms)} ms`, `${number((100 * entry.ms) / busyMs, 1)} %`]);
  return [
    `The ${name} was busy for ${seconds(busyMs)} (${path.basename(file)}).`,
    table(["module", "self", "share"], rows(modules)),
    table(["function", "self", "share"], rows(functions)),
  ].join("\n\n");
}

module.exports = { profile };
