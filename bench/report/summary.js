// @ts-check
"use strict";

/**
 * @typedef {import("../experiments").Sample} Sample
 * @typedef {{ median: number, min: number, max: number, runs: number }} Spread
 */

/**
 * @param {readonly Sample[]} samples
 * @param {Readonly<Sample>} where fields and the values that they must have
 * @returns {Sample[]}
 */
function select(samples, where) {
  const wanted = Object.entries(where);
  return samples.filter((sample) => wanted.every(([field, value]) => sample[field] === value));
}

/**
 * @param {readonly Sample[]} samples
 * @param {string} field a number
 * @returns {Spread | undefined} undefined where nothing was measured
 */
function spread(samples, field) {
  const values = samples.map((sample) => Number(sample[field]));
  if (values.length === 0) return undefined;
  return { median: median(values), min: Math.min(...values), max: Math.max(...values), runs: values.length };
}

/**
 * How much more one contender takes than another: the median of the ratios within each round, so that what slows the
 * machine down for a while slows both.
 *
 * @param {readonly Sample[]} samples
 * @param {string} field
 * @param {Readonly<Sample>} mine
 * @param {Readonly<Sample>} theirs
 * @returns {number | undefined} undefined where no round has both
 */
function ratio(samples, field, mine, theirs) {
  const others = new Map(select(samples, theirs).map((sample) => [sample.round, Number(sample[field])]));
  const ratios = select(samples, mine).flatMap((sample) => {
    const other = others.get(sample.round);
    return other === undefined ? [] : [Number(sample[field]) / other];
  });
  return ratios.length === 0 ? undefined : median(ratios);
}

/** @param {readonly Sample[]} samples @param {string} field @returns {any[]} each value once, in order of appearance */
function valuesOf(samples, field) {
  return [...new Set(samples.map((sample) => sample[field]))];
}

/** @param {readonly number[]} values at least one */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

module.exports = { ratio, select, spread, valuesOf };
