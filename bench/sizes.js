// @ts-check
"use strict";

/** The limit, in requests a second, and when it changes: seconds after the first call. */
const CHANGES = { full: { 8: 5, 16: 20 }, quick: { 1: 5, 3: 20 } };

/** What a full run measures: some 50 minutes on two quiet cores. */
const FULL = {
  up: [
    { n: 1, rounds: 5 },
    { n: 10, rounds: 5 },
    { n: 100, rounds: 5 },
    { n: 500, rounds: 5 },
    { n: 1000, rounds: 2 },
  ],
  preview: { n: 500, rounds: 7 },
  refresh: { n: 500, jobs: 5 },
  rate: { n: 500, jobs: 5, qps: 20, changes: CHANGES.full, rounds: 3 },
  modules: { rounds: 7 },
  cold: { rounds: 9 },
  memory: { counts: [1, 1000, 5000], rounds: 3 },
};

/** Enough to see that everything works; the figures mean nothing. */
const QUICK = {
  up: [
    { n: 1, rounds: 1 },
    { n: 10, rounds: 1 },
  ],
  preview: { n: 10, rounds: 1 },
  refresh: { n: 20, jobs: 5 },
  rate: { n: 60, jobs: 5, qps: 20, changes: CHANGES.quick, rounds: 1 },
  modules: { rounds: 1 },
  cold: { rounds: 1 },
  memory: { counts: [1, 100, 200], rounds: 1 },
};

/**
 * The sizes of one experiment with another number of rounds.
 *
 * @param {any} sizes
 * @param {number | undefined} rounds
 * @returns {any}
 */
function withRounds(sizes, rounds) {
  if (rounds === undefined) return sizes;
  if (Array.isArray(sizes)) return sizes.map((one) => withRounds(one, rounds));
  return "rounds" in sizes ? { ...sizes, rounds } : sizes;
}

module.exports = { FULL, QUICK, withRounds };
