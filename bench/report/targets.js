// @ts-check
"use strict";

const { ratio, select, spread } = require("./summary");

/**
 * @typedef {import("./data").Data} Data
 *
 * @typedef {object} Target
 * @property {string} id
 * @property {string} what
 * @property {number} limit the measured value may be this and no more
 * @property {"x" | "calls" | "%" | "KB" | ""} unit
 * @property {(data: Data) => number | undefined} measure undefined where it was not measured at the size that counts
 *
 * @typedef {{ id: string, what: string, limit: number, unit: Target["unit"], measured: number | undefined, met: boolean | undefined }} Verdict
 */

const N = 500;
const IDEAL_MS = (N / 20) * 1000;
/** How our plan states run under a limit. */
const PARALLEL = /** @type {const} */ (["default", 64]);

/** @type {Target[]} */
const TARGETS = [
  {
    id: "up-floor",
    what: `\`up\` of ${N} plan states, against the no-op floor`,
    limit: 1.1,
    unit: "x",
    measure: (data) => upRatio(data, "ours", "noOp"),
  },
  {
    id: "up-documented",
    what: `\`up\` of ${N} plan states, against the documented way`,
    limit: 0.6,
    unit: "x",
    measure: (data) => upRatio(data, "ours", "documented"),
  },
  {
    id: "up-job",
    what: `\`up\` of a job state with ${N} plans, against ${N} plan states`,
    limit: 0.25,
    unit: "x",
    measure: (data) => upRatio(data, "job", "ours"),
  },
  {
    id: "preview",
    what: `\`preview\` of ${N} plan states, against the no-op floor`,
    limit: 1.05,
    unit: "x",
    measure: (data) => previewRatio(data, "noOp"),
  },
  {
    id: "refresh",
    what: `List calls of a \`refresh\` of ${N} plans in 5 jobs`,
    limit: 10,
    unit: "calls",
    measure: ({ refresh = [] }) => most(refresh, "lists", { contender: "ours", n: N, parallel: "default" }),
  },
  {
    id: "refresh-serial",
    what: "List calls of that `refresh` with `--parallel 1`",
    limit: 50,
    unit: "calls",
    measure: ({ refresh = [] }) => most(refresh, "lists", { contender: "ours", n: N, parallel: 1 }),
  },
  {
    id: "rate-time",
    what: `\`up\` of ${N} plan states at 20 requests/s, against ${N}/20 s`,
    limit: 1.15,
    unit: "x",
    measure: (data) => rateTime(data, "upMs", "default"),
  },
  {
    id: "rate-stopped",
    what: "plans that this `up` failed to stop",
    limit: 0,
    unit: "",
    measure: ({ rate = [] }) => failures(rate, "fixed"),
  },
  {
    id: "rate-changing",
    what: "plans that an `up` fails to stop while the limit goes 20, 5, 20",
    limit: 0,
    unit: "",
    measure: ({ rate = [] }) => failures(rate, "changing"),
  },
  {
    id: "rate-rejected",
    what: "share of the calls that were rejected, at 20 requests/s",
    limit: 5,
    unit: "%",
    // The worse of the two: a larger parallelism must not be paid for in rejections.
    measure: ({ rate = [] }) => {
      const shares = PARALLEL.flatMap((parallel) => {
        const runs = select(rate, { contender: "ours", n: N, limit: "fixed", parallel });
        return spread(runs.map(rejectedShare), "percent")?.median ?? [];
      });
      return shares.length > 0 ? Math.max(...shares) : undefined;
    },
  },
  {
    id: "memory",
    what: "memory of the host for each resource (RSS)",
    limit: 10,
    unit: "KB",
    measure: ({ memory = [] }) => growthPerResource(memory, "ours", "rss"),
  },
];

/**
 * What helps to read a target, and is none. @type {{ what: string, measure: Target["measure"] }[]}
 */
