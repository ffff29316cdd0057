import { mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

import { lastLines, run } from "./run";

/**
 * Builds a command from its Go module, without a C compiler.
 *
 * @param folder gets it into its `bin/`
 * @param target the path of the command's package
 * @param flags of `go build`
 * @returns rejected with the last lines of Go's output where the build fails
 */
export async function goBuild(folder: string, target: string, version: string, flags: string[] = []): Promise<void> {
  const scratch = join(folder, "build");
  mkdirSync(scratch);
  const own = { CGO_ENABLED: "0", GO111MODULE: "on", GOFLAGS: "-buildvcs=false", GOWORK: "off" };
  const steps = [
    ["mod", "init", "scratch"],
    ["get", `${target}@v${version}`],
    ["build", ...flags, "-o", join(folder, "bin", basename(target)), target],
  ];
  for (const step of steps) {
    const result = await run("go", step, { cwd: scratch, env: { ...process.env, ...own } });
    if (result.code !== 0) throw new Error(`go ${step[0] ?? ""} failed:\n${lastLines(result, 15)}`);
  }
  rmSync(scratch, { recursive: true });
}

/** @returns whether Go is on PATH and runs */
export async function hasGo(): Promise<boolean> {
  return (await run("go", ["version"], { env: process.env })).code === 0;
}
