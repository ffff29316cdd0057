// @ts-check
"use strict";

const { setTimeout } = require("node:timers/promises");

const { openWorld } = require("../world/world");

/** Our plan states also as docs/scale.md advises where the limit is low. */
const RUNS = /** @type {const} */ ([
  { contender: "ours", parallel: "default" },
  { contender: "ours", parallel: 64 },
  { contender: "documented", parallel: "default" },
  { contender: "job", parallel: "default" },
]);

/**
 * @typedef {object} RateSizes
 * @property {number} n
 * @property {number} jobs
 * @property {number} qps
 * @property {Record<number, number>} changes seconds after the first call, and the limit from then on
 * @property {number} rounds
 */

/**
 * `pulumi up` that stops n plans while ESA admits so many requests a second; and while that limit changes.
 *
 * @param {import("./index").Tools} tools
 * @param {RateSizes} sizes
 */
async function rate(tools, { n, jobs, qps, changes, rounds }) {
  const samples = [];
  for (let round = 1; round <= rounds; round++) {
    for (const { contender, parallel } of RUNS) {
      for (const limit of /** @type {const} */ (["fixed", "changing"])) {
        tools.log(
          `rate: ${n} plans at ${qps}/s, ${limit}, ${contender}, parallel ${parallel}, round ${round} of ${rounds}`,
        );
        const schedule = limit === "changing" ? changes : {};
        const measured = await once(tools, { contender, parallel, n, jobs, qps, schedule });
        samples.push({ contender, parallel, n, qps, limit, round, ...measured });
      }
    }
  }
  return samples;
}

/**
 * @param {import("./index").Tools} tools
 * @param {{ contender: import("../contenders").ContenderId, parallel: "default" | number, n: number, jobs: number, qps: number, schedule: Record<number, number> }} run
 */
async function once({ engine }, { contender, parallel, n, jobs, qps, schedule }) {
  const world = await openWorld({ contender, engine, n, jobs, qps });
  const abort = new AbortController();
  const changed = changeLimit(world, schedule, abort.signal);
  try {
    const { ms, ok } = await world.run("up", { mayFail: true, ...(parallel !== "default" && { parallel }) });
    const calls = await world.calls();
    const times = calls.map(({ time }) => Date.parse(time));
    return {
      ok,
      upMs: Math.round(ms),
      callsMs: Math.max(...times) - Math.min(...times),
      calls: calls.length,
      rejected: calls.filter(({ code }) => code === "TooManyRequests").length,
      notStopped: await world.running(),
    };
  } finally {
    abort.abort();
    await changed;
    world.close();
  }
}

/**
 * Changes the limit as scheduled, counted from the first call that arrives.
 *
 * @param {import("../world/world").World} world
 * @param {Record<number, number>} schedule
 * @param {AbortSignal} signal
 */
async function changeLimit(world, schedule, signal) {
  if (Object.keys(schedule).length === 0) return;
  while ((await world.calls()).length === 0) {
    if (signal.aborted) return;
    await pause(50, signal);
  }
  const begunMs = Date.now();
  for (const [afterSeconds, qps] of Object.entries(schedule)) {
    await pause(begunMs + Number(afterSeconds) * 1000 - Date.now(), signal);
    if (signal.aborted) return;
    await world.simulator.put("/-/options", { qps });
  }
}

/** @param {number} ms @param {AbortSignal} signal ends it early */
function pause(ms, signal) {
  return setTimeout(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
}

module.exports = rate;
