import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Sample } from "../../bench/experiments/rounds";
import { readData, type Data } from "../../bench/report/data";
import { fillIn } from "../../bench/report/page";
import { ratio, spread } from "../../bench/report/statistics";
import { cellsOf, LAYOUTS } from "../../bench/report/tables";
import { judge, type Verdict } from "../../bench/report/targets";

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
  const rounded = (value: number | undefined) => (value === undefined ? "-" : Math.round(value * 1000) / 1000);
  const lineOf = ({ what, measured, met, before }: Verdict) =>
    `${met === undefined ? "" : met ? "met " : "missed "}${rounded(measured)} (${rounded(before)}) ${what}`;

  test("are judged at the size that counts; the worst run counts, and a failed one even with every plan stopped", () => {
    expect(judge(figures()).map(lineOf).join("\n")).toMatchInlineSnapshot(`
      "met 1.029 (1.176) \`up\` of 500 plan states, against a no-op with the same outputs
      met 1.05 (1.2) \`up\` of 500 plan states, against the no-op floor
      met 0.525 (0.6) \`up\` of 500 plan states, against the documented way
      0.263 (0.3) \`up\` of 500 plan states, against a command for each plan
      met 1.05 (1.2) \`up\` of 1,000 plan states without checkpoints, against the no-op floor
      met 0.525 (0.6) \`up\` of 1,000 plan states without checkpoints, against the documented way
      met 1.05 (1.2) \`up\` of one plan state, against the no-op floor
      met 1.029 (1.176) \`preview\` of 500 plan states, against a no-op with the same outputs
      met 1.05 (1.2) \`preview\` of one plan state, against the no-op floor
      met 0.095 (0.083) \`up\` of a job state with 500 plans, against 500 plan states
      met 1 (-) \`up\` in one job, time over the floor for each plan, of 3,000 against 300
      - (-) \`up\` in jobs of 10, time over the floor for each plan, of 3,000 against 300
      missed 10 (-) \`refresh\` in one job, time over the floor for each plan, of 3,000 against 300
      - (-) \`refresh\` in jobs of 10, time over the floor for each plan, of 3,000 against 300
      missed 1.1 (-) \`up\` of 500 plan states by the plugin, against the dynamic resource
      missed 1.1 (-) \`preview\` of 500 plan states by the plugin, against the dynamic resource
      met 1.04 (-) \`refresh\` of 500 plan states by the plugin, against the dynamic resource
      missed 1.06 (-) \`destroy\` of 500 plan states by the plugin, against the dynamic resource
      met 0.909 (-) the state of 500 plan states by the plugin
      met 7 (-) List calls of a \`refresh\` of 500 plans in 5 jobs
      met 7 (-) List calls of that \`refresh\` with \`--parallel 1\`
      met 0.1 (-) loading what the handler loads, against loading \`@pulumi/pulumi\`
      met 510 (600) calls of an \`up\` of 500 plan states in 5 jobs at 20 requests/s
      met 1 (1) the same, from the first call to the last, against what the limit asks for
      met 0.98 (2) the same, share of rejected calls
      met 0 (0) plans that it failed to stop
      missed 1 (-) plans that it failed to stop while the limit goes 20, 5, 20
      - (-) share of rejected calls at 5 requests/s
      missed 11 (-) share of rejected calls at 2 requests/s
      missed 1.2 (-) 4 stacks at once at 20 requests/s, against what the limit asks for
      met 10 (-) the same, share of rejected calls
      met 3000 (-) memory of the host for each resource (RSS)"
    `);
  });

  test("are neither met nor missed by the figures of a quick run", () => {
    expect(judge(figures(0.04)).filter(({ measured, met }) => measured !== undefined || met !== undefined)).toEqual([]);
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
