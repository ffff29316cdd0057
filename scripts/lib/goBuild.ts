import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { lastLines, run } from "./run";

type Go = (...step: string[]) => Promise<string>;

/** Gives Go a module of its own in `folder`, without a C compiler; afterwards the module is gone. */
async function inScratch(folder: string, work: (go: Go, scratch: string) => Promise<void>): Promise<void> {
  const scratch = join(folder, "build");
  mkdirSync(scratch);
  const own = { CGO_ENABLED: "0", GO111MODULE: "on", GOFLAGS: "-buildvcs=false", GOWORK: "off" };
  const go: Go = async (...step) => {
    const result = await run("go", step, { cwd: scratch, env: { ...process.env, ...own } });
    if (result.code !== 0) throw new Error(`go ${step[0] ?? ""} failed:\n${lastLines(result, 15)}`);
    return result.stdout.trim();
  };
  await go("mod", "init", "scratch");
  await work(go, scratch);
  rmSync(scratch, { recursive: true });
}

/**
 * Builds a command from its Go module.
 *
 * @param folder gets it into its `bin/`
 * @param target the path of the command's package
 * @param flags of `go build`
 * @param scripts what the command needs beside it: files of its module, by their paths from the command's package
 * @returns rejected with the last lines of Go's output where the build fails
 */
export async function goBuild(
  folder: string,
  target: string,
  version: string,
  flags: readonly string[] = [],
  scripts: readonly string[] = [],
): Promise<void> {
  await inScratch(folder, async (go) => {
    await go("get", `${target}@v${version}`);
    await go("build", ...flags, "-o", join(folder, "bin", basename(target)), target);
    const source = scripts.length > 0 ? await go("list", "-f", "{{.Dir}}", target) : "";
    for (const script of scripts) {
      const copy = join(folder, "bin", basename(script));
      copyFileSync(join(source, script), copy);
      chmodSync(copy, 0o755);
    }
  });
}

/**
 * Builds a program of one file.
 *
 * @param folder gets it into its `bin/`, by the name of the file's folder
 * @param packages what the file imports of other modules, with versions
 * @returns rejected with the last lines of Go's output where the build fails
 */
export async function goBuildFile(folder: string, file: string, packages: readonly string[]): Promise<void> {
  await inScratch(folder, async (go, scratch) => {
    copyFileSync(file, join(scratch, "main.go"));
    await go("get", ...packages);
    await go("build", "-o", join(folder, "bin", basename(dirname(file))), ".");
  });
}

/** @returns whether Go is on PATH and runs */
export async function hasGo(): Promise<boolean> {
  return (await run("go", ["version"], { env: process.env })).code === 0;
}
