// @ts-check
"use strict";

const { performance } = require("node:perf_hooks");

const { startHost } = require("../host/host");
const { openWorld } = require("../world/world");
const { plansOf } = require("../world/plans");

const CONTENDERS = /** @type {const} */ (["noOp", "ours", "documented"]);

/**
 * The first create in a fresh host, which loads the provider, the client and what signs, and a later one.
 *
 * @param {import("./index").Tools} tools
 * @param {{ rounds: number }} sizes
 */
async function cold({ engine, log }, { rounds }) {
  const samples = [];
  const plans = plansOf(5, 1);
  for (let round = 1; round <= rounds; round++) {
    log(`cold: round ${round} of ${rounds}`);
    for (const contender of CONTENDERS) {
      const world = await openWorld({ contender, engine, n: plans.length });
      const host = await startHost(contender, world);
      try {
        /** @type {number[]} */
        const times = [];
        for (const plan of plans) {
          const begun = performance.now();
          await host.create(plan);
          times.push(performance.now() - begun);
        }
        const [first = 0] = times;
        const [last = 0] = times.slice(-1);
        const { handlerBytes } = host;
        samples.push({ contender, round, firstMs: rounded(first), laterMs: rounded(last), handlerBytes });
      } finally {
        await host.stop();
        world.close();
      }
    }
  }
  return samples;
}

/** @param {number} ms */
function rounded(ms) {
  return Math.round(ms * 10) / 10;
}

module.exports = cold;
