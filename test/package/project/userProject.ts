import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";

import type { startSimulator } from "../../../scripts/lib/demoWorld";
import { run } from "../../../scripts/lib/run";

export type SimulatorProcess = Awaited<ReturnType<typeof startSimulator>>;

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
      return await this.inNewHome(surroundings, async (options) => {
        const created = await runs("pulumi", ["stack", "init", "dev", "--non-interactive"], options);
        return created.ok ? runs("pulumi", [...args, "--non-interactive"], options) : created;
      });
    } finally {
      for (const name of Object.keys(own)) rmSync(join(this.folder, name));
    }
  }

  /** Runs a script of the project by Node, with the configuration for a stack as its argument. */
  node(script: string, surroundings: Surroundings = {}): Promise<Outcome> {
    const args = [join(this.folder, script), JSON.stringify(this.config())];
    return this.inNewHome(surroundings, (options) => runs(process.execPath, args, options));
  }

  private config(): Record<string, string> {
    return {
      "alicloud:region": "cn-hangzhou",
      "alicloud:endpoints": JSON.stringify([{ esa: this.simulator.url }]),
    };
  }

  private async inNewHome(
    { path = [], env = {}, cwd = this.folder }: Surroundings,
    work: (options: { cwd: string; env: NodeJS.ProcessEnv }) => Promise<Outcome>,
  ): Promise<Outcome> {
    const home = mkdtempSync(`${this.folder}-home-`);
    mkdirSync(join(home, "backend"));
    try {
      const own = {
        PATH: [...path, process.env.PATH].join(delimiter),
        PULUMI_BACKEND_URL: pathToFileURL(join(home, "backend")).href,
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_HOME: join(home, "pulumi"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
        ALIBABA_CLOUD_ACCESS_KEY_ID: this.simulator.accessKeyId,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: this.simulator.accessKeySecret,
      };
      return await work({ cwd, env: { ...process.env, ...own, ...env } });
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  }
}

async function runs(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Outcome> {
  const { code, stdout, stderr } = await run(command, args, options);
  return { ok: code === 0, output: stripVTControlCharacters(stdout + stderr) };
}
