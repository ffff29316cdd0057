import type { Data, Sample } from "../../bench/report/data";

const CONTENDERS = { noOp: 1, noOpAlike: 1.02, ours: 1.05, documented: 2.2, job: 0.1 };

export const MACHINE = {
  cores: 2,
  memoryGb: 8,
  platform: "linux-x64",
  node: "20.0.0",
  engine: "3.259.0",
  sdk: "3.248.0",
  version: "0.1.0",
};

/** `up`: a second, and 24 ms for each plan of the floor (8 ms without checkpoints), other contenders in proportion. */
export function upSamples(counts = [1, 10, 100, 500, 1000], rounds = 3): Sample[] {
  return counts.flatMap((n) =>
    Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) =>
      [true, false].flatMap((checkpoints) =>
        Object.entries(CONTENDERS).map(([contender, factor]) => ({
          contender,
          n,
          checkpoints,
          round,
          // The whole machine is slower in later rounds: ratios within a round don't see it.
          ms: Math.round((1000 + n * (checkpoints ? 24 : 8)) * factor * round),
          stateBytes: 5000 + n * (contender === "documented" ? 11_000 : 1500),
          calls: contender.startsWith("noOp") ? 0 : n,
        })),
      ),
    ),
  );
}

/** Figures of every experiment; all targets are met but that of the rejected calls. */
export function figures(): Data {
  const origin = { quick: false, machine: MACHINE };
  const rate = (limit: string, parallel: Sample[string] = "default"): Sample => ({
    contender: "ours",
    parallel,
    n: 500,
    qps: 20,
    limit,
    round: 1,
    ok: true,
    upMs: 27_000,
    callsMs: 25_000,
    calls: 600,
    rejected: 60,
    notStopped: 0,
  });
  const refresh = { contender: "ours", n: 500, jobs: 5, ms: 2000 };
  return {
    origins: { up: origin, preview: origin, refresh: origin, rate: origin, memory: origin },
    up: upSamples(),
    preview: [
      { contender: "noOp", n: 500, round: 1, ms: 4000, calls: 0 },
      { contender: "noOpAlike", n: 500, round: 1, ms: 4050, calls: 0 },
      { contender: "ours", n: 500, round: 1, ms: 4100, calls: 0 },
    ],
    refresh: [
      { ...refresh, parallel: "default", lists: 5 },
      { ...refresh, parallel: 1, lists: 40 },
    ],
    rate: [rate("fixed"), rate("changing"), { ...rate("fixed", 64), upMs: 26_000, callsMs: 24_000, rejected: 72 }],
    modules: [{ contender: "ours", round: 1, modules: 5, alicloud: 0, ms: 10 }],
    cold: [{ contender: "ours", round: 1, firstMs: 160.2, laterMs: 6.1, handlerBytes: 63 }],
    memory: [1, 1000, 5000].map((resources) => ({
      contender: "ours",
      round: 1,
      resources,
      rss: 150e6 + resources * 3000,
      heapUsed: 40e6 + resources * 500,
    })),
  };
}
