import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

/** `node start.js require NAME`: how long it takes to load a package as the host does, from this folder, in milliseconds. */
export function main(name: string): Promise<number> {
  const load = createRequire(join(process.cwd(), "index.js"));
  const begun = performance.now();
  load(name);
  return Promise.resolve(Math.round((performance.now() - begun) * 10) / 10);
}
