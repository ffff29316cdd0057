import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/** @returns where something that outlives a checkout is kept for this platform, whether it is there or not */
export function cached(name: string): string {
  const { HOME, XDG_CACHE_HOME: base } = process.env;
  const caches = base && isAbsolute(base) ? base : join(HOME || homedir(), ".cache");
  return join(caches, "pulumi-esa-preload", `${name}-${process.platform}-${process.arch}`);
}

/**
 * Fills a folder in one step: `fill` works in a folder beside it, which then takes its name. Where another run was faster,
 * its folder stays, and this one's work is dropped.
 */
export async function fillAtOnce(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const temporary = mkdtempSync(`${folder}.`);
  try {
    await fill(temporary);
    renameSync(temporary, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
