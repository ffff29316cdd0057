import { inWorld } from "../world/world";
import { inRounds, type Sample, type Tools } from "./rounds";

/**
 * How many calls `pulumi refresh` makes for n plans in some jobs, at the engine's own parallelism and one by one.
 * Everything is counted, so once is enough. The no-op makes no calls.
 */
export function refresh(tools: Tools, { n, jobs }: { n: number; jobs: number }): Promise<Sample[]> {
  const what = `refresh of ${n} plans in ${jobs} jobs`;
  return inRounds(tools, { what, rounds: 1, contenders: ["ours", "documented", "job"] }, (contender) =>
    inWorld({ ...tools, contender, n, jobs }, async (world) => {
      const samples: Sample[] = [];
      await world.run("up", { checkpoints: false });
      for (const parallel of [undefined, 1]) {
        await world.clearCalls();
        const { ms } = await world.run("refresh", { checkpoints: false, ...(parallel && { parallel }) });
        const calls = await world.calls();
        const lists = calls.filter(({ action }) => action === "ListScheduledPreloadExecutions").length;
        if (lists !== calls.length) throw new Error(`${contender}: a refresh made calls other than List.`);
        samples.push({ n, jobs, parallel: parallel ?? "default", lists, ms: Math.round(ms) });
      }
      return samples;
    }),
  );
}
