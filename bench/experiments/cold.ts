import { performance } from "node:perf_hooks";

import { startContenderHost } from "../host/host";
import { plansOf } from "../world/plans";
import { inWorld } from "../world/world";
import { inRounds, type Sample, type Tools } from "./rounds";

/** The first create in a fresh host, which loads the provider, the client and what signs, and a later one. */
export function cold(tools: Tools, { rounds }: { rounds: number }): Promise<Sample[]> {
  const plans = plansOf(5, 1);
  return inRounds(tools, { what: "cold", rounds, contenders: ["noOp", "ours", "documented"] }, (contender) =>
    inWorld({ ...tools, contender, n: plans.length }, async (world) => {
      const host = await startContenderHost(contender, world);
      const times: number[] = [];
      try {
        for (const plan of plans) {
          const begun = performance.now();
          await host.create(plan);
          times.push(Math.round((performance.now() - begun) * 10) / 10);
        }
      } finally {
        await host.stop();
      }
      return { firstMs: times[0] ?? NaN, laterMs: times.at(-1) ?? NaN, handlerBytes: host.handlerBytes };
    }),
  );
}
