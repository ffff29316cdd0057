import { CONTENDER_IDS } from "../contenders";
import { inWorld } from "../world/world";
import { inRounds, type Sample, type Tools } from "./rounds";

interface GrowthSizes {
  readonly counts: readonly number[];
  readonly rounds: number;
  /** How many plans a job has where they are not all of one. */
  readonly perJob: number;
}

/** `pulumi up` of more and more plans, and a `refresh` after it, without checkpoints: the engine's own work grows with them. */
export async function growth(tools: Tools, { counts, rounds, perJob }: GrowthSizes): Promise<Sample[]> {
  const samples: Sample[] = [];
  const contenders = CONTENDER_IDS.filter((id) => id === "noOp" || id === "before" || id === "ours");
  for (const n of counts) {
    for (const inOne of [true, false]) {
      const jobs = inOne ? 1 : n / perJob;
      const what = `up and refresh of ${n} plans in ${jobs} jobs`;
      const measured = inRounds(tools, { what, rounds, contenders }, async (contender) => {
        if (contender === "noOp" && !inOne) return [];
        return inWorld({ ...tools, contender, n, jobs }, async (world) => {
          const { ms } = await world.run("up", { checkpoints: false });
          const refresh = await world.run("refresh", { checkpoints: false });
          return { n, jobs: inOne ? "one" : "many", ms: Math.round(ms), refreshMs: Math.round(refresh.ms) };
        });
      });
      samples.push(...(await measured));
    }
  }
  return samples;
}
