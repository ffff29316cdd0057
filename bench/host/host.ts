import { once } from "node:events";
import { join } from "node:path";

import { startHost } from "../../test/harness/host";
import { contenderOf, PROJECT, type ContenderId, type Plan } from "../contenders";
import { compileTo } from "../world/compile";
import type { World } from "../world/world";

export type ContenderHost = Awaited<ReturnType<typeof startContenderHost>>;

/** Starts Pulumi's own host for dynamic providers with a contender's provider, as the engine does, in its world. */
export async function startContenderHost(contender: ContenderId, { folder, workDir, env, config }: World) {
  const program = contenderOf(contender);
  const __provider = await program.handler();
  const hook = compileTo(join(folder, "memoryHook.js"), join(__dirname, "memoryHook.ts"));
  const host = await startHost({
    cwd: workDir,
    config,
    environment: { ...env, PULUMI_NODEJS_PROJECT: PROJECT },
    handler: __provider,
    execArgv: ["--expose-gc", "--require", hook],
    ipc: true,
  });
  return {
    handlerBytes: Buffer.byteLength(__provider),
    /** What the engine does for one new resource. */
    async create(plan: Plan): Promise<void> {
      await host.check({}, program.inputs(plan));
      await host.create(program.inputs(plan));
    },
    /** Bytes, after a garbage collection. */
    async memory(): Promise<{ rss: number; heapUsed: number }> {
      const answer = once(host.process, "message") as Promise<[{ rss: number; heapUsed: number }]>;
      host.process.send("memory");
      return (await answer)[0];
    },
    stop: () => host.stop(),
  };
}

/** Creates in flight, about as many as the engine keeps. */
const AT_ONCE = 8;

export async function createAll(host: ContenderHost, plans: readonly Plan[]): Promise<void> {
  const left = plans.values();
  const worker = async () => {
    for (const plan of left) await host.create(plan);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
