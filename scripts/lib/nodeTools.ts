import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { cached, fillAtOnce } from "./cache";
import { lastLines, run } from "./run";

/** What users run programs with, in exact versions: package managers, and releases of Node that have packages here. */
export const TOOLS: Readonly<Record<string, string>> = {
  "@yarnpkg/cli-dist": "4.18.1",
  bun: "1.4.5",
  pnpm: "12.21.0",
  yarn: "1.22.22",
  ...(process.platform === "linux"
    ? {
        node22: `npm:node-linux-${process.arch}@22.23.3`,
        node24: `npm:node-linux-${process.arch}@24.21.0`,
      }
    : {}),
};

/**
 * Installs {@link TOOLS} outside the checkout, once: some 550 MB.
 *
 * @param options.log gets a line before the installation
 * @returns the folder with their packages
 */
export async function findNodeTools({ log = console.error as (line: string) => void } = {}): Promise<string> {
  const manifest = JSON.stringify({ private: true, dependencies: TOOLS }, null, 2);
  const version = createHash("sha256").update(manifest).digest("hex").slice(0, 12);
  const folder = cached(`tools-${version}`);
  if (!existsSync(folder)) {
    log("Installing package managers and releases of Node outside the checkout, once.");
    await fillAtOnce(folder, async (temporary) => {
      writeFileSync(join(temporary, "package.json"), manifest);
      const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
      await succeed("npm", ["install", ...options], temporary);
      // Bun's own script puts the binary of this platform in its place.
      await succeed(process.execPath, ["install.js"], join(temporary, "node_modules", "bun"));
    });
  }
  return join(folder, "node_modules");
}

async function succeed(command: string, args: string[], cwd: string): Promise<void> {
  const result = await run(command, args, { cwd });
  if (result.code !== 0) throw new Error(`The package managers can't be installed:\n${lastLines(result, 15)}`);
}
