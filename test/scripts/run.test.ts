import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { lastLines, run } from "../../scripts/lib/run";

const node = (script: string, options = {}) => run(process.execPath, ["-e", script], options);

describe("run", () => {
  test("hands on each line as it comes and all of it at the end", async () => {
    const lines: string[] = [];
    const result = await node('console.log("a\\nb"); console.error("c")', {
      onLine: (line: string) => lines.push(line),
    });
    expect(result).toEqual({ code: 0, stdout: "a\nb\n", stderr: "c\n" });
    expect(lines.sort()).toEqual(["a", "b", "c"]);
  });

  test("ends a command that takes too long", async () => {
    expect(await node("setInterval(() => {}, 1000)", { timeLimitMs: 50 })).toMatchObject({ code: null });
  });

  test("makes a result of a command that is not there", async () => {
    const result = await run("/no/such/command", []);
    expect(result.code).toBeNull();
    expect(lastLines(result, 1)).toContain("/no/such/command");
  });
});

describe("Pulumi's installer", () => {
  test("is given up with one line where no answer comes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "installer-"));
    const silence = join(folder, "silence.js");
    writeFileSync(
      silence,
      `setInterval(() => {}, 1000);
       globalThis.fetch = (url, { signal }) =>
         new Promise((resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));`,
    );
    const script = require.resolve("../../scripts/lib/installPulumi");
    const result = await run(process.execPath, ["--require", silence, script, "3.259.0", folder, "10"]);
    rmSync(folder, { recursive: true });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/^Timed out downloading .+\n$/);
  });
});
