// @ts-check
"use strict";

const { CONTENDER_IDS } = require("../contenders");
const { openWorld } = require("../world/world");

/**
 * `pulumi preview` of a new stack with n plans. The contenders take turns within each round.
 *
 * @param {import("./index").Tools} tools
 * @param {{ n: number, rounds: number }} sizes
 */
async function preview({ engine, log }, { n, rounds }) {
  const samples = [];
  for (let round = 1; round <= rounds; round++) {
    log(`preview: ${n} plans, round ${round} of ${rounds}`);
    for (const contender of CONTENDER_IDS) {
      const world = await openWorld({ contender, engine, n });
      try {
        const { ms } = await world.run("preview");
        samples.push({ contender, n, round, ms: Math.round(ms), calls: (await world.calls()).length });
      } finally {
        world.close();
      }
    }
  }
  return samples;
}

module.exports = preview;
