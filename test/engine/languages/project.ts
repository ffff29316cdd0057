import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { parse, stringify } from "yaml";

import { ROOT } from "../../../scripts/lib/setup";
import type { Simulator } from "../../../simulator/index";
import { editConfig } from "../../harness/config";
import { stackEnvironment, writeEmptyStack } from "../../harness/environment";
import { succeed } from "../../package/project/tarball";
import { EXAMPLES } from "../harness/commands";

export const PLUGIN = "./node_modules/pulumi-esa-preload/plugin";

/** A copy of an example where the package is installed, with a stack that is configured for a simulator. */
export class Project {
  readonly folder: string;
  readonly env: Record<string, string>;
  private readonly home = realpathSync(mkdtempSync(join(tmpdir(), "language-")));

  constructor(example: string, { url, accessKeyId, accessKeySecret }: Simulator, config: Record<string, string>) {
    this.folder = join(this.home, "project");
    cpSync(join(EXAMPLES, example), this.folder, { recursive: true });
    this.link("pulumi-esa-preload", ROOT);
    this.env = {
      ...stackEnvironment(this.home),
      PULUMI_STACK: "test",
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    };
    const { name } = parse(this.read("Pulumi.yaml")) as { name: string };
    writeEmptyStack(this.home, name);
    const endpoints = JSON.stringify([{ esa: url }]);
    const settings = { "esa-preload:region": "cn-hangzhou", "esa-preload:endpoints": endpoints, ...config };
    editConfig(join(this.folder, "Pulumi.test.yaml"), name, settings);
  }

  /** Puts a folder into `node_modules`, as npm does with a `file:` dependency. */
  link(name: string, folder: string): void {
    const link = join(this.folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(folder, link);
  }

  /** What `pulumi package add` does to Pulumi.yaml. */
  addPackage(): void {
    const settings = parse(this.read("Pulumi.yaml")) as object;
    this.write("Pulumi.yaml", stringify({ ...settings, packages: { "esa-preload": PLUGIN } }));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** @returns what the command says on stdout; rejected with all that it says where it fails */
  run(command: string, ...args: string[]): Promise<string> {
    return succeed(command, args, this.folder, this.env);
  }

  pulumi(...args: string[]): Promise<string> {
    return this.run("pulumi", ...args, "--non-interactive", "--color=never");
  }

  remove(): void {
    rmSync(this.home, { recursive: true });
  }
}
