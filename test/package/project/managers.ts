import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { findLanguageHost } from "../../../scripts/lib/languageHost";
import { findNodeTools } from "../../../scripts/lib/nodeTools";
import { run, type RunResult } from "../../../scripts/lib/run";
import { succeed } from "./tarball";

/** Whichever way a user installs packages. */
export interface Manager {
  readonly command: readonly [string, ...string[]];
  /** What it needs in a new project, by name. */
  readonly files?: Record<string, string>;
}

export type ManagerName = "npm" | "pnpm" | "yarn classic" | "yarn berry" | "yarn pnp" | "bun";

/** Gets the Node language host and the package managers; where they are new to the machine, that takes minutes. */
export async function findTools(): Promise<{ languageHost: string; tools: string }> {
  // Jest would add where each line comes from.
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const [languageHost, tools] = await Promise.all([findLanguageHost("nodejs", { log }), findNodeTools({ log })]);
  return { languageHost, tools };
}

/** @param tools the folder with the packages of scripts/lib/nodeTools.ts */
export function managersIn(tools: string): Record<ManagerName, Manager> {
  const node = (file: string) => [process.execPath, join(tools, file), "install"] as const;
  return {
    npm: { command: ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"] },
    pnpm: {
      command: node("pnpm/bin/pnpm.mjs"),
      files: { "pnpm-workspace.yaml": "allowBuilds:\n  protobufjs: false\n" },
    },
    "yarn classic": { command: node("yarn/bin/yarn.js") },
    "yarn berry": {
      command: node("@yarnpkg/cli-dist/bin/yarn.js"),
      files: { "yarn.lock": "", ".yarnrc.yml": "nodeLinker: node-modules\n" },
    },
    "yarn pnp": {
      command: node("@yarnpkg/cli-dist/bin/yarn.js"),
      files: { "yarn.lock": "", ".yarnrc.yml": "nodeLinker: pnp\n" },
    },
    bun: { command: [join(tools, ".bin/bun"), "install"] },
  };
}

/** Installs what a project declares. */
export async function install(project: string, manager: Manager): Promise<RunResult> {
  for (const [name, text] of Object.entries(manager.files ?? {})) writeFileSync(join(project, name), text);
  const [command, ...args] = manager.command;
  // Where CI is set, managers want a lockfile.
  const env = { ...process.env, ...(await registryEnv(project)), CI: undefined };
  return run(command, args, { cwd: project, env });
}

/** Sends each manager to the registry that npm is set to, by the variable that it reads. */
export async function registryEnv(folder: string): Promise<Record<string, string>> {
  const registry = (await succeed("npm", ["config", "get", "registry"], folder)).trim();
  return {
    npm_config_registry: registry,
    pnpm_config_registry: registry,
    YARN_NPM_REGISTRY_SERVER: registry,
    YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname,
    YARN_ENABLE_TELEMETRY: "0",
  };
}

/**
 * A folder for PATH whose `node` is another program.
 *
 * @returns with what tells the command lines that it was given
 */
export function nodeBy(folder: string, program: string): { path: string; programs: () => string[] } {
  mkdirSync(folder);
  const script = join(folder, "node");
  const log = join(folder, "log");
  writeFileSync(log, "");
  writeFileSync(script, `#!/bin/sh\necho "$*" >> "${log}"\nexec "${program}" "$@"\n`);
  chmodSync(script, 0o755);
  return { path: folder, programs: () => readFileSync(log, "utf8").trim().split("\n") };
}
