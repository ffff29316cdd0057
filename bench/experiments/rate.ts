import { setTimeout } from "node:timers/promises";

import { CONTENDER_IDS, type ContenderId } from "../contenders";
import { createAll, startContenderHost } from "../host/host";
import { plansOf } from "../world/plans";
import { inWorld, type World } from "../world/world";
import type { Sample, Tools } from "./rounds";

interface RateSizes {
  readonly n: number;
  readonly jobs: number;
  /** Of 20, 5 and 20 requests a second: how many seconds after the first call the two others begin. */
  readonly changesAfterS: readonly [number, number];
  /** Plans at 5 and at 2 requests a second. */
  readonly few: number;
}

interface RateRun {
  readonly contender: ContenderId;
  /** Requests a second, one after the other. */
  readonly limit: string;
}

const RUNS: readonly RateRun[] = [
  { contender: "before", limit: "20" },
  { contender: "before", limit: "2" },
  { contender: "ours", limit: "20" },
  { contender: "ours", limit: "20, 5, 20" },
  { contender: "ours", limit: "5" },
  { contender: "ours", limit: "2" },
  { contender: "documented", limit: "20" },
  { contender: "job", limit: "20" },
];
const isThere = ({ contender }: RateRun) => CONTENDER_IDS.includes(contender);

/** Stacks that share a limit of 20 requests a second: each has a host of its own. */
const STACKS = 4;

/** `pulumi up` that stops n plans while ESA admits so many requests a second; and several stacks at once. */
export async function rate(tools: Tools, { n, jobs, changesAfterS, few }: RateSizes): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const { contender, limit } of RUNS.filter(isThere)) {
    const [qps = 0, ...later] = limit.split(", ").map(Number);
    const plans = qps < 20 ? few : n;
    tools.log(`rate: ${plans} plans at ${limit}/s, ${contender}`);
    const changes = later.map((to, index): [number, number] => [changesAfterS[index] ?? 0, to]);
    const measured = await inWorld({ ...tools, contender, n: plans, jobs, qps }, async (world) => {
      const { ms, ok } = await whileChanging(world, changes, () => world.run("up", { mayFail: true }));
      return { ok, upMs: Math.round(ms), ...(await callsOf(world, qps)) };
    });
    // A limit that changes asks for no time that is known beforehand.
    const { leastMs, ...others } = measured;
    const least = later.length === 0 ? { leastMs } : {};
    samples.push({ contender, n: plans, limit, stacks: 1, round: 1, ...others, ...least });
  }
  return [...samples, ...(await severalStacks(tools, n / 10))];
}

/** Stacks at once, called over gRPC as the engine does. */
async function severalStacks(tools: Tools, each: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const contender of CONTENDER_IDS.filter((id) => id === "before" || id === "ours")) {
    tools.log(`rate: ${STACKS} stacks of ${each} plans at 20/s, ${contender}`);
    const n = STACKS * each;
    const measured = await inWorld({ ...tools, contender, n, jobs: STACKS, qps: 20 }, async (world) => {
      const hosts = await Promise.all(Array.from({ length: STACKS }, () => startContenderHost(contender, world)));
      const plans = plansOf(n, STACKS);
      const ended = await Promise.allSettled(
        hosts.map((host, index) => createAll(host, plans.slice(index * each, (index + 1) * each))),
      );
      await Promise.all(hosts.map((host) => host.stop()));
      return { ok: ended.every(({ status }) => status === "fulfilled"), ...(await callsOf(world, 20)) };
    });
    samples.push({ contender, n, limit: "20", stacks: STACKS, round: 1, ...measured });
  }
  return samples;
}

/** What was sent: how often, from the first call to the last, and how long the limit asks for with a second's calls at once. */
async function callsOf(world: World, qps: number) {
  const calls = await world.calls();
  const times = calls.map(({ time }) => Date.parse(time));
  const rejected = calls.filter(({ code }) => code === "TooManyRequests").length;
  return {
    callsMs: Math.max(...times) - Math.min(...times),
    leastMs: Math.round((1000 * (calls.length - rejected - qps)) / qps),
    calls: calls.length,
    rejected,
    notStopped: await world.running(),
  };
}

/** Changes the limit as scheduled, counted from the first call that arrives, while something runs. */
async function whileChanging<T>(world: World, changes: readonly [number, number][], run: () => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const { signal } = abort;
  const change = async () => {
    while ((await world.calls()).length === 0) await setTimeout(50, undefined, { signal });
    const begunMs = Date.now();
    for (const [afterS, qps] of changes) {
      await setTimeout(begunMs + afterS * 1000 - Date.now(), undefined, { signal });
      await world.setLimit(qps);
    }
  };
  const changed = changes.length > 0 ? change().catch(() => undefined) : undefined;
  try {
    return await run();
  } finally {
    abort.abort();
    await changed;
  }
}
