import { setTimeout } from "node:timers/promises";

import type { ContenderId } from "../contenders";
import { inWorld, type World } from "../world/world";
import type { Sample, Tools } from "./rounds";

interface RateSizes {
  readonly n: number;
  readonly jobs: number;
  /** Requests a second. */
  readonly qps: number;
  /** Seconds after the first call, and the limit from then on. */
  readonly changes: Readonly<Record<number, number>>;
}

interface RateRun {
  readonly contender: ContenderId;
  readonly parallel: "default" | number;
  readonly limit: "fixed" | "changing";
}

/** Our plan states also as docs/scale.md advises where the limit is low. */
const RUNS: readonly RateRun[] = [
  { contender: "ours", parallel: "default", limit: "fixed" },
  { contender: "ours", parallel: "default", limit: "changing" },
  { contender: "ours", parallel: 64, limit: "fixed" },
  { contender: "documented", parallel: "default", limit: "fixed" },
  { contender: "job", parallel: "default", limit: "fixed" },
];

/** `pulumi up` that stops n plans while ESA admits so many requests a second; and while that limit changes. */
export async function rate(tools: Tools, sizes: RateSizes): Promise<Sample[]> {
  const { n, jobs, qps, changes } = sizes;
  const samples: Sample[] = [];
  for (const { contender, parallel, limit } of RUNS) {
    tools.log(`rate: ${n} plans at ${qps}/s, ${limit}, ${contender}, parallel ${parallel}`);
    const measured = await inWorld({ ...tools, contender, n, jobs, qps }, (world) =>
      measure(world, parallel, limit === "changing" ? changes : {}),
    );
    samples.push({ contender, parallel, n, qps, limit, round: 1, ...measured });
  }
  return samples;
}

async function measure(world: World, parallel: RateRun["parallel"], changes: RateSizes["changes"]): Promise<Sample> {
  const abort = new AbortController();
  const changed = changeLimit(world, changes, abort.signal);
  try {
    const { ms, ok } = await world.run("up", { mayFail: true, ...(parallel !== "default" && { parallel }) });
    const calls = await world.calls();
    const times = calls.map(({ time }) => Date.parse(time));
    return {
      ok,
      upMs: Math.round(ms),
      callsMs: Math.max(...times) - Math.min(...times),
      calls: calls.length,
      rejected: calls.filter(({ code }) => code === "TooManyRequests").length,
      notStopped: await world.running(),
    };
  } finally {
    abort.abort();
    await changed;
  }
}

/** Changes the limit as scheduled, counted from the first call that arrives. */
async function changeLimit(world: World, changes: RateSizes["changes"], signal: AbortSignal): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  while ((await world.calls()).length === 0) {
    if (signal.aborted) return;
    await pause(50, signal);
  }
  const begunMs = Date.now();
  for (const [afterSeconds, qps] of Object.entries(changes)) {
    await pause(begunMs + Number(afterSeconds) * 1000 - Date.now(), signal);
    if (signal.aborted) return;
    await world.setLimit(qps);
  }
}

/** Ended early by the signal. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
}
