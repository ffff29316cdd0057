// @ts-check
"use strict";

const { CONTENDERS } = require("../contenders");
const { NOTHING, number, seconds, times, withSpread } = require("./numbers");
const { ratio, select, spread, valuesOf } = require("./summary");
const { table } = require("./table");
const { growthPerResource, rejectedShare } = require("./targets");

/**
 * @typedef {import("./data").Data} Data
 * @typedef {import("./summary").Sample} Sample
 * @typedef {Sample[]} Samples
 * @typedef {{ title: string, text: string }} Section
 */

/** @param {any} id @returns {string} */
const labelOf = (id) => CONTENDERS[/** @type {import("../contenders").ContenderId} */ (id)].label;

/** @param {Sample[string] | undefined} parallel @returns {string} */
const parallelism = (parallel) => (parallel === "default" ? "default" : `\`--parallel ${parallel}\``);

/** @param {import("./summary").Spread} spread @returns {string} half the range, in percent of the median; nothing of one run */
function plusMinus({ median, min, max, runs }) {
  return runs === 1 ? "" : ` ± ${number((50 * (max - min)) / median)} %`;
}

/** @param {Samples} up @returns {string} */
function upTables(up) {
  const contenders = valuesOf(up, "contender");
  const tables = [true, false].map((checkpoints) => {
    const head = ["plans", ...contenders.map(labelOf), "runs"];
    const rows = valuesOf(up, "n").map((n) => {
      const where = { n, checkpoints };
      const cells = contenders.map((contender) => {
        const took = spread(select(up, { ...where, contender }), "ms");
        const more = ratio(up, "ms", { ...where, contender }, { ...where, contender: "noOp" });
        return took ? `${seconds(took.median)}${plusMinus(took)}, ${times(more)}` : NOTHING;
      });
      return [number(n), ...cells, String(spread(select(up, where), "round")?.max ?? 0)];
    });
    const name = checkpoints ? "With checkpoints" : "With `PULUMI_SKIP_CHECKPOINTS=true`";
    return `${name}:\n\n${table(head, rows)}`;
  });
  return tables.join("\n\n");
}

/** @param {Samples} up @returns {string} spread of the runs, bytes of state and calls at the largest N of all */
function upDetails(up) {
  const n = Math.max(...valuesOf(up, "n"));
  const least = Math.min(...valuesOf(up, "n"));
  const rows = valuesOf(up, "contender").map((contender) => {
    const at = (/** @type {number} */ size) => select(up, { contender, checkpoints: true, n: size });
    const [most, one] = [spread(at(n), "stateBytes"), spread(at(least), "stateBytes")];
    const bytes = most && one && n > least ? (most.median - one.median) / (n - least) : undefined;
    const calls = withSpread(spread(at(n), "calls"), number);
    const took = withSpread(spread(at(n), "ms"), seconds);
    return [labelOf(contender), bytes === undefined ? NOTHING : number(bytes), calls, took];
  });
  const head = ["", "bytes of state per plan", `API calls for ${number(n)}`, `time for ${number(n)}`];
  return table(head, rows);
}

/** @param {Data} data @returns {string} */
function programTable({ preview = [], modules = [] }) {
  const n = valuesOf(preview, "n")[0];
  const rows = valuesOf([...preview, ...modules], "contender").map((contender) => {
    const took = withSpread(spread(select(preview, { contender }), "ms"), seconds);
    const more = times(ratio(preview, "ms", { contender }, { contender: "noOp" }));
    const loaded = select(modules, { contender });
    return [
      labelOf(contender),
      took,
      more,
      withSpread(spread(loaded, "modules"), number),
      withSpread(spread(loaded, "alicloud"), number),
      withSpread(spread(loaded, "ms"), (ms) => `${number(ms)} ms`),
    ];
  });
  const head = ["", `preview of ${n ?? NOTHING}`, "to no-op", "modules", "of @alicloud", "load time"];
  return table(head, rows);
}

/** @param {Samples} refresh @returns {string} */
function refreshTable(refresh) {
  const rows = refresh.map(({ contender, n, jobs, parallel, lists, ms }) => [
    labelOf(contender),
    parallelism(parallel),
    `${n} in ${jobs} jobs`,
    number(Number(lists)),
    seconds(Number(ms)),
  ]);
  return table(["", "parallelism", "plans", "List calls", "time"], rows, 3);
}

/** @param {Samples} rate @returns {string} */
function rateTable(rate) {
  const contenders = valuesOf(rate, "contender").flatMap((contender) =>
    valuesOf(select(rate, { contender }), "parallel").map((parallel) => ({ contender, parallel })),
  );
  const rows = contenders.flatMap(({ contender, parallel }) =>
    valuesOf(rate, "limit").map((limit) => {
      const runs = select(rate, { contender, parallel, limit });
      const share = spread(runs.map(rejectedShare), "percent");
      return [
        labelOf(contender),
        parallelism(parallel),
        limit,
        withSpread(spread(runs, "upMs"), seconds),
        withSpread(spread(runs, "callsMs"), seconds),
        withSpread(spread(runs, "calls"), number),
        withSpread(share, (percent) => `${number(percent, 1)} %`),
        withSpread(spread(runs, "notStopped"), number),
      ];
    }),
  );
  const head = ["", "parallelism", "limit", "`up`", "first to last call", "calls", "rejected", "left running"];
  return table(head, rows, 3);
}

/** @param {Samples} cold @returns {string} */
function coldTable(cold) {
  const ms = (/** @type {number} */ value) => `${number(value, 1)} ms`;
  const rows = valuesOf(cold, "contender").map((contender) => {
    const runs = select(cold, { contender });
    const [first, later] = [spread(runs, "firstMs"), spread(runs, "laterMs")];
    const bytes = spread(runs, "handlerBytes");
    return [labelOf(contender), withSpread(first, ms), withSpread(later, ms), withSpread(bytes, number)];
  });
  return table(["", "first create", "fifth create", "bytes of `__provider`"], rows);
}

/** @param {Samples} memory @returns {string} */
function memoryTable(memory) {
  const counts = valuesOf(memory, "resources");
  const megabytes = (/** @type {number} */ bytes) => `${number(bytes / 1e6, 1)} MB`;
  const rows = valuesOf(memory, "contender").flatMap((contender) =>
    /** @type {const} */ (["rss", "heapUsed"]).map((field) => {
      const cells = counts.map((resources) =>
        withSpread(spread(select(memory, { contender, resources }), field), megabytes),
      );
      const growth = growthPerResource(memory, contender, field);
      const kind = field === "rss" ? "RSS" : "heap";
      return [labelOf(contender), kind, ...cells, growth === undefined ? NOTHING : `${number(growth, 2)} KB`];
    }),
  );
  return table(["", "", ...counts.map((count) => number(count)), "for each resource"], rows, 2);
}

module.exports = { coldTable, memoryTable, programTable, rateTable, refreshTable, upDetails, upTables };
