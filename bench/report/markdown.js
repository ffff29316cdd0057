// @ts-check
"use strict";

const { CONTENDERS } = require("../contenders");
const { NOTHING, number, times } = require("./numbers");
const { REASONS } = require("./reasons");
const sections = require("./sections");
const { table } = require("./table");
const { compare, judge } = require("./targets");

/** @typedef {import("./data").Data} Data */

/**
 * docs/benchmarks.md, from nothing but the figures.
 *
 * @param {Data} data
 * @param {Readonly<Record<string, string>>} [reasons] why a target was missed
 * @returns {string}
 */
function renderMarkdown(data, reasons = REASONS) {
  const parts = [head(data), targets(data, reasons), ...measurements(data)];
  return `${parts.join("\n\n")}\n`;
}

/** @param {Data} data */
function head(data) {
  const contenders = Object.values(CONTENDERS).map(({ label, what }) => `- **${label}**: ${what}.`);
  return `# Benchmarks

<!-- Written by \`npm run bench\` from benchmarks.json: change bench/, not this file. -->

\`npm run bench\` measures everything again and writes this page, its figures (\`benchmarks.json\`) and the plot; it takes
some 50 minutes on two cores that have nothing else to do. \`-- --only up,preview\` measures a part and keeps the rest,
\`-- --quick\` tries the bench itself in a few minutes (into \`.tmp/bench/report\`), \`-- --render\` writes the page and the
plot from the figures, \`-- --profile ours --n 500\` tells where an \`up\` spends its time (\`--operation preview\`: a preview).

Pulumi's real engine and provider host run each contender's program in processes of their own, with a new stack in a
file backend, against the simulator on the same machine. The times are those of the engine's command alone; medians are
shown with the least and the most in parentheses. The contenders take turns within each round, and a ratio is the median
of the ratios within the rounds: ratios carry over to another machine, seconds do not.

${contenders.join("\n")}

${machines(data)}`;
}

/** @param {Data} data one line for each machine, with what was measured there where there are several */
function machines({ origins }) {
  const measured = new Map();
  for (const [experiment, { quick, machine }] of Object.entries(origins)) {
    const { cores, memoryGb, platform, node, engine, sdk, version } = machine;
    const text = `${cores} cores, ${memoryGb} GB, ${platform}, Node ${node}, engine ${engine}, SDK ${sdk}, pulumi-esa-preload ${version}${quick ? "; **a quick run, whose figures mean nothing**" : ""}`;
    measured.set(text, [...(measured.get(text) ?? []), experiment]);
  }
  if (measured.size === 1) return `Measured with ${[...measured.keys()]}.`;
  return [...measured].map(([text, experiments]) => `- ${experiments.join(", ")}: ${text}`).join("\n");
}

/** @param {Data} data @param {Readonly<Record<string, string>>} reasons */
function targets(data, reasons) {
  const verdicts = judge(data);
  const rows = verdicts.map(({ what, limit, unit, measured, met }) => [
    what,
    `≤ ${withUnit(limit, unit)}`,
    withUnit(measured, unit),
    met === undefined ? "not measured" : met ? "met" : "**missed**",
  ]);
  const missed = verdicts.filter(({ met }) => met === false);
  const why = missed.map(({ id, what }) => `- **${what}**: ${reasons[id] ?? "not yet explained."}`);
  const text = ["## Targets", table(["", "target", "measured", ""], rows)];
  if (why.length > 0) text.push(`What was missed, and why:\n\n${why.join("\n")}`);
  const compared = compare(data).filter(({ measured }) => measured !== undefined);
  if (compared.length > 0) {
    const ratios = compared.map(({ what: name, measured }) => [name, times(measured)]);
    text.push(`For comparison:\n\n${table(["", "measured"], ratios)}`);
  }
  return text.join("\n\n");
}

/** @param {number | undefined} value @param {import("./targets").Target["unit"]} unit */
function withUnit(value, unit) {
  if (value === undefined) return NOTHING;
  if (unit === "x") return times(value);
  const digits = unit === "%" || unit === "KB" ? 1 : 0;
  return `${number(value, digits)}${unit === "calls" || unit === "" ? "" : ` ${unit}`}`;
}

/** @param {Data} data @returns {string[]} a section for each thing that was measured */
function measurements(data) {
  const { up, preview, modules, refresh, rate, cold, memory } = data;
  /** @type {[unknown, string, string, () => string][]} */
  const all = [
    [
      up,
      "Time of `pulumi up`",
      "A new stack that stops N plans of one job. Each cell: the median, half the range of the runs, and the ratio to the no-op floor. Most of it is the engine, which writes the whole state after each step; with `PULUMI_SKIP_CHECKPOINTS=true` it writes it once, at the end.\n\n![Time of up over the number of plans](benchmarks.svg)",
      () => `${sections.upTables(up ?? [])}\n\nIn detail, with checkpoints:\n\n${sections.upDetails(up ?? [])}`,
    ],
    [
      preview ?? modules,
      "Preview, and what a program loads",
      "A preview of a new stack, and the modules that a program of one plan loads beside Pulumi's SDK, with the time until its resource is registered.",
      () => sections.programTable(data),
    ],
    [refresh, "API calls of `pulumi refresh`", "Counted, not timed.", () => sections.refreshTable(refresh ?? [])],
    [rate, "Under a limit", rateText(rate ?? []), () => sections.rateTable(rate ?? [])],
    [
      cold,
      "The first call",
      "Creates in a fresh provider host, called over gRPC: the first loads the provider, the client and what signs.",
      () => sections.coldTable(cold ?? []),
    ],
    [
      memory,
      "Memory of the provider host",
      "After a garbage collection; one host, called over gRPC, has created so many resources in jobs of 100 plans.",
      () => sections.memoryTable(memory ?? []),
    ],
  ];
  return all
    .filter(([measured]) => measured !== undefined)
    .map(([, title, text, render]) => `## ${title}\n\n${text}\n\n${render()}`);
}

/** @param {import("./summary").Sample[]} rate */
function rateText(rate) {
  const n = rate[0]?.n;
  const qps = rate[0]?.qps;
  return `\`up\` of ${n} plans in 5 jobs, all running, while ESA admits ${qps} requests a second: a bucket that holds as many and refills at that rate. "changing": the limit falls to 5 and rises to ${qps} again meanwhile. The documented way repeats nothing, so Pulumi gives up. Plan states also run with the \`--parallel\` that [scale.md](scale.md) advises.`;
}

module.exports = { renderMarkdown };
