import { CONTENDER_IDS } from "../contenders";
import { inWorld } from "../world/world";
import { inRounds, type Sample, type Tools } from "./rounds";

type Size = Readonly<Record<"n" | "rounds", number>>;

/** `pulumi preview` of a new stack with n plans. */
export async function preview(tools: Tools, sizes: readonly Size[]): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const { n, rounds } of sizes) {
    const measured = inRounds(
      tools,
      { what: `preview of ${n} plans`, rounds, contenders: CONTENDER_IDS },
      (contender) =>
        inWorld({ ...tools, contender, n }, async (world) => {
          const { ms } = await world.run("preview");
          return { n, ms: Math.round(ms), calls: (await world.calls()).length };
        }),
    );
    samples.push(...(await measured));
  }
  return samples;
}
