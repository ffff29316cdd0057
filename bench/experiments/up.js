// @ts-check
"use strict";

const { CONTENDERS, CONTENDER_IDS } = require("../contenders");
const { openWorld } = require("../world/world");

/**
 * `pulumi up` of a new stack that stops n plans of one job, with and without checkpoints. The contenders take turns
 * within each round, so that a ratio compares what ran side by side.
 *
 * @param {import("./index").Tools} tools
 * @param {{ n: number, rounds: number }[]} sizes
 */
async function up(tools, sizes) {
  const samples = [];
  for (const { n, rounds } of sizes) {
    for (let round = 1; round <= rounds; round++) {
      tools.log(`up: ${n} plans, round ${round} of ${rounds}`);
      for (const checkpoints of [true, false]) {
        for (const contender of CONTENDER_IDS) {
          samples.push({
            contender,
            n,
            checkpoints,
            round,
            ...(await once(tools, contender, n, checkpoints)),
          });
        }
      }
    }
  }
  return samples;
}

/**
 * @param {import("./index").Tools} tools
 * @param {import("../contenders").ContenderId} contender
 * @param {number} n
 * @param {boolean} checkpoints
 */
async function once({ engine }, contender, n, checkpoints) {
  const world = await openWorld({ contender, engine, n });
  try {
    const { ms } = await world.run("up", { checkpoints });
    const calls = (await world.calls()).length;
    const left = await world.running();
    if (CONTENDERS[contender].acts && left > 0) throw new Error(`${contender}: ${left} of ${n} plans run still.`);
    return { ms: Math.round(ms), stateBytes: world.stateBytes(), calls };
  } finally {
    world.close();
  }
}

module.exports = up;
