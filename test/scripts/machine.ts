import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { ENGINE_VERSION } from "../../scripts/lib/engine";

/** A machine of its own, whose programs are scripts for /bin/sh: from its beginning to its end this process is on it. */
export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), "machine-"));
  readonly cache = join(this.root, "home/.cache/pulumi-esa-preload");
  readonly downloaded = join(this.root, `home/.pulumi/versions/${ENGINE_VERSION}`);
  readonly built = join(this.cache, `built-${ENGINE_VERSION}-${process.platform}-${process.arch}`);
  readonly log: string[] = [];
  private readonly before = process.env;

  constructor() {
    const home = join(this.root, "home");
    process.env = { HOME: home, PULUMI_HOME: join(home, ".pulumi"), PATH: join(this.root, "bin") };
  }

  /** Puts a program somewhere; `bin` is on PATH. */
  write(name: string, script: string): string {
    const file = join(this.root, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  }

  /** Puts a Go on PATH that builds a command which prints a version, or fails without one. */
  addGo(version?: string): void {
    const result = this.write("result", `echo ${version ?? ""}`);
    const build = version === undefined ? "echo 'compile: out of memory' >&2; exit 1" : copyTo(result, '"$2"');
    this.write(
      "bin/go",
      `echo "go $*" >> ${join(this.root, "builds")}
       [ "$1" = build ] || exit 0
       while [ "$1" != -o ]; do shift; done
       ${build}`,
    );
  }

  /** An installer of Pulumi's that downloads an engine of a version. */
  installer(version: string): string {
    return copyTo(this.write("installed", `echo ${version}`), '"$3/bin/pulumi"');
  }

  /** What Go was asked, so far. */
  get builds(): string[] {
    return readFileSync(join(this.root, "builds"), "utf8").trim().split("\n");
  }

  dispose(): void {
    process.env = this.before;
    rmSync(this.root, { recursive: true, force: true });
  }
}

function copyTo(file: string, target: string): string {
  return `target=${target}; /bin/mkdir -p "\${target%/*}" && /bin/cp ${file} "$target"`;
}
