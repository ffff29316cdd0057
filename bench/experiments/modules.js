// @ts-check
"use strict";

const path = require("node:path");

const { lastLines, run } = require("../../scripts/lib/run");
const { CONTENDER_IDS } = require("../contenders");

/**
 * How many modules a program loads beside Pulumi's SDK, and for how long that holds it up.
 *
 * @param {import("./index").Tools} tools
 * @param {{ rounds: number }} sizes
 */
async function modules({ log }, { rounds }) {
  const samples = [];
  for (let round = 1; round <= rounds; round++) {
    log(`modules: round ${round} of ${rounds}`);
    for (const contender of CONTENDER_IDS) {
      const script = path.join(__dirname, "..", "world", "load.js");
      const ended = await run(process.execPath, [script, contender]);
      if (ended.code !== 0) throw new Error(`Loading ${contender} broke:\n${lastLines(ended, 30)}`);
      samples.push({ contender, round, ...JSON.parse(ended.stdout) });
    }
  }
  return samples;
}

module.exports = modules;
