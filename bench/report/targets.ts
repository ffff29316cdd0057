import type { ContenderId } from "../contenders";
import type { ExperimentId } from "../experiments";
import type { Sample } from "../experiments/rounds";
import type { Data } from "./data";
import { ratio, select, spread } from "./statistics";
import type { Unit } from "./units";

interface Target {
  readonly what: string;
  /** The measured value may be this and no more; without one it is no target, but helps to read them. */
  readonly limit?: number;
  readonly unit: Unit;
  /** Of the plan states, or of those of the version that they are compared with; undefined where it was not measured. */
  readonly measure: (data: Data, ours: ContenderId) => number | undefined;
}

export interface Verdict extends Omit<Target, "measure"> {
  readonly measured: number | undefined;
  readonly before: number | undefined;
  /** undefined: no target, or not measured. */
  readonly met: boolean | undefined;
}

type Command = "up" | "preview" | "refresh" | "destroy";
interface Size {
  readonly n: number;
  readonly checkpoints?: boolean;
}

const NAMES: Readonly<Partial<Record<ContenderId, string>>> = {
  noOp: "the no-op floor",
  noOpAlike: "a no-op with the same outputs",
  documented: "the documented way",
  command: "a command for each plan",
  ours: "the dynamic resource",
};

const UP = { n: 500, checkpoints: true };
const WITHOUT = { n: 1000, checkpoints: false };

const TARGETS: readonly Target[] = [
  against("up", UP, "noOpAlike", 1.04),
  against("up", UP, "noOp", 1.3),
  against("up", UP, "documented", 0.6),
  against("up", UP, "command"),
  against("up", WITHOUT, "noOp", 1.3),
  against("up", WITHOUT, "documented", 0.6),
  against("up", { n: 1, checkpoints: true }, "noOp", 1.06),
  against("preview", { n: 500 }, "noOpAlike", 1.03),
  against("preview", { n: 1 }, "noOp", 1.06),
  {
    what: "`up` of a job state with 500 plans, against 500 plan states",
    limit: 0.25,
    unit: "x",
    measure: ({ up = [] }, ours) => ratio(up, "ms", { ...UP, contender: "job" }, { ...UP, contender: ours }),
  },
  growsBy("up", "ms", "one"),
  growsBy("up", "ms", "many"),
  growsBy("refresh", "refreshMs", "one"),
  growsBy("refresh", "refreshMs", "many"),
  byPlugin("up", "up", "ms", UP),
  byPlugin("preview", "preview", "ms", { n: 500 }),
  byPlugin("refresh", "refresh", "ms", { n: 500 }),
  byPlugin("destroy", "refresh", "destroyMs", { n: 500 }),
  { ...byPlugin("up", "up", "stateBytes", UP), what: "the state of 500 plan states by the plugin", limit: 1 },
  { what: "List calls of a `refresh` of 500 plans in 5 jobs", limit: 10, unit: "count", measure: lists("default") },
  { what: "List calls of that `refresh` with `--parallel 1`", limit: 50, unit: "count", measure: lists(1) },
  { what: "loading what the handler loads, against loading `@pulumi/pulumi`", limit: 0.12, unit: "x", measure: load },
  rated("calls of an `up` of 500 plan states in 5 jobs at 20 requests/s", 520, "count", "20", ({ calls }) => calls),
  rated("the same, from the first call to the last, against what the limit asks for", 1.03, "x", "20", took),
  rated("the same, share of rejected calls", 2, "%", "20", rejected),
  rated("plans that it failed to stop", 0, "count", "20", failed),
  rated("plans that it failed to stop while the limit goes 20, 5, 20", 0, "count", "20, 5, 20", failed),
  rated("share of rejected calls at 5 requests/s", 10, "%", "5", rejected),
  rated("share of rejected calls at 2 requests/s", 10, "%", "2", rejected),
  rated("4 stacks at once at 20 requests/s, against what the limit asks for", 1.15, "x", "20", took, 4),
  rated("the same, share of rejected calls", 12, "%", "20", rejected, 4),
  { what: "memory of the host for each resource (RSS)", limit: 5_000, unit: "KB", measure: growthPerResource },
];

export function judge(data: Data): Verdict[] {
  return TARGETS.map(({ measure, ...target }) => {
    const { limit } = target;
    const measured = measure(data, "ours");
    const met = measured === undefined || limit === undefined ? undefined : measured <= limit;
    return { ...target, measured, before: measure(data, "before"), met };
  });
}

