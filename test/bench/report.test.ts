import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { formatData, readData, type Data } from "../../bench/report/data";
import { renderMarkdown } from "../../bench/report/markdown";
import { renderPlot } from "../../bench/report/plot";
import { ratio, spread } from "../../bench/report/summary";
import { compare, judge } from "../../bench/report/targets";
import { figures, MACHINE, upSamples } from "./figures";

const verdictOf = (data: Data, id: string) => judge(data).find((verdict) => verdict.id === id);

describe("figures", () => {
  test("a spread is the median, the least and the most", () => {
    const runs = [5, 1, 9, 2].map((ms) => ({ ms }));
    expect(spread(runs, "ms")).toEqual({ median: 3.5, min: 1, max: 9, runs: 4 });
    expect(spread(runs.slice(0, 3), "ms")).toMatchObject({ median: 5 });
    expect(spread([], "ms")).toBeUndefined();
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

  test("are written with one sample a line, and read again", () => {
    const text = formatData(figures());
    expect(JSON.parse(text)).toEqual(figures());
    expect(text.split("\n").filter((line) => line.includes('"stateBytes"'))).toHaveLength(upSamples().length);
  });
});

describe("targets", () => {
  test("are judged by the figures for 500 plans", () => {
    const measured = Object.fromEntries(judge(figures()).map((verdict) => [verdict.id, verdict]));
    expect(measured["up-floor"]).toMatchObject({ measured: expect.closeTo(1.05, 3) as number, met: true });
    expect(measured["up-documented"]).toMatchObject({ measured: expect.closeTo(0.477, 3) as number });
    expect(measured["up-job"]).toMatchObject({ measured: expect.closeTo(0.095, 3) as number, met: true });
    expect(measured["rate-time"]).toMatchObject({ measured: 1.08, met: true });
    expect(measured["rate-rejected"]).toMatchObject({ measured: 12, met: false });
    expect(measured.memory).toMatchObject({ measured: 3, met: true });
    expect(Object.values(measured).map(({ met }) => met)).not.toContain(undefined);
  });

  test("are neither met nor missed by the figures of a quick run", () => {
    const small = figures();
    for (const samples of [small.up, small.preview, small.refresh, small.rate]) {
      for (const sample of samples ?? []) sample.n = 20;
    }
    small.memory = small.memory?.filter(({ resources }) => Number(resources) < 5000) ?? [];
    expect(new Set(judge(small).map(({ met }) => met))).toEqual(new Set([undefined]));
  });

  test("have ratios beside them that help to read them", () => {
    const ratios = compare(figures()).map(({ measured }) => Math.round((measured ?? NaN) * 1000) / 1000);
    expect(ratios).toEqual([1.029, 1.02, 1.012, 1, 1.04, 0.96]);
    expect(renderMarkdown(figures())).toMatch(/For comparison:[^]*no-op with the same outputs +\| +1.03 x \|/);
  });

  test("a failed run under a limit counts, even with every plan stopped", () => {
    const data = figures();
    data.rate?.push({ ...data.rate[1], ok: false });
    expect(verdictOf(data, "rate-changing")).toMatchObject({ measured: 1, met: false });
    expect(verdictOf(data, "rate-stopped")).toMatchObject({ measured: 0, met: true });
  });
});

describe("the page", () => {
  test("shows each contender's median, range and ratio to the floor", () => {
    expect(renderMarkdown(figures())).toMatch(/^\| 500 .*\| 27.3 s ± 50 %, 1.05 x \|.*\| +3 \|$/m);
  });

  test("says what was missed, and why where that is known", () => {
    const missed = "share of the calls that were rejected, at 20 requests/s";
    expect(renderMarkdown(figures(), {})).toContain(`- **${missed}**: not yet explained.`);
    expect(renderMarkdown(figures(), { "rate-rejected": "Polls.", memory: "x" })).toContain(
      `What was missed, and why:\n\n- **${missed}**: Polls.\n\nFor comparison:`,
    );
  });

  test("has no section for what was not measured", () => {
    const { origins, up } = figures();
    const text = renderMarkdown({ origins, ...(up && { up }) });
    expect(text.match(/^## .*$/gm)).toEqual(["## Targets", "## Time of `pulumi up`"]);
  });

  test("tells apart what was measured on several machines, and a quick run", () => {
    const data = figures();
    expect(renderMarkdown(data)).toContain("Measured with 2 cores, 8 GB");
    data.origins.memory = { quick: true, machine: { ...MACHINE, cores: 4 } };
    const text = renderMarkdown(data);
    expect(text).toContain("- up, preview, refresh, rate: 2 cores");
    expect(text).toMatch(/- memory: 4 cores.*figures mean nothing/);
  });

  const DOCS = join(__dirname, "..", "..", "docs");
  test("in docs/ is that of the figures beside it", () => {
    const data = readData(join(DOCS, "benchmarks.json"));
    expect(readFileSync(join(DOCS, "benchmarks.md"), "utf8")).toBe(renderMarkdown(data));
    expect(existsSync(join(DOCS, "benchmarks.svg"))).toBe(true);
    expect(readFileSync(join(DOCS, "benchmarks.svg"), "utf8")).toBe(renderPlot(data.up ?? []));
  });
});

describe("the plot", () => {
  test("has a line for each contender, with and without checkpoints, and a point for each N", () => {
    const lines = [...renderPlot(upSamples()).matchAll(/<polyline[^>]* points="([^"]*)"/g)];
    expect(lines).toHaveLength(10);
    for (const [, points = ""] of lines) expect(points.split(" ")).toHaveLength(5);
  });

  test("is logarithmic in both directions", () => {
    const samples = upSamples([1, 10, 100], 1).map((sample) => ({ ...sample, ms: Number(sample.n) * 1000 }));
    const [, points = ""] = /<polyline[^>]* points="([^"]*)"/.exec(renderPlot(samples)) ?? [];
    const [a = [], b = [], c = []] = points.split(" ").map((point) => point.split(",").map(Number));
    for (const axis of [0, 1]) {
      expect((c[axis] ?? NaN) - (b[axis] ?? NaN)).toBeCloseTo((b[axis] ?? NaN) - (a[axis] ?? NaN), 0);
    }
    expect(c[1]).toBeLessThan(a[1] ?? NaN);
  });

  test("can be read on light and dark", () => {
    expect(renderPlot(upSamples())).toMatch(/prefers-color-scheme: dark/);
  });
});