const COMPARISONS = [
  {
    what: `\`up\` of ${N} plan states, against a no-op with the same outputs`,
    measure: (data) => upRatio(data, "ours", "noOpAlike"),
  },
  {
    what: `\`up\` of ${N} no-ops with the same outputs, against the no-op floor`,
    measure: (data) => upRatio(data, "noOpAlike", "noOp"),
  },
  {
    what: `\`preview\` of ${N} plan states, against a no-op with the same outputs`,
    measure: (data) => previewRatio(data, "noOpAlike"),
  },
  {
    what: `${N} plan states at 20 requests/s, from the first call to the last, against ${N}/20 s`,
    measure: (data) => rateTime(data, "callsMs", "default"),
  },
  {
    what: `\`up --parallel 64\` of ${N} plan states at 20 requests/s, against ${N}/20 s`,
    measure: (data) => rateTime(data, "upMs", 64),
  },
  {
    what: "the same, from the first call to the last",
    measure: (data) => rateTime(data, "callsMs", 64),
  },
];

/** @param {Data} data @returns {Verdict[]} */
function judge(data) {
  return TARGETS.map(({ id, what, limit, unit, measure }) => {
    const measured = measure(data);
    return { id, what, limit, unit, measured, met: measured === undefined ? undefined : measured <= limit };
  });
}

/** @param {Data} data @param {string} floor */
function previewRatio({ preview = [] }, floor) {
  return ratio(preview, "ms", { contender: "ours", n: N }, { contender: floor, n: N });
}

/** @param {Data} data @param {"upMs" | "callsMs"} field @param {"default" | number} parallel */
function rateTime({ rate = [] }, field, parallel) {
  const runs = select(rate, { contender: "ours", n: N, limit: "fixed", parallel });
  const took = spread(runs, field);
  return took && took.median / IDEAL_MS;
}

/** @param {Data} data @returns {{ what: string, measured: number | undefined }[]} ratios */
function compare(data) {
  return COMPARISONS.map(({ what, measure }) => ({ what, measured: measure(data) }));
}

/** @param {Data} data @param {string} mine @param {string} theirs */
function upRatio({ up = [] }, mine, theirs) {
  const where = { n: N, checkpoints: true };
  return ratio(up, "ms", { ...where, contender: mine }, { ...where, contender: theirs });
}

/** @param {import("./summary").Sample[]} samples @param {string} field @param {import("./summary").Sample} where */
function most(samples, field, where) {
  return spread(select(samples, where), field)?.max;
}

/**
 * @param {import("./summary").Sample[]} rate
 * @param {"fixed" | "changing"} limit
 * @returns {number | undefined} the most plans that a run failed to stop; a failed run counts even if all are stopped
 */
function failures(rate, limit) {
  const runs = select(rate, { contender: "ours", n: N, limit });
  const failed = runs.map(({ ok, notStopped }) => ({
    plans: ok ? Number(notStopped) : Number(notStopped) || 1,
  }));
  return spread(failed, "plans")?.max;
}

/** @param {import("./summary").Sample} run @returns {{ percent: number }} */
function rejectedShare({ rejected, calls }) {
  return { percent: (100 * Number(rejected)) / Number(calls) };
}

/**
 * Kilobytes (1,000 bytes) by which the host grows for each resource from the least to the most that were measured.
 *
 * @param {import("./summary").Sample[]} samples
 * @param {string} contender
 * @param {"rss" | "heapUsed"} field
 * @returns {number | undefined} undefined where fewer than 5,000 resources were measured
 */
function growthPerResource(samples, contender, field) {
  const mine = select(samples, { contender });
  const counts = spread(mine, "resources");
  if (!counts || counts.max < 5000) return undefined;
  const at = (/** @type {number} */ resources) =>
    /** @type {import("./summary").Spread} */ (spread(select(mine, { resources }), field)).median;
  return (at(counts.max) - at(counts.min)) / (counts.max - counts.min) / 1000;
}

module.exports = { compare, growthPerResource, judge, rejectedShare };
