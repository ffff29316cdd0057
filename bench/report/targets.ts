import type { ContenderId } from "../contenders";
import type { Data } from "./data";
import { ratio, select, spread } from "./statistics";
import type { Unit } from "./units";

interface Target {
  readonly what: string;
  /** The measured value may be this and no more; without one it is no target, but helps to read them. */
  readonly limit?: number;
  readonly unit: Unit;
  readonly measure: Measure;
}

export interface Verdict extends Target {
  readonly measured: number | undefined;
  /** undefined: no target, or not measured. */
  readonly met: boolean | undefined;
}

/** @returns undefined where it was not measured at the size that counts */
type Measure = (data: Data) => number | undefined;

const N = 500;
const UP = { n: N, checkpoints: true };
const IDEAL_MS = (N / 20) * 1000;
const UNDER_LIMIT = `of ${N} plan states at 20 requests/s`;

const TARGETS: readonly Target[] = [
  against("up", "ours", "noOp", 1.1),
  against("up", "ours", "documented", 0.6),
  against("up", "job", "ours", 0.25),
  against("preview", "ours", "noOp", 1.05),
  against("up", "plugin", "ours", 1.05),
  against("preview", "plugin", "ours", 1.05),
  byPlugin("refresh", "ms"),
  byPlugin("destroy", "destroyMs"),
  {
    what: `the state of ${N} plan states by the plugin, against that by the dynamic resource`,
    limit: 1,
    unit: "x",
    measure: ({ up = [] }) => ratio(up, "stateBytes", { ...UP, contender: "plugin" }, { ...UP, contender: "ours" }),
  },
  { what: `List calls of a \`refresh\` of ${N} plans in 5 jobs`, limit: 10, unit: "count", measure: lists("default") },
  { what: "List calls of that `refresh` with `--parallel 1`", limit: 50, unit: "count", measure: lists(1) },
  { what: `\`up\` ${UNDER_LIMIT}, against ${N}/20 s`, limit: 1.15, unit: "x", measure: rateTime("upMs", "default") },
  { what: "plans that this `up` failed to stop", limit: 0, unit: "count", measure: failures("fixed") },
  { what: "plans not stopped while the limit goes 20, 5, 20", limit: 0, unit: "count", measure: failures("changing") },
  { what: "share of the calls that were rejected, at 20 requests/s", limit: 5, unit: "%", measure: rejected },
  { what: "memory of the host for each resource (RSS)", limit: 10_000, unit: "KB", measure: growthPerResource },
  against("up", "ours", "noOpAlike"),
  against("up", "noOpAlike", "noOp"),
  against("preview", "ours", "noOpAlike"),
  {
    what: `\`up\` ${UNDER_LIMIT}, from the first call to the last`,
    unit: "x",
    measure: rateTime("callsMs", "default"),
  },
  { what: `\`up --parallel 64\` ${UNDER_LIMIT}, against ${N}/20 s`, unit: "x", measure: rateTime("upMs", 64) },
  { what: "the same, from the first call to the last", unit: "x", measure: rateTime("callsMs", 64) },
];

export function judge(data: Data): Verdict[] {
  return TARGETS.map((target) => {
    const measured = target.measure(data);
    const open = measured === undefined || target.limit === undefined;
    return { ...target, measured, met: open ? undefined : measured <= target.limit };
  });
}

function against(command: "up" | "preview", mine: ContenderId, theirs: ContenderId, limit?: number): Target {
  const names = {
    ours: `${N} plan states`,
    plugin: `${N} plan states by the plugin`,
    job: `a job state with ${N} plans`,
    documented: "the documented way",
    noOp: "the no-op floor",
    noOpAlike: `${N} no-ops with the same outputs`,
  };
  const where = command === "up" ? UP : { n: N };
  return {
    what: `\`${command}\` of ${names[mine]}, against ${names[theirs]}`,
    ...(limit !== undefined && { limit }),
    unit: "x",
    measure: (data) => ratio(data[command] ?? [], "ms", { ...where, contender: mine }, { ...where, contender: theirs }),
  };
}

/** The plugin against the dynamic resource. */
function byPlugin(command: "refresh" | "destroy", field: string): Target {
  const where = { n: N, parallel: "default" };
  return {
    what: `\`${command}\` of ${N} plan states by the plugin, against ${N} plan states`,
    limit: 1.05,
    unit: "x",
    measure: ({ refresh = [] }) =>
      ratio(refresh, field, { ...where, contender: "plugin" }, { ...where, contender: "ours" }),
  };
}

function lists(parallel: "default" | number): Measure {
  return ({ refresh = [] }) => {
    const runs = select(refresh, { contender: "ours", n: N, parallel });
    return spread(runs.map((run) => Number(run.lists)))?.max;
  };
}

function rateTime(field: "upMs" | "callsMs", parallel: "default" | number): Measure {
  return ({ rate = [] }) => {
    const runs = select(rate, { contender: "ours", n: N, limit: "fixed", parallel });
    const took = spread(runs.map((run) => Number(run[field])));
    return took && took.median / IDEAL_MS;
  };
}

/** The most plans that a run failed to stop; a failed run counts even if all are stopped. */
function failures(limit: "fixed" | "changing"): Measure {
  return ({ rate = [] }) => {
    const runs = select(rate, { contender: "ours", n: N, limit });
    return spread(runs.map(({ ok, notStopped }) => (ok ? Number(notStopped) : Number(notStopped) || 1)))?.max;
  };
}

/** Percent, the most of all runs: a larger parallelism must not be paid for in rejections. */
function rejected({ rate = [] }: Data): number | undefined {
  const runs = select(rate, { contender: "ours", n: N, limit: "fixed" });
  return spread(runs.map((run) => (100 * Number(run.rejected)) / Number(run.calls)))?.max;
}

/** Bytes from the least to the most resources that were measured, if those are 5,000 or more. */
function growthPerResource({ memory = [] }: Data): number | undefined {
  const mine = select(memory, { contender: "ours" });
  const counts = spread(mine.map(({ resources }) => Number(resources)));
  if (!counts || counts.max < 5000) return undefined;
  const at = (resources: number) => spread(select(mine, { resources }).map(({ rss }) => Number(rss)))?.median ?? NaN;
  return (at(counts.max) - at(counts.min)) / (counts.max - counts.min);
}
