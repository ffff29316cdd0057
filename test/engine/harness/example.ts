import { join } from "node:path";

import { commandFolder, isOnPath } from "./commands";

const EXAMPLES = join(__dirname, "..", "..", "..", "examples");

/** The folder of an example. */
export function exampleFolder(name: string): string {
  return join(EXAMPLES, name);
}

/**
 * A folder of commands for PATH that lets the engine run programs in files: the engine alone, as it is built here, has
 * no host for them. Where there is a complete Pulumi, its own is used.
 *
 * @param others further commands
 */
export function programCommands(others: Readonly<Record<string, string>> = {}): string {
  const host = { "pulumi-language-nodejs": join(__dirname, "languageHost.js") };
  return commandFolder({ ...(isOnPath("pulumi-language-nodejs") ? {} : host), ...others });
}
