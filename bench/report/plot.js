// @ts-check
"use strict";

const { CONTENDERS, CONTENDER_IDS } = require("../contenders");
const { select, spread, valuesOf } = require("./summary");

/** @typedef {import("./summary").Sample[]} Samples */

const WIDTH = 860;
const HEIGHT = 420;
const TOP = 84;
const BOTTOM = 56;
const PANELS = [
  { checkpoints: true, title: "with checkpoints", left: 64 },
  { checkpoints: false, title: "with PULUMI_SKIP_CHECKPOINTS=true", left: 492 },
];
const PANEL_WIDTH = 344;
const LEGEND_LEFT = 180;
/** Of a letter, and of a mark with the space around it. */
const LEGEND_STEPS = { letter: 7, mark: 32 };
const PANEL_HEIGHT = HEIGHT - TOP - BOTTOM;

/** Light and dark, by what the reader's system prefers, on a ground of the picture's own. */
const STYLE = `
    svg { --ground: #ffffff; --text: #1f2328; --faint: #59636e; --grid: #d8dee4;
      --noOp: #59636e; --noOpAlike: #8250df; --ours: #0969da; --documented: #bc4c00; --job: #1a7f37; }
    @media (prefers-color-scheme: dark) {
      svg { --ground: #0d1117; --text: #f0f6fc; --faint: #9198a1; --grid: #30363d;
        --noOp: #9198a1; --noOpAlike: #ab7df8; --ours: #4493f8; --documented: #f0883e; --job: #3fb950; }
    }
    text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: var(--text); }
    .faint { fill: var(--faint); font-size: 12px; }
    .grid { stroke: var(--grid); }
    .title { font-weight: 600; }
    .line { fill: none; stroke-width: 2; }`;

/** Each contender's mark, so that colour alone does not tell them apart: half its size is given. */
const MARKS = {
  noOp: (/** @type {number} */ r) => `<path d="M${-r} ${-r}L${r} ${r}M${-r} ${r}L${r} ${-r}" fill="none"/>`,
  noOpAlike: (/** @type {number} */ r) => `<path d="M0 ${-r}V${r}M${-r} 0H${r}" fill="none"/>`,
  ours: (/** @type {number} */ r) => `<circle r="${r}"/>`,
  documented: (/** @type {number} */ r) => `<path d="M0 ${-r - 1}L${r + 1} ${r}L${-r - 1} ${r}Z"/>`,
  job: (/** @type {number} */ r) => `<rect x="${-r}" y="${-r}" width="${2 * r}" height="${2 * r}"/>`,
};

/**
 * The time of `up` over the number of plans as an SVG, both axes logarithmic: one panel with checkpoints, one without.
 *
 * @param {Samples} up
 * @returns {string}
 */
function renderPlot(up) {
  const counts = valuesOf(up, "n").sort((a, b) => a - b);
  const times = up.map(({ ms }) => Number(ms) / 1000);
  const ticks = secondsTicks(Math.min(...times), Math.max(...times));
  const x = logScale(counts[0], counts.at(-1), 12, PANEL_WIDTH - 12);
  const y = logScale(ticks[0] ?? 1, ticks.at(-1) ?? 1, PANEL_HEIGHT, 0);
  const panels = PANELS.map((panel) => renderPanel(up, panel, { counts, ticks, x, y }));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="Time of pulumi up over the number of plans">
  <style>${STYLE}
  </style>
  <rect width="${WIDTH}" height="${HEIGHT}" rx="6" fill="var(--ground)"/>
  <text class="title" x="24" y="30">Time of pulumi up</text>
${legend()}
${panels.join("\n")}
</svg>
`;
}

/**
 * @param {Samples} up
 * @param {typeof PANELS[number]} panel
 * @param {{ counts: number[], ticks: number[], x: (value: number) => number, y: (value: number) => number }} axes
 */
function renderPanel(up, { checkpoints, title, left }, { counts, ticks, x, y }) {
  const rows = ticks.map(
    (tick) => `    <line class="grid" x2="${PANEL_WIDTH}" y1="${y(tick)}" y2="${y(tick)}"/>
    <text class="faint" x="-8" y="${y(tick) + 4}" text-anchor="end">${tick} s</text>`,
  );
  const columns = counts.map(
    (n) => `    <text class="faint" x="${x(n)}" y="${PANEL_HEIGHT + 20}" text-anchor="middle">${n}</text>`,
  );
  const lines = CONTENDER_IDS.map((contender) => {
    const points = counts.flatMap((n) => {
      const took = spread(select(up, { contender, n, checkpoints }), "ms");
      return took ? [[x(n), y(took.median / 1000)]] : [];
    });
    const marks = points.map(([px, py]) => `<g transform="translate(${px} ${py})">${MARKS[contender](4)}</g>`);
    return `    <g stroke="var(--${contender})" fill="var(--${contender})" stroke-width="1.5">
      <polyline class="line" points="${points.map((point) => point.join(",")).join(" ")}"/>
      ${marks.join("")}
    </g>`;
  });
  return `  <g transform="translate(${left} ${TOP})">
    <text x="0" y="-12">${title}</text>
${[...rows, ...columns, ...lines].join("\n")}
    <text class="faint" x="${PANEL_WIDTH / 2}" y="${PANEL_HEIGHT + 40}" text-anchor="middle">plans</text>
  </g>`;
}

function legend() {
  let left = LEGEND_LEFT;
  const entries = CONTENDER_IDS.map((id) => {
    const place = `translate(${left} 26)`;
    left += LEGEND_STEPS.mark + LEGEND_STEPS.letter * CONTENDERS[id].label.length;
    return `  <g transform="${place}"><g stroke="var(--${id})" fill="var(--${id})" stroke-width="1.5">${MARKS[id](4)}</g><text x="10" y="4">${CONTENDERS[id].label}</text></g>`;
  });
  return entries.join("\n");
}

/** @param {number} least @param {number} most @param {number} from @param {number} to */
function logScale(least, most, from, to) {
  const span = Math.log(most / least) || 1;
  return (/** @type {number} */ value) => Math.round((from + (Math.log(value / least) / span) * (to - from)) * 10) / 10;
}

/** 1, 2, 5 of each decade, from just below the least to just above the most. @param {number} least @param {number} most */
function secondsTicks(least, most) {
  const ticks = [0.01, 0.1, 1, 10, 100, 1000].flatMap((decade) =>
    [1, 2, 5].map((step) => Number((step * decade).toPrecision(1))),
  );
  const first = ticks.filter((tick) => tick <= least).length - 1;
  const last = ticks.findIndex((tick) => tick >= most);
  return ticks.slice(Math.max(0, first), last + 1);
}

module.exports = { renderPlot };
