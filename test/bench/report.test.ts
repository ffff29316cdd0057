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
  function figures(n = 500): Data {
    const times = Object.entries({
      noOp: 10_000,
      ours: 10_500,
      plugin: 11_550,
      noOpAlike: 10_200,
      documented: 20_000,
      job: 1000,
    });
    const timed: Sample[] = [1, 2].flatMap((round) =>
      times.map(([contender, ms]) => ({
        contender,
        n,
        checkpoints: true,
        round,
        ms: ms * round,
        stateBytes: 1e9 / ms,
      })),
    );
    const run = { contender: "ours", n, parallel: "default", ok: true, upMs: 27_000, callsMs: 25_000, notStopped: 0 };
    return {
      origins: {},
      up: timed,
      preview: timed,
      refresh: ["default", 1].flatMap((parallel) => [
        { contender: "ours", n, parallel, lists: 7, ms: 1000, destroyMs: 1000 },
        { contender: "plugin", n, parallel, lists: 9, ms: 1040, destroyMs: 1060 },
      ]),
      rate: [
        { ...run, limit: "fixed", calls: 600, rejected: 6 },
        { ...run, limit: "fixed", calls: 600, rejected: 60, parallel: 64 },
        { ...run, limit: "changing", ok: false },
      ],
      memory: [1, n * 10].map((resources) => ({ contender: "ours", resources, rss: 150e6 + resources * 3000 })),
    };
  }
  const verdicts = (data: Data) =>
    judge(data).map(({ what, measured, met }) => [what, measured && Math.round(measured * 1000) / 1000, met]);

  test("are judged by the figures for 500 plans; the worst run counts, and a failed one even with every plan stopped", () => {
    expect(verdicts(figures())).toEqual([
      ["`up` of 500 plan states, against the no-op floor", 1.05, true],
      ["`up` of 500 plan states, against the documented way", 0.525, true],
      ["`up` of a job state with 500 plans, against 500 plan states", 0.095, true],
      ["`preview` of 500 plan states, against the no-op floor", 1.05, true],
      ["`up` of 500 plan states by the plugin, against 500 plan states", 1.1, false],
      ["`preview` of 500 plan states by the plugin, against 500 plan states", 1.1, false],
      ["`refresh` of 500 plan states by the plugin, against 500 plan states", 1.04, true],
      ["`destroy` of 500 plan states by the plugin, against 500 plan states", 1.06, false],
      ["the state of 500 plan states by the plugin, against that by the dynamic resource", 0.909, true],
      ["List calls of a `refresh` of 500 plans in 5 jobs", 7, true],
      ["List calls of that `refresh` with `--parallel 1`", 7, true],
      ["`up` of 500 plan states at 20 requests/s, against 500/20 s", 1.08, true],
      ["plans that this `up` failed to stop", 0, true],
      ["plans not stopped while the limit goes 20, 5, 20", 1, false],
      ["share of the calls that were rejected, at 20 requests/s", 10, false],
      ["memory of the host for each resource (RSS)", 3000, true],
      ["`up` of 500 plan states, against 500 no-ops with the same outputs", 1.029, undefined],
      ["`up` of 500 no-ops with the same outputs, against the no-op floor", 1.02, undefined],
      ["`preview` of 500 plan states, against 500 no-ops with the same outputs", 1.029, undefined],
      ["`up` of 500 plan states at 20 requests/s, from the first call to the last", 1, undefined],
      ["`up --parallel 64` of 500 plan states at 20 requests/s, against 500/20 s", 1.08, undefined],
      ["the same, from the first call to the last", 1, undefined],
    ]);
  });

  test("are neither met nor missed by the figures of a quick run", () => {
    expect(verdicts(figures(20)).filter(([, measured, met]) => measured !== undefined || met !== undefined)).toEqual(
      [],
    );
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
