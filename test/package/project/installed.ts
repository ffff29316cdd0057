import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pack, sdkVersion, succeed } from "./tarball";

/** A project outside the checkout where a user has installed the package. */
export interface Installed {
  /** The folder of the project. */
  readonly project: string;
  dispose(): void;
}

/** Packs what lies in `dist/`, and installs it beside the SDK that this checkout is tested with. */
export async function installPackage(): Promise<Installed> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "installed-")));
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "user", private: true }));
  const packages = [await pack(folder), `@pulumi/pulumi@${sdkVersion()}`];
  await succeed("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages], project);
  return { project, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}
