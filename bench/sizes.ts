import type { Sizes } from "./experiments";

/** What a full run measures: under 15 minutes on two quiet cores. */
export const FULL: Sizes = {
  up: [
    { n: 10, checkpoints: true, rounds: 3 },
    { n: 100, checkpoints: true, rounds: 2 },
    { n: 500, checkpoints: true, rounds: 3, documentedRounds: 1 },
    { n: 500, checkpoints: false, rounds: 2 },
  ],
  preview: { n: 500, rounds: 5 },
  refresh: { n: 500, jobs: 5, rounds: 3 },
  rate: { n: 500, jobs: 5, qps: 20, changes: { 8: 5, 16: 20 } },
  modules: { rounds: 3 },
  cold: { rounds: 3 },
  memory: { counts: [1, 1000, 5000] },
};

/** Enough to see that everything works; the figures mean nothing. */
export const QUICK: Sizes = {
  up: [
    { n: 5, checkpoints: true, rounds: 1 },
    { n: 5, checkpoints: false, rounds: 1 },
  ],
  preview: { n: 10, rounds: 1 },
  refresh: { n: 20, jobs: 5, rounds: 1 },
  rate: { n: 60, jobs: 5, qps: 20, changes: { 1: 5, 3: 20 } },
  modules: { rounds: 1 },
  cold: { rounds: 1 },
  memory: { counts: [1, 100, 200] },
};
