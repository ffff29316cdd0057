import { performance } from "node:perf_hooks";

import { CONTENDER_IDS } from "../contenders";
import { startContenderHost } from "../host/host";
import { plansOf } from "../world/plans";
import { inChild, inWorld } from "../world/world";
import { inRounds, type Sample, type Tools } from "./rounds";

/**
 * The first create in a fresh host, which loads the provider, the client and what signs, and a later one. Of ours also
 * how long a process takes to load what its handler loads, and to load Pulumi's SDK.
 */
export function cold(tools: Tools, { rounds }: { rounds: number }): Promise<Sample[]> {
  const plans = plansOf(5, 1);
  const contenders = CONTENDER_IDS.filter((id) => !["noOpAlike", "plugin", "command", "job"].includes(id));
  return inRounds(tools, { what: "cold", rounds, contenders }, (contender) =>
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
      const isOurs = contender === "ours" || contender === "before";
      const load = (name: string) => inChild<number>(name, ["require", name], { cwd: world.workDir });
      return {
        ...{ firstMs: times[0] ?? NaN, laterMs: times.at(-1) ?? NaN, handlerBytes: host.handlerBytes },
        ...(isOurs && {
          loadMs: await load("pulumi-esa-preload/provider"),
          pulumiMs: await load("@pulumi/pulumi"),
        }),
      };
    }),
  );
}
