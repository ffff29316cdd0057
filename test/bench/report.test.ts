import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Sample } from "../../bench/experiments/rounds";
import { readData, type Data } from "../../bench/report/data";
import { fillIn } from "../../bench/report/page";
import { ratio, spread } from "../../bench/report/statistics";
import { cellsOf, LAYOUTS } from "../../bench/report/tables";
import { judge } from "../../bench/report/targets";

const DOCS = join(__dirname, "..", "..", "docs");

describe("statistics", () => {
  test("a spread is the median, the least and the most", () => {
    expect(spread([5, 1, 9, 2])).toEqual({ median: 3.5, min: 1, max: 9 });
    expect(spread([5, 1, 9])).toMatchObject({ median: 5 });
    expect(spread([])).toBeUndefined();
  });

  test("a ratio compares what ran in the same round", () => {
    const samples = [
      { contender: "ours", round: 1, ms: 11 },
      { contender: "noOp", round: 1, ms: 10 },
      { contender: "ours", round: 2, ms: 110 },
      { contender: "noOp", round: 2, ms: 100 },
      { contender: "ours", round: 3, ms: 999 },
    ];
    expect(ratio(samples, "ms", { contender: "ours" }, { contender: "noOp" })).toBeCloseTo(1.1);
    expect(ratio(samples, "ms", { contender: "ours" }, { contender: "job" })).toBeUndefined();
  });
});

