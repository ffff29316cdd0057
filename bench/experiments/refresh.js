// @ts-check
"use strict";

const { openWorld } = require("../world/world");

/** The no-op makes no calls. */
const CONTENDERS = /** @type {const} */ (["ours", "documented", "job"]);

/**
 * How many calls `pulumi refresh` makes for n plans in some jobs, at the engine's own parallelism and one by one.
 * Everything is counted, so once is enough.
 *
 * @param {import("./index").Tools} tools
 * @param {{ n: number, jobs: number }} sizes
 */
async function refresh({ engine, log }, { n, jobs }) {
  const samples = [];
  for (const contender of CONTENDERS) {
    log(`refresh: ${n} plans in ${jobs} jobs, ${contender}`);
    const world = await openWorld({ contender, engine, n, jobs });
    try {
      await world.run("up", { checkpoints: false });
      for (const parallel of [undefined, 1]) {
        await world.clearCalls();
        const { ms } = await world.run("refresh", {
          checkpoints: false,
          ...(parallel !== undefined && { parallel }),
        });
        const calls = await world.calls();
        const lists = calls.filter(({ action }) => action === "ListScheduledPreloadExecutions").length;
        if (lists !== calls.length) throw new Error(`${contender}: a refresh made calls other than List.`);
        samples.push({ contender, n, jobs, parallel: parallel ?? "default", lists, ms: Math.round(ms) });
      }
    } finally {
      world.close();
    }
  }
  return samples;
}

module.exports = refresh;
