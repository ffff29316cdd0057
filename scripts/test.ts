/**
 * `npm test [-- arguments for Jest]`: every test. Where the first argument is one of Jest's projects, only its tests:
 * `npm run test:unit -- FILE`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";

import { environmentWith } from "../test/harness/environment";
import { ROOT, main, setup } from "./lib/setup";

main(async () => {
  const [project = "", ...rest] = process.argv.slice(2);
  const args = ["unit", "thorough", "host", "engine"].includes(project)
    ? [...rest, "--selectProjects", project] // last, since it takes all that comes after it
    : process.argv.slice(2);
  const env =
    project === "unit" || project === "thorough" ? process.env : environmentWith(await setup({ engine: true }));
  const jest = spawn(process.execPath, [require.resolve("jest/bin/jest"), ...args], {
    cwd: ROOT,
    env,
    stdio: "inherit",
  });
  const [code] = (await once(jest, "exit")) as [number | null];
  return code ?? 1;
});
