import { CONTENDER_IDS } from "../contenders";
import type { Loaded } from "../world/load";
import { inChild } from "../world/world";
import { inRounds, type Sample, type Tools } from "./rounds";

/** How many modules a program loads beside Pulumi's SDK, and for how long that holds it up. */
export function modules(tools: Tools, { rounds }: { rounds: number }): Promise<Sample[]> {
  return inRounds(tools, { what: "modules", rounds, contenders: CONTENDER_IDS }, async (contender) => {
    return { ...(await inChild<Loaded>(`Loading ${contender}`, ["load", contender])) };
  });
}
