import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { run } from "../../scripts/lib/run";

const ROOT = join(__dirname, "..", "..");

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

  const packed = await succeed(
    "npm",
    ["pack", "--ignore-scripts", "--json", "--pack-destination", folder],
    ROOT,
  );
  const [tarball] = JSON.parse(packed) as { filename: string; files: { path: string }[] }[];
  if (!tarball) throw new Error("npm packed nothing.");
  const manifest = readFileSync(require.resolve("@pulumi/pulumi/package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const packages = [join(folder, tarball.filename), `@pulumi/pulumi@${version}`];
  await succeed("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages], project);
  cpSync(join(__dirname, "fixtures"), project, { recursive: true });

  return {
    files: tarball.files.map(({ path }) => path).sort(),
    project,
    node: (args, env) => succeed(process.execPath, args, project, env),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function succeed(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, { cwd, env: { ...process.env, ...env } });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
  return stdout;
}
