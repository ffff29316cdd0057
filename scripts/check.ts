/** `npm run check`: all that is judged without Pulumi's engine, two parts at a time. What failed is shown in full. */
import { join } from "node:path";

import { ROOT, main, setup } from "./lib/setup";
import { run } from "./lib/run";

const CACHE = "node_modules/.cache";

/** Commands of packages, the longest first. Their caches go by the content of files: a clean checkout has none. */
const PARTS: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  "unit tests": ["jest", "--selectProjects", "unit", "--maxWorkers=100%"],
  lint: ["eslint", ".", "--cache", "--cache-strategy", "content", "--cache-location", `${CACHE}/eslint/`],
  types: ["tsc", "--noEmit", "--incremental", "--tsBuildInfoFile", `${CACHE}/types.tsbuildinfo`],
  "API reference": ["typedoc"],
  "public surface": ["tsx", "scripts/api.ts", "--check"],
  format: ["prettier", "--check", ".", "--cache", "--cache-strategy", "content"],
  arrows: ["depcruise", "provider", "simulator"],
};

main(async () => {
  await setup({ engine: false });
  const waiting = Object.entries(PARTS);
  let failures = 0;
  const work = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const [name, [command, ...args]] = part;
      const begin = Date.now();
      const { code, stdout, stderr } = await run(join(ROOT, "node_modules", ".bin", command), args, { cwd: ROOT });
      const seconds = Math.round((Date.now() - begin) / 1000);
      console.log(code === 0 ? `ok      ${name} (${seconds} s)` : `FAILED  ${name}\n\n${stdout}${stderr}`);
      if (code !== 0) failures++;
    }
  };
  await Promise.all([work(), work()]);
  return failures > 0 ? 1 : 0;
});
