import { createAll, startContenderHost } from "../host/host";
import { plansOf } from "../world/plans";
import { inWorld } from "../world/world";
import { inRounds, type Sample, type Tools } from "./rounds";

const PLANS_PER_JOB = 100;

/** The memory of one host that has created more and more resources. */
export function memory(tools: Tools, { counts }: { counts: readonly number[] }): Promise<Sample[]> {
  const n = Math.max(...counts);
  const jobs = Math.ceil(n / PLANS_PER_JOB);
  const what = `memory of up to ${n} resources`;
  return inRounds(tools, { what, rounds: 1, contenders: ["noOp", "ours", "documented"] }, (contender) =>
    inWorld({ ...tools, contender, n, jobs }, async (world) => {
      const host = await startContenderHost(contender, world);
      const samples: Sample[] = [];
      try {
        const plans = plansOf(n, jobs);
        let created = 0;
        for (const resources of counts) {
          await createAll(host, plans.slice(created, resources));
          created = resources;
          samples.push({ resources, ...(await host.memory()) });
        }
      } finally {
        await host.stop();
      }
      return samples;
    }),
  );
}
