import { inWorld } from "../world/world";
import { inRounds, type Sample, type Tools } from "./rounds";

type Size = Readonly<Record<"n" | "jobs" | "rounds", number>>;

/**
 * How many calls `pulumi refresh` makes for n plans in some jobs, at the engine's own parallelism and one by one, and how
 * long it and, of plan states, a `destroy` after it take. Calls are counted, so one round is enough for the others. The no-op makes none.
 */
export function refresh(tools: Tools, { n, jobs, rounds }: Size): Promise<Sample[]> {
  const what = `refresh and destroy of ${n} plans in ${jobs} jobs`;
  const contenders = ["ours", "plugin", "documented", "job"] as const;
  return inRounds(tools, { what, rounds, contenders }, (contender, round) => {
    const isOurs = contender === "ours" || contender === "plugin";
    if (round > 1 && !isOurs) return Promise.resolve([]);
    return inWorld({ ...tools, contender, n, jobs }, async (world) => {
      const samples: Sample[] = [];
      await world.run("up", { checkpoints: false });
      for (const parallel of [undefined, 1]) {
        await world.clearCalls();
        if (!isOurs) return samples;
        const { ms } = await world.run("refresh", { checkpoints: false, ...(parallel && { parallel }) });
        const calls = await world.calls();
        const lists = calls.filter(({ action }) => action === "ListScheduledPreloadExecutions").length;
        if (lists !== calls.length) throw new Error(`${contender}: a refresh made calls other than List.`);
        samples.push({ n, jobs, parallel: parallel ?? "default", lists, ms: Math.round(ms) });
      }
      const { ms } = await world.run("destroy", { checkpoints: false });
      return samples.map((sample) => ({ ...sample, destroyMs: Math.round(ms) }));
    });
  });
}
