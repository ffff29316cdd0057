import { existsSync } from "node:fs";
import { join } from "node:path";

import { read, root } from "./markdownFiles";

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

/** Programs that the docs may call. A new one is added here after a look at whether it is spelt right. */
const programs = ["npm", "npx", "pnpm", "yarn", "node", "pulumi", "curl", "export", "cd", "mkdir", "cp", "kill", "git"];
/** What npm does without a script of that name. */
const npmCommands = [
  "install",
  "ci",
  "init",
  "publish",
  "pack",
  "--silent",
  "test",
  "run",
  "exec",
  "version",
  "audit",
  "--prefix",
];
const pulumiCommands = [
  ...["up", "preview", "refresh", "destroy", "config", "stack", "state", "cancel", "import", "new", "login"],
  ...["install", "plugin", "policy", "logs", "whoami", "version"],
];
const ownFolders = /^(?:\.\/)?((?:\.ci|bench|docs|examples|provider|scripts|simulator|test)\/[\w./-]*)$/;

/** What is wrong with a shell text: a command, a script or a path that doesn't exist. */
export function faultsOf(text: string): string[] {
  const commands = withoutQuotes(text)
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, ""))
    .flatMap((line) => line.split(/&&|\|\||[;|]/))
    .map((command) => command.trim().split(/\s+/).filter(Boolean))
    .filter((words) => words.length > 0);
  return commands.flatMap(commandFaults);
}

/** Quoted text is data. */
function withoutQuotes(text: string): string {
  return text.replace(/'[^']*'|"[^"]*"/g, "QUOTED");
}

function commandFaults(words: readonly string[]): string[] {
  const [program = "", first = "", ...rest] = words.filter((_, index) => !isAssignment(words, index));
  const faults = words.flatMap(pathFaults);
  const isOurs = ownFolders.test(program);
  if (program !== "" && !isOurs && !programs.includes(program)) faults.push(`the program ${program}`);
  if (program === "pulumi" && !pulumiCommands.includes(first)) faults.push(`pulumi ${first}`);
  if (program === "npm") faults.push(...npmFaults([first, ...rest]));
  return faults;
}

function isAssignment(words: readonly string[], index: number): boolean {
  return words.slice(0, index + 1).every((word) => /^[A-Z_]+=/.test(word));
}

function npmFaults(words: readonly string[]): string[] {
  const [command = "", script = ""] = words.filter((word) => word !== "--silent");
  if (command === "") return [];
  if (!npmCommands.includes(command)) return [`npm ${command}`];
  const name = command === "run" ? script : command === "test" ? "test" : undefined;
  return name === undefined || name in scripts ? [] : [`npm run ${name}`];
}

/** What is wrong with a word that looks like a path of this repository. */
export function pathFaults(word: string): string[] {
  const path = ownFolders.exec(word)?.[1];
  return path === undefined || existsSync(join(root, path)) ? [] : [`there is no ${path}`];
}
