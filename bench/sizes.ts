import type { Sizes } from "./experiments";

/** What a full run measures, in half an hour on two quiet cores. */
export const FULL: Sizes = {
  up: [
    { n: 1, checkpoints: true, rounds: 7 },
    { n: 500, checkpoints: true, rounds: 3, slowRounds: 1 },
    { n: 1000, checkpoints: false, rounds: 3, slowRounds: 1 },
  ],
  growth: { counts: [300, 3000], rounds: 2, perJob: 10 },
  preview: [
    { n: 1, rounds: 7 },
    { n: 500, rounds: 5 },
  ],
  refresh: { n: 500, jobs: 5, rounds: 3 },
  rate: { n: 500, jobs: 5, changesAfterS: [8, 16], few: 100 },
  modules: { rounds: 3 },
  cold: { rounds: 9 },
  memory: { counts: [1, 1000, 5000] },
};

/** Enough to see that everything works; the figures mean nothing. */
export const QUICK: Sizes = {
  up: [
    { n: 5, checkpoints: true, rounds: 1 },
    { n: 5, checkpoints: false, rounds: 1 },
  ],
  growth: { counts: [10, 20], rounds: 1, perJob: 10 },
  preview: [{ n: 10, rounds: 1 }],
  refresh: { n: 20, jobs: 5, rounds: 1 },
  rate: { n: 60, jobs: 5, changesAfterS: [1, 3], few: 10 },
  modules: { rounds: 1 },
  cold: { rounds: 1 },
  memory: { counts: [1, 100, 200] },
};
