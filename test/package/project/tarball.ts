import { readFileSync } from "node:fs";
import { join } from "node:path";

import { run } from "../../../scripts/lib/run";

const ROOT = join(__dirname, "..", "..", "..");

/**
 * Packs what lies in `dist/`, as `npm publish` would.
 *
 * @returns the path of the tarball
 */
export async function pack(folder: string): Promise<string> {
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [tarball] = JSON.parse(await succeed("npm", args, ROOT)) as { filename: string }[];
  if (!tarball) throw new Error("npm packed nothing.");
  return join(folder, tarball.filename);
}

/** The version of the SDK that this checkout is tested with. */
export function sdkVersion(): string {
  const manifest = readFileSync(require.resolve("@pulumi/pulumi/package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Runs a command and returns its stdout; rejected with all that it printed if it fails. */
export async function succeed(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, { cwd, env: { ...process.env, ...env } });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
  return stdout;
}
