import { accessSync, chmodSync, constants, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/**
 * A folder of commands for the front of PATH, each of which runs a script with Node. The engine finds its plugins there.
 *
 * @param scripts absolute paths by the names of the commands
 */
export function commandFolder(scripts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "commands-"));
  for (const [name, script] of Object.entries(scripts)) {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}

/** PATH with a folder in front. */
export function pathWith(folder: string): string {
  return [folder, process.env["PATH"]].join(delimiter);
}

/** Whether a command is on PATH. */
export function isOnPath(name: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
