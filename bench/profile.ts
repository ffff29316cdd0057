import { join } from "node:path";

import type { ContenderId } from "./contenders";
import type { Tools } from "./experiments/rounds";
import { compileTo } from "./world/compile";
import { FOLDER, inWorld } from "./world/world";

/** Writes CPU profiles of the provider host and of the program. What is left of a command's time is the engine's. */
export async function profile({ engine, log }: Tools, contender: ContenderId, n = 500): Promise<void> {
  const hook = compileTo(join(FOLDER, "profileHook.js"), join(__dirname, "host", "profileHook.ts"));
  for (const operation of ["preview", "up"] as const) {
    const nameOf = (part: string) => `${contender}-${operation}-${n}-${part}.cpuprofile`;
    const engineEnv = {
      NODE_OPTIONS: `--require ${JSON.stringify(hook)}`,
      BENCH_PROFILE: join(FOLDER, nameOf("host")),
    };
    const execArgv = ["--cpu-prof", `--cpu-prof-dir=${FOLDER}`, `--cpu-prof-name=${nameOf("program")}`];
    const { ms } = await inWorld({ engine, contender, n }, (world) => world.run(operation, { engineEnv, execArgv }));
    log(`${operation} of ${n} plans, ${contender}: ${Math.round(ms)} ms; ${nameOf("*")} in ${FOLDER}`);
  }
}
