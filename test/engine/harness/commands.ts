import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/**
 * A folder of commands for the front of PATH, each of which runs a script with Node. The engine finds its plugins there.
 *
 * @param scripts absolute paths by the names of the commands; TypeScript too
 */
export function commandFolder(scripts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "commands-"));
  for (const [name, script] of Object.entries(scripts)) {
    const file = join(folder, name);
    const loader = script.endsWith(".ts") ? `--require "${require.resolve("tsx/cjs")}"` : "";
    writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" ${loader} "${script}" "$@"\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}

/** What a complete Pulumi CLI brings: the command that runs the policy packs of Node.js. */
export function policyCommands(): string {
  return commandFolder({ "pulumi-analyzer-policy-nodejs": require.resolve("@pulumi/pulumi/cmd/run-policy-pack") });
}

/** The folder of all examples. */
export const EXAMPLES = join(__dirname, "..", "..", "..", "examples");

/** PATH with folders in front. */
export function pathWith(...folders: string[]): string {
  return [...folders, process.env["PATH"]].join(delimiter);
}
