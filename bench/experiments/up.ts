import { CONTENDER_IDS } from "../contenders";
import { inWorld } from "../world/world";
import { inRounds, type Sample, type Tools } from "./rounds";

interface UpSize {
  readonly n: number;
  /** Whether the engine writes the state after each step. */
  readonly checkpoints: boolean;
  readonly rounds: number;
  /** In how many of the rounds those run too that take longest and differ least. */
  readonly slowRounds?: number;
}

/** `pulumi up` of a new stack that stops n plans of one job. */
export async function up(tools: Tools, sizes: readonly UpSize[]): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const { n, checkpoints, rounds, slowRounds = rounds } of sizes) {
    const what = `up of ${n} plans ${checkpoints ? "with" : "without"} checkpoints`;
    const measured = inRounds(tools, { what, rounds, contenders: CONTENDER_IDS }, (contender, round) =>
      (contender === "documented" || contender === "command") && round > slowRounds
        ? Promise.resolve([])
        : inWorld({ ...tools, contender, n }, async (world) => {
            const { ms } = await world.run("up", { checkpoints });
            const left = await world.running();
            if (!contender.startsWith("noOp") && left > 0) {
              throw new Error(`${contender}: ${left} of ${n} plans run still.`);
            }
            const calls = (await world.calls()).length;
            return { n, checkpoints, ms: Math.round(ms), stateBytes: world.stateBytes(), calls };
          }),
    );
    samples.push(...(await measured));
  }
  return samples;
}