describe("targets", () => {
  /** One run of everything that a target asks for; the later the round, the slower the whole machine. */
  function figures(scale = 1): Data {
    const times = { noOp: 10_000, ours: 10_500, plugin: 11_550, noOpAlike: 10_200, documented: 20_000, job: 1000 };
    const sizes: [n: number, checkpoints: boolean][] = [
      [1, true],
      [500, true],
      [1000, false],
    ];
    const timed: Sample[] = [1, 2].flatMap((round) =>
      sizes.flatMap(([n, checkpoints]) =>
        Object.entries({ ...times, before: 12_000, command: 40_000 }).map(([contender, ms]) => {
          return { contender, n: n * scale, checkpoints, round, ms: ms * round, stateBytes: 1e9 / ms };
        }),
      ),
    );
    const run = {
      contender: "ours",
      stacks: 1,
      ok: true,
      n: 500 * scale,
      callsMs: 25_000,
      leastMs: 25_000,
      notStopped: 0,
    };
    return {
      origins: {},
      up: timed,
      preview: timed,
      growth: [300, 3000].flatMap((n) => [
        { contender: "noOp", n: n * scale, jobs: "one", ms: n * 4, refreshMs: n },
        { contender: "ours", n: n * scale, jobs: "one", ms: n * 5, refreshMs: n + (n * n) / 1000 },
      ]),
      refresh: ["default", 1].flatMap((parallel) => [
        { contender: "ours", n: 500 * scale, parallel, lists: 7, ms: 1000, destroyMs: 1000, round: 1 },
        { contender: "plugin", n: 500 * scale, parallel, lists: 9, ms: 1040, destroyMs: 1060, round: 1 },
      ]),
      rate: [
        { ...run, limit: "20", calls: 510, rejected: 5 },
        { ...run, limit: "20, 5, 20", ok: false },
        { ...run, limit: "2", calls: 100, rejected: 11 },
        { ...run, limit: "20", stacks: 4, calls: 220, rejected: 22, callsMs: 30_000 },
        { ...run, limit: "20", contender: "before", calls: 600, rejected: 12 },
      ],
      cold: scale === 1 ? [{ contender: "ours", loadMs: 50, pulumiMs: 500 }] : [],
      memory: [1, 5000 * scale].map((resources) => ({ contender: "ours", resources, rss: 150e6 + resources * 3000 })),
    };
  }
  const verdicts = (data: Data) =>
    judge(data).map(({ what, measured, met, before }) => {
      return [what, measured && Math.round(measured * 1000) / 1000, met, before && Math.round(before * 1000) / 1000];
    });

  test("are judged at the size that counts; the worst run counts, and a failed one even with every plan stopped", () => {
    expect(verdicts(figures())).toMatchInlineSnapshot(`
      [
        [
          "\`up\` of 500 plan states, against a no-op with the same outputs",
          1.029,
          true,
          1.176,
        ],
        [
          "\`up\` of 500 plan states, against the no-op floor",
          1.05,
          true,
          1.2,
        ],
        [
          "\`up\` of 500 plan states, against the documented way",
          0.525,
          true,
          0.6,
        ],
        [
          "\`up\` of 500 plan states, against a command for each plan",
          0.263,
          undefined,
          0.3,
        ],
        [
          "\`up\` of 1,000 plan states without checkpoints, against the no-op floor",
          1.05,
          true,
          1.2,
        ],
        [
          "\`up\` of 1,000 plan states without checkpoints, against the documented way",
          0.525,
          true,
          0.6,
        ],
        [
          "\`up\` of one plan state, against the no-op floor",
          1.05,
          true,
          1.2,
        ],
        [
          "\`preview\` of 500 plan states, against a no-op with the same outputs",
          1.029,
          true,
          1.176,
        ],
        [
          "\`preview\` of one plan state, against the no-op floor",
          1.05,
          true,
          1.2,
        ],
        [
          "\`up\` of a job state with 500 plans, against 500 plan states",
          0.095,
          true,
          0.083,
        ],
        [
          "\`up\` in one job, time over the floor for each plan, of 3,000 against 300",
          1,
          true,
          undefined,
        ],
        [
          "\`up\` in jobs of 10, time over the floor for each plan, of 3,000 against 300",
          undefined,
          undefined,
          undefined,
        ],
        [
          "\`refresh\` in one job, time over the floor for each plan, of 3,000 against 300",
          10,
          false,
          undefined,
        ],
        [
          "\`refresh\` in jobs of 10, time over the floor for each plan, of 3,000 against 300",
          undefined,
          undefined,
          undefined,
        ],
        [
          "\`up\` of 500 plan states by the plugin, against the dynamic resource",
          1.1,
          false,
          undefined,
        ],
        [
          "\`preview\` of 500 plan states by the plugin, against the dynamic resource",
          1.1,
          false,
          undefined,
        ],
        [
          "\`refresh\` of 500 plan states by the plugin, against the dynamic resource",
          1.04,
          true,
          undefined,
        ],
        [
          "\`destroy\` of 500 plan states by the plugin, against the dynamic resource",
          1.06,
          false,
          undefined,
        ],
        [
          "the state of 500 plan states by the plugin",
          0.909,
          true,
          undefined,
        ],
        [
          "List calls of a \`refresh\` of 500 plans in 5 jobs",
          7,
          true,
          undefined,
        ],
        [
          "List calls of that \`refresh\` with \`--parallel 1\`",
          7,
          true,
          undefined,
        ],
        [
          "loading what the handler loads, against loading \`@pulumi/pulumi\`",
          0.1,
          true,
          undefined,
        ],
        [
          "calls of an \`up\` of 500 plan states in 5 jobs at 20 requests/s",
          510,
          true,
          600,
        ],
        [
          "the same, from the first call to the last, against what the limit asks for",
          1,
          true,
          1,
        ],
        [
          "the same, share of rejected calls",
          0.98,
          true,
          2,
        ],
        [
          "plans that it failed to stop",
          0,
          true,
          0,
        ],
        [
          "plans that it failed to stop while the limit goes 20, 5, 20",
          1,
          false,
          undefined,
        ],
        [
          "share of rejected calls at 5 requests/s",
          undefined,
          undefined,
          undefined,
        ],
        [
          "share of rejected calls at 2 requests/s",
          11,
          false,
          undefined,
        ],
        [
          "4 stacks at once at 20 requests/s, against what the limit asks for",
          1.2,
          false,
          undefined,
        ],
        [
          "the same, share of rejected calls",
          10,
          true,
          undefined,
        ],
        [
          "memory of the host for each resource (RSS)",
          3000,
          true,
          undefined,
        ],
      ]
    `);
  });

  test("are neither met nor missed by the figures of a quick run", () => {
    const measured = verdicts(figures(0.04)).filter(([, value, met]) => value !== undefined || met !== undefined);
    expect(measured).toEqual([]);
  });
});

describe("the page", () => {
  test("shows the median, half the range of the runs and the ratio to the floor", () => {
    const samples = [1, 2, 3].flatMap((round) => [
      { contender: "noOp", n: 10, round, ms: 1000 },
      { contender: "ours", n: 10, round, ms: 1000 + 100 * round },
    ]);
    expect(LAYOUTS.preview && cellsOf(LAYOUTS.preview, samples)).toEqual([
      ["", "plans", "time"],
      ["no-op floor", "10", "1.00 s, 1.00 x"],
      ["plan states", "10", "1.20 s ± 8 %, 1.20 x"],
    ]);
  });

  test("in docs/ has the figures beside it, in places that each have a name", async () => {
    const page = readFileSync(join(DOCS, "benchmarks.md"), "utf8");
    const data = readData(join(DOCS, "benchmarks.json"));
    expect(page).toContain("<!-- figures: targets -->");
    expect(await fillIn(page, data)).toBe(page);
    const unknown = "<!-- figures: none -->\n\n\n\n<!-- end of figures -->";
    await expect(fillIn(unknown, data)).rejects.toThrow("none");
  });
});
