import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import { findEngine, type Engine } from "../../scripts/lib/engine";
import { findLanguageHost } from "../../scripts/lib/languageHost";
import type { RunOptions, RunResult } from "../../scripts/lib/run";

/** What Pulumi's installer or Go does on a machine: puts an engine where it is asked to, or fails with a text. */
export type Outcome = { readonly version: string } | { readonly failure: string };

/**
 * A machine whose programs are text files: `pulumi` holds what `pulumi version` prints, and an empty one does not run.
 * Nothing is ever started.
 */
export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), "machine-"));
  readonly env: NodeJS.ProcessEnv = { HOME: join(this.root, "home"), PATH: join(this.root, "bin") };
  readonly log: string[] = [];
  /** The commands so far, with their arguments; versions that were asked for are left out. */
  readonly commands: { readonly line: string; readonly env: NodeJS.ProcessEnv }[] = [];
  installer: Outcome = { failure: "Failed to download: fetch failed" };
  go: Outcome = { failure: "compile: out of memory" };
  /** Runs before Go has built. */
  whileBuilding = (): void => undefined;

  /** Puts a program on PATH. */
  add(name: string, content = ""): string {
    return this.write(join(this.root, "bin", name), content);
  }

  /** Puts an engine into the cache. */
  cache(kind: "engine" | "built", content: string): string {
    return this.write(
      join(this.cacheFolder, `${kind}-3.259.0-${process.platform}-${process.arch}/bin/pulumi`),
      content,
    );
  }

  get cacheFolder(): string {
    return join(this.root, "home/.cache/pulumi-esa-preload");
  }

  find(): Promise<Engine> {
    return findEngine({ env: this.env, log: (line) => this.log.push(line), run: this.run });
  }

  findLanguageHost(): Promise<string> {
    return findLanguageHost({ env: this.env, log: (line) => this.log.push(line), run: this.run });
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private readonly run = (command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> => {
    if (args[0] === "version") return Promise.resolve(versionIn(command));
    this.commands.push({ line: [basename(command), ...args].join(" "), env: options.env ?? {} });
    if (command !== "go") return this.outcome(this.installer, join(args[2] ?? "", "bin/pulumi"));
    if (args[0] !== "build") return Promise.resolve(succeeded(""));
    this.whileBuilding();
    return this.outcome(this.go, args[args.indexOf("-o") + 1] ?? "");
  };

  private outcome(outcome: Outcome, file: string): Promise<RunResult> {
    if ("failure" in outcome) return Promise.resolve({ code: 1, stdout: "", stderr: outcome.failure });
    this.write(file, outcome.version);
    return Promise.resolve(succeeded(""));
  }

  private write(file: string, content: string): string {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, 0o755);
    return file;
  }
}

function versionIn(command: string): RunResult {
  const content = existsSync(command) ? readFileSync(command, "utf8") : "";
  return content === "" ? { code: null, stdout: "", stderr: "cannot execute" } : succeeded(`${content}\n`);
}

function succeeded(stdout: string): RunResult {
  return { code: 0, stdout, stderr: "" };
}
