/**
 * `npm run check`: all that is judged without Pulumi's engine. `npm run lint` and `npm run docs` are its first and its second
 * part alone. What failed is shown in full.
 */
import { join } from "node:path";

import { run } from "./lib/run";
import { ROOT, main, setup } from "./lib/setup";

const CACHE = "node_modules/.cache";

type Parts = Readonly<Record<string, readonly [command: string, ...args: string[]]>>;

/** The longest first. Their caches go by the content of files: a clean checkout has none. */
const LINT: Parts = {
  lint: ["eslint", ".", "--cache", "--cache-strategy", "content", "--cache-location", `${CACHE}/eslint/`],
  types: ["tsc", "--noEmit", "--incremental", "--tsBuildInfoFile", `${CACHE}/types.tsbuildinfo`],
  "unused code": ["knip"],
  format: ["prettier", "--check", ".", "--cache", "--cache-strategy", "content"],
  arrows: ["depcruise", "provider", "simulator"],
};
const DOCS: Parts = {
  "API reference": ["typedoc"],
  "public surface": ["tsx", "scripts/api.ts", "--check"],
  links: ["remark", "--quiet", "--frail", "--no-stdout", "--ignore-path", ".gitignore", "."],
};
/** By themselves: no other part takes the time from them that they wait for at most. */
const UNIT: Parts = { "unit tests": ["jest", "--selectProjects", "unit", "--maxWorkers=100%"] };

main(async () => {
  await setup({ engine: false });
  const part = process.argv[2];
  if (part === "lint") return runAll(LINT, 2);
  if (part === "docs") return runAll(DOCS, 2);
  return (await runAll({ ...LINT, ...DOCS }, 2)) + (await runAll(UNIT, 1));
});

/** @returns how many failed */
async function runAll(parts: Parts, atATime: number): Promise<number> {
  const waiting = Object.entries(parts);
  let failures = 0;
  const work = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const [name, [command, ...args]] = part;
      const begunMs = Date.now();
      const { code, stdout, stderr } = await run(join(ROOT, "node_modules", ".bin", command), args, { cwd: ROOT });
      const seconds = Math.round((Date.now() - begunMs) / 1000);
      console.log(code === 0 ? `ok      ${name} (${seconds} s)` : `FAILED  ${name}\n\n${stdout}${stderr}`);
      if (code !== 0) failures++;
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return failures;
}
