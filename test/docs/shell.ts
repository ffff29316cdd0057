import { existsSync } from "node:fs";
import { join } from "node:path";

import { read, root } from "./markdown";

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

/** Programs that the docs may call. A new one is added here after a look at whether it is spelt right. */
const programs = "npm npx pnpm yarn node pulumi curl export cd mkdir cp kill git".split(" ");
/** What these do, by the word after them. */
const subcommands: Record<string, readonly string[]> = {
  npm: "install ci init publish pack test run exec version audit".split(" "),
  pulumi: "up preview refresh destroy config stack state cancel import new login install plugin logs".split(" "),
};
const ownPath = /^(?:\.\/)?((?:\.ci|bench|docs|examples|provider|scripts|simulator|test)\/[\w./-]*)$/;

/** What is wrong with a shell text: a command, a script or a path that doesn't exist. */
export function faultsOf(text: string): string[] {
  return text
    .replace(/'[^']*'|"[^"]*"/g, "QUOTED") // data
    .replace(/\\\n/g, " ")
    .replace(/(^|\s)#.*$/gm, "")
    .split(/\n|&&|\|\||[;|]/)
    .map((command) => command.trim().replace(/^([A-Z_]+=\S*(\s+|$))+|\s+--(silent|prefix \S+)/g, ""))
    .filter((command) => command !== "")
    .flatMap((command) => {
      const words = command.split(/\s+/);
      const [program = "", first, second = ""] = words;
      const script = first === "run" ? second : "test";
      const isScript = program === "npm" && (first === "run" || first === "test");
      return [
        ...words.flatMap(pathFaults),
        ...(ownPath.test(program) || programs.includes(program) ? [] : [`the program ${program}`]),
        ...(first === undefined || (subcommands[program]?.includes(first) ?? true) ? [] : [`${program} ${first}`]),
        ...(isScript && !(script in scripts) ? [`npm run ${script}`] : []),
      ];
    });
}

/** What is wrong with a word that looks like a path of this repository. */
export function pathFaults(word: string): string[] {
  const path = ownPath.exec(word)?.[1];
  return path === undefined || existsSync(join(root, path)) ? [] : [`there is no ${path}`];
}
