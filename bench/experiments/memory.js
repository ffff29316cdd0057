// @ts-check
"use strict";

const { startHost } = require("../host/host");
const { openWorld } = require("../world/world");
const { plansOf } = require("../world/plans");

const CONTENDERS = /** @type {const} */ (["noOp", "ours", "documented"]);
const PLANS_PER_JOB = 100;
/** Creates in flight, about as many as the engine keeps. */
const AT_ONCE = 8;

/**
 * The memory of one host that creates more and more resources.
 *
 * @param {import("./index").Tools} tools
 * @param {{ counts: number[], rounds: number }} sizes
 */
async function memory({ engine, log }, { counts, rounds }) {
  const n = Math.max(...counts);
  const jobs = Math.ceil(n / PLANS_PER_JOB);
  const samples = [];
  for (let round = 1; round <= rounds; round++) {
    for (const contender of CONTENDERS) {
      log(`memory: up to ${n} resources, ${contender}, round ${round} of ${rounds}`);
      const world = await openWorld({ contender, engine, n, jobs });
      const host = await startHost(contender, world);
      try {
        const plans = plansOf(n, jobs);
        let created = 0;
        for (const resources of counts) {
          await createAll(host, plans.slice(created, resources));
          created = resources;
          samples.push({ contender, round, resources, ...(await host.memory()) });
        }
      } finally {
        await host.stop();
        world.close();
      }
    }
  }
  return samples;
}

/** @param {import("../host/host").Host} host @param {readonly import("../contenders").Plan[]} plans */
async function createAll(host, plans) {
  const left = plans.values();
  const worker = async () => {
    for (const plan of left) await host.create(plan);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

module.exports = memory;
