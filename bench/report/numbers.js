// @ts-check
"use strict";

const NOTHING = "–";

/** @param {number} value @param {number} [digits] after the point @returns {string} */
function number(value, digits = 0) {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** @param {number | undefined} value @returns {string} such as `1.08 x` */
function times(value) {
  return value === undefined ? NOTHING : `${number(value, 2)} x`;
}

/** @param {number} ms @returns {string} seconds */
function seconds(ms) {
  return `${number(ms / 1000, ms < 9950 ? 2 : 1)} s`;
}

/**
 * @param {import("./summary").Spread | undefined} spread
 * @param {(value: number) => string} show
 * @returns {string} the median, and the least and the most where several runs differ
 */
function withSpread(spread, show) {
  if (!spread) return NOTHING;
  const [low, high] = [show(spread.min), show(spread.max)];
  return low === high ? show(spread.median) : `${show(spread.median)} (${low} – ${high})`;
}

module.exports = { NOTHING, number, seconds, times, withSpread };
