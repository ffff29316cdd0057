/**
 * `npm run dev`: after each edit the unit tests that it concerns: first the nearest, for an answer within seconds, then all
 * that import what was edited. Another edit ends those that still run.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, watch } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ROOT } from "./lib/setup";

let edits = 0;
let jest: ChildProcess | undefined;

for (const folder of ["provider", "simulator", "scripts", "test"]) {
  watch(join(ROOT, folder), { recursive: true }, (_, name) => {
    const file = join(ROOT, folder, name ?? "");
    if (file.endsWith(".ts") && !file.includes("/.tmp/") && existsSync(file)) void edited(file);
  });
}
console.log("Waiting for an edit in provider/, simulator/, scripts/ or test/.");

async function edited(file: string): Promise<void> {
  const edit = ++edits;
  await sleep(100); // ms: an editor may write a file in several steps
  for (const args of [nearest(relative(ROOT, file)), ["--findRelatedTests", file]]) {
    if (edit !== edits) return;
    jest?.kill();
    const command = [require.resolve("jest/bin/jest"), ...args, "--passWithNoTests", "--selectProjects", "unit"];
    jest = spawn(process.execPath, command, { cwd: ROOT, stdio: "inherit" });
    const [code] = (await once(jest, "exit")) as [number | null];
    if (code !== 0) return;
  }
}

/** @returns what selects the tests of an edited file's name, or else those of its room */
function nearest(file: string): string[] {
  if (file.startsWith("test/")) return ["--findRelatedTests", file];
  const folder = dirname(file.startsWith("provider/") ? file.replace("provider", "test") : `test/${file}`);
  const named = `${folder}/${basename(file, ".ts")}.test.ts`;
  return ["--testPathPatterns", existsSync(join(ROOT, named)) ? named : `${folder}/`];
}
