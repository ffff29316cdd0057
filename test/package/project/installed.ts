import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pack, sdkVersion, succeed } from "./tarball";

/** The package as a user gets it: packed, and installed in a project of its own outside the checkout. */
export interface Installed {
  /** The files of the tarball, sorted. */
  readonly files: readonly string[];
  /** The folder of the project. */
  readonly project: string;
  /** Runs Node in the project and returns what it printed; rejected with its output if it fails. */
  node(args: readonly string[], env?: Record<string, string>): Promise<string>;
  dispose(): void;
}

/** Packs what lies in `dist/`, and installs it beside the SDK that this checkout is tested with. */
export async function installPackage(): Promise<Installed> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "installed-")));
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "user", private: true }));

  const tarball = await pack(folder);
  const packages = [tarball.file, `@pulumi/pulumi@${sdkVersion()}`];
  await succeed("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages], project);
  cpSync(join(__dirname, "..", "fixtures"), project, { recursive: true });

  return {
    files: tarball.files,
    project,
    node: (args, env) => succeed(process.execPath, args, project, env),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
