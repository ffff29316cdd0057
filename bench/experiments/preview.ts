import { CONTENDER_IDS } from "../contenders";
import { inWorld } from "../world/world";
import { inRounds, type Sample, type Tools } from "./rounds";

/** `pulumi preview` of a new stack with n plans. */
export function preview(tools: Tools, { n, rounds }: { n: number; rounds: number }): Promise<Sample[]> {
  return inRounds(tools, { what: `preview of ${n} plans`, rounds, contenders: CONTENDER_IDS }, (contender) =>
    inWorld({ ...tools, contender, n }, async (world) => {
      const { ms } = await world.run("preview");
      return { n, ms: Math.round(ms), calls: (await world.calls()).length };
    }),
  );
}
