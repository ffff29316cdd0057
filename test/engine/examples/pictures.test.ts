import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ENGINE_VERSION } from "../../../scripts/lib/engineVersion";
import { run } from "../../../scripts/lib/run";

const root = join(__dirname, "..", "..", "..");
const committed = join(root, "docs", "pictures");

// Another engine words things differently, which is no fault of the pictures. CI has this one.
const engine = execFileSync("pulumi", ["version"], { encoding: "utf8" }).trim();
const withThisEngine = engine === `v${ENGINE_VERSION}` ? test : test.skip;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "pictures-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = (from: string) => readdirSync(from).sort();

withThisEngine(
  "the pictures in the docs show what Pulumi prints today (`npm run pictures` makes them anew)",
  async () => {
    const captured = await run(process.execPath, [join(root, "scripts", "run.js"), "pictures", folder]);
    expect(captured).toMatchObject({ code: 0, stderr: "" });
    expect(names(folder)).toEqual(names(committed));
    for (const name of names(folder)) {
      expect(readFileSync(join(folder, name), "utf8")).toBe(readFileSync(join(committed, name), "utf8"));
    }
  },
  120_000,
);
