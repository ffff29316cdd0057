import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { transformFileSync } from "@swc/core";

/** What Pulumi's provider host loads, where there is no tsx: writes a TypeScript file without imports as JavaScript. */
export function compileTo(target: string, source: string): string {
  const { code } = transformFileSync(source, {
    swcrc: false,
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code);
  return target;
}
