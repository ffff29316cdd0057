import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { summarize, type CpuProfile } from "../../bench/profile/summary";

const frame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 6 });

const PROFILE: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame("(root)", "") },
    { id: 2, callFrame: frame("(idle)", "") },
    { id: 3, callFrame: frame("parse", "file:///x/node_modules/@alicloud/client/dist/parse.js") },
    { id: 4, callFrame: frame("", "/x/node_modules/zod/v4/core.js") },
    { id: 5, callFrame: frame("create", "file:///x/dist/provider/operations.js") },
    { id: 6, callFrame: frame("(garbage collector)", "") },
    { id: 7, callFrame: frame("readFileSync", "node:fs") },
  ],
  samples: [2, 3, 4, 3, 5, 6, 7, 1],
  timeDeltas: [9000, 1000, 2000, 3000, 500, 250, 125, 4000],
};

test("self time is told by module and by function, without idle time", () => {
  const { busyMs, modules, functions } = summarize(PROFILE);
  expect(busyMs).toBe(6.875);
  expect(modules).toEqual([
    { name: "@alicloud/client", ms: 4 },
    { name: "zod", ms: 2 },
    { name: "pulumi-esa-preload", ms: 0.5 },
    { name: "(garbage collector)", ms: 0.25 },
    { name: "node", ms: 0.125 },
  ]);
  expect(functions.slice(0, 3).map(({ name }) => name)).toEqual([
    "parse, @alicloud/client dist/parse.js:7",
    "(anonymous), zod v4/core.js:7",
    "create, pulumi-esa-preload provider/operations.js:7",
  ]);
});

test("a real process is recorded to its end", () => {
  const folder = mkdtempSync(join(tmpdir(), "bench-profile-"));
  try {
    const file = join(folder, "a.cpuprofile");
    const recorder = join(__dirname, "..", "..", "bench", "profile", "recorder.js");
    const script = `const { stop } = require(${JSON.stringify(recorder)}).record(${JSON.stringify(file)});
      function burn() { let x = 0; for (let i = 0; i < 5e7; i++) x += Math.sqrt(i); return x; }
      burn(); stop(); process.exit(0);`;
    execFileSync(process.execPath, ["-e", script]);
    const { functions } = summarize(JSON.parse(readFileSync(file, "utf8")) as CpuProfile);
    expect(functions.map(({ name }) => name).join("\n")).toMatch(/^burn,/m);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