function against(command: "up" | "preview", size: Size, theirs: ContenderId, limit?: number): Target {
  const plans = size.n === 1 ? "one plan state" : `${size.n.toLocaleString("en-US")} plan states`;
  const how = size.checkpoints === false ? " without checkpoints" : "";
  return {
    what: `\`${command}\` of ${plans}${how}, against ${NAMES[theirs] ?? theirs}`,
    ...(limit !== undefined && { limit }),
    unit: "x",
    measure: (data, ours) =>
      ratio(data[command] ?? [], "ms", { ...size, contender: ours }, { ...size, contender: theirs }),
  };
}

/** The plugin against the dynamic resource. */
function byPlugin(command: Command, experiment: ExperimentId, field: string, size: Size): Target {
  const where = experiment === "refresh" ? { ...size, parallel: "default" } : { ...size };
  return {
    what: `\`${command}\` of 500 plan states by the plugin, against the dynamic resource`,
    limit: 1.05,
    unit: "x",
    measure: (data, ours) =>
      ours === "before"
        ? undefined
        : ratio(data[experiment] ?? [], field, { ...where, contender: "plugin" }, { ...where, contender: ours }),
  };
}

/** What a plan takes more than the floor, where there are ten times as many. */
function growsBy(command: Command, field: string, jobs: string): Target {
  const perPlan = (growth: Sample[], n: number, contender: ContenderId) => {
    const of = (which: Sample) =>
      spread(select(growth, { n, ...which }).map((sample) => Number(sample[field])))?.median;
    return ((of({ contender, jobs }) ?? NaN) - (of({ contender: "noOp" }) ?? NaN)) / n;
  };
  const where = jobs === "one" ? "in one job" : "in jobs of 10";
  return {
    what: `\`${command}\` ${where}, time over the floor for each plan, of 3,000 against 300`,
    limit: 1.2,
    unit: "x",
    measure: ({ growth = [] }, ours) => known(perPlan(growth, 3000, ours) / perPlan(growth, 300, ours)),
  };
}

const known = (value: number) => (Number.isFinite(value) ? value : undefined);

function lists(parallel: "default" | number): Target["measure"] {
  return ({ refresh = [] }, ours) => {
    const runs = select(refresh, { contender: ours, n: 500, parallel });
    return spread(runs.map((run) => Number(run.lists)))?.max;
  };
}

function load({ cold = [] }: Data, ours: ContenderId): number | undefined {
  const runs = select(cold, { contender: ours });
  const median = (field: string) => spread(runs.map((run) => Number(run[field])))?.median ?? NaN;
  return known(median("loadMs") / median("pulumiMs"));
}

type Run = Readonly<Record<"calls" | "rejected" | "callsMs" | "leastMs" | "notStopped" | "ok", number>>;

/** Under a limit; the worst of all runs. */
function rated(
  what: string,
  limit: number,
  unit: Unit,
  requests: string,
  of: (run: Run) => number,
  stacks = 1,
): Target {
  const measure: Target["measure"] = ({ rate = [] }, ours) => {
    const runs = select(rate, { contender: ours, limit: requests, stacks }).filter(({ n }) => Number(n) >= 100);
    return spread(runs.map((run) => of(run as unknown as Run)))?.max;
  };
  return { what, limit, unit, measure };
}

function took({ callsMs, leastMs }: Run): number {
  return callsMs / leastMs;
}

function rejected({ rejected: count, calls }: Run): number {
  return (100 * count) / calls;
}

/** A failed run counts even if every plan is stopped. */
function failed({ ok, notStopped }: Run): number {
  return ok ? notStopped : notStopped || 1;
}

/** Bytes from the least to the most resources that were measured, if those are 5,000 or more. */
function growthPerResource({ memory = [] }: Data, ours: ContenderId): number | undefined {
  const mine = select(memory, { contender: ours });
  const counts = spread(mine.map(({ resources }) => Number(resources)));
  if (!counts || counts.max < 5000) return undefined;
  const at = (resources: number) => spread(select(mine, { resources }).map(({ rss }) => Number(rss)))?.median ?? NaN;
  return (at(counts.max) - at(counts.min)) / (counts.max - counts.min);
}
