import { createRequire } from "node:module";
import { join } from "node:path";

import type { Engine } from "./engine";
import { lastLines, run } from "./run";

/** The folder of the checkout. */
export const ROOT = join(__dirname, "..", "..");

export function setup(options: { readonly engine: true }): Promise<Engine>;
export function setup(options: { readonly engine: false }): Promise<undefined>;
/**
 * Brings `dist/` up to date and, where it is asked for, finds Pulumi's engine.
 *
 * @returns rejected with the compiler's messages, or with what is missing
 */
export async function setup({ engine }: { readonly engine: boolean }): Promise<Engine | undefined> {
  const compiler = require.resolve("typescript/bin/tsc");
  const result = await run(process.execPath, [compiler, "-b", "tsconfig.build.json"], { cwd: ROOT });
  if (result.code !== 0) throw new Error(`The build failed:\n${lastLines(result, 40)}`);
  if (!engine) return undefined;
  // Only here: it loads the Automation API.
  const { findEngine } = createRequire(__filename)("./engine") as typeof import("./engine");
  return findEngine();
}

/**
 * Runs the main function of a script: an error ends it with one message and without a stack.
 *
 * @param script resolves to the exit code, 0 where that is no number
 */
export function main(script: () => Promise<unknown>): void {
  script().then(
    (code) => void (process.exitCode = typeof code === "number" ? code : 0),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}
