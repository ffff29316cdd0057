import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { run } from "../../../scripts/lib/run";
import { stackEnvironment, writeEmptyStack } from "../../harness/environment";
import type { SimulatorProcess } from "../../harness/simulatorProcess";

/** What a user's project has besides its packages. */
export interface Program {
  /** Its files by name. */
  readonly files: Record<string, string>;
  /** `main` of Pulumi.yaml. */
  readonly main?: string;
  /** `type` of package.json. */
  readonly type?: "commonjs" | "module";
}

export interface Surroundings {
  /** Folders before PATH. */
  readonly path?: readonly string[];
  readonly env?: Record<string, string>;
  /** Where a command runs. Default: the project. */
  readonly cwd?: string;
}

export interface Outcome {
  readonly ok: boolean;
  /** stdout and stderr, without colours. */
  readonly output: string;
}

/** A user's project in a folder of its own, with a simulator for its stacks. */
export class UserProject {
  private readonly manifest: Record<string, unknown>;

  constructor(
    readonly folder: string,
    manifest: Record<string, unknown>,
    private readonly simulator: SimulatorProcess,
  ) {
    this.manifest = { name: "user", version: "1.0.0", private: true, ...manifest };
    this.write({ "package.json": JSON.stringify(this.manifest) });
  }

  write(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** Runs the plain CLI with a program on a new stack. Afterwards the program is gone. */
  async pulumi(args: string[], program: Program, surroundings: Surroundings = {}): Promise<Outcome> {
    const { files, main, type = "commonjs" } = program;
    const own = {
      ...files,
      "Pulumi.yaml": `name: user\nruntime: nodejs\n${main ? `main: ${main}\n` : ""}`,
      "Pulumi.dev.yaml": JSON.stringify({ config: { "user:freeze": "true", ...this.config() } }),
    };
    this.write({ ...own, "package.json": JSON.stringify({ ...this.manifest, type }) });
    try {
      return await this.inNewHome("pulumi", [...args, "--stack", "dev", "--non-interactive"], surroundings);
    } finally {
      for (const name of Object.keys(own)) rmSync(join(this.folder, name));
    }
  }

  /** Runs a script of the project by Node, with the configuration for a stack as its argument. */
  node(script: string, surroundings: Surroundings = {}): Promise<Outcome> {
    return this.inNewHome(process.execPath, [join(this.folder, script), JSON.stringify(this.config())], surroundings);
  }

  private config(): Record<string, string> {
    return {
      "alicloud:region": "cn-hangzhou",
      "alicloud:endpoints": JSON.stringify([{ esa: this.simulator.url }]),
    };
  }

  private async inNewHome(command: string, args: string[], surroundings: Surroundings): Promise<Outcome> {
    const { path = [], env, cwd = this.folder } = surroundings;
    const home = mkdtempSync(`${this.folder}-home-`);
    writeEmptyStack(home, "user", "dev");
    const own = {
      PATH: [...path, process.env["PATH"]].join(delimiter),
      ALIBABA_CLOUD_ACCESS_KEY_ID: this.simulator.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: this.simulator.accessKeySecret,
    };
    try {
      const all = { ...process.env, ...stackEnvironment(home), ...own, ...env };
      const { code, stdout, stderr } = await run(command, args, { cwd, env: all });
      return { ok: code === 0, output: stripVTControlCharacters(stdout + stderr) };
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  }
}
