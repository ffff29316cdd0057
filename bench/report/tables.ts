import { CONTENDER_IDS, type ContenderId } from "../contenders";
import type { ExperimentId } from "../experiments";
import type { Sample } from "../experiments/rounds";
import { ratio, select, spread, valuesOf } from "./statistics";
import { NOTHING, SHOW, withSpread, type Unit } from "./units";

/** The table of an experiment: a row for each combination of some fields' values, a column for each thing measured. */
interface Layout {
  readonly experiment: ExperimentId;
  /** The fields that tell the rows apart. */
  readonly rows: readonly string[];
  /** What is measured, by what stands over it: a field and its unit. */
  readonly columns: Readonly<Record<string, readonly [field: string, unit: Unit]>>;
  /** Whether each contender has a column of its own for the one thing that is measured. */
  readonly contendersAcross?: boolean;
  /** Whether the ratio to the no-op floor stands beside a value. */
  readonly toFloor?: boolean;
  readonly where?: Sample;
}

const LABELS: Readonly<Record<ContenderId, string>> = {
  noOp: "no-op floor",
  noOpAlike: "no-op, same outputs",
  before: "plan states, before",
  ours: "plan states",
  plugin: "plan states, plugin",
  documented: "documented way",
  command: "a command each",
  job: "job state",
};

const HEADS: Readonly<Record<string, string>> = {
  contender: "",
  n: "plans",
  parallel: "`--parallel`",
  limit: "requests/s",
};

export const LAYOUTS: Readonly<Record<string, Layout>> = {
  up: {
    experiment: "up",
    rows: ["checkpoints", "n"],
    columns: { time: ["ms", "s"] },
    contendersAcross: true,
    toFloor: true,
  },
  upDetails: {
    experiment: "up",
    rows: ["contender"],
    columns: { "state file": ["stateBytes", "KB"], "API calls": ["calls", "count"] },
    where: { n: 500, checkpoints: true },
  },
  growth: {
    experiment: "growth",
    rows: ["contender", "jobs", "n"],
    columns: { "`up`": ["ms", "s"], "`refresh`": ["refreshMs", "s"] },
  },
  preview: { experiment: "preview", rows: ["contender", "n"], columns: { time: ["ms", "s"] }, toFloor: true },
  modules: {
    experiment: "modules",
    rows: ["contender"],
    columns: { modules: ["modules", "count"], "of @alicloud": ["alicloud", "count"], "load time": ["ms", "ms"] },
  },
  refresh: {
    experiment: "refresh",
    rows: ["contender", "parallel"],
    columns: { "List calls": ["lists", "count"], time: ["ms", "s"] },
  },
  rate: {
    experiment: "rate",
    rows: ["contender", "stacks", "limit", "n"],
    columns: {
      "`up`": ["upMs", "s"],
      "first to last call": ["callsMs", "s"],
      "at least": ["leastMs", "s"],
      calls: ["calls", "count"],
      rejected: ["rejected", "count"],
      "left running": ["notStopped", "count"],
    },
  },
  cold: {
    experiment: "cold",
    rows: ["contender"],
    columns: {
      "first create": ["firstMs", "ms"],
      "fifth create": ["laterMs", "ms"],
      "load of its handler": ["loadMs", "ms"],
      "load of Pulumi's SDK": ["pulumiMs", "ms"],
      "bytes of `__provider`": ["handlerBytes", "count"],
    },
  },
  memory: {
    experiment: "memory",
    rows: ["contender", "resources"],
    columns: { RSS: ["rss", "MB"], heap: ["heapUsed", "MB"] },
  },
};

/** @returns a head and rows: each cell the median of the runs, and half their range where they differ */
export function cellsOf(
  { rows, columns, contendersAcross, toFloor, where = {} }: Layout,
  measured: Sample[],
): string[][] {
  const samples = select(measured, where);
  const across = contendersAcross ? CONTENDER_IDS.map((contender) => ({ contender })) : [{}];
  const all = across.flatMap((which) =>
    Object.entries(columns).map(([head, [field, unit]]) => {
      const name = "contender" in which ? LABELS[which.contender] : head;
      return { head: name, show: (group: Sample) => cell(samples, { ...group, ...which }, field, unit, toFloor) };
    }),
  );
  const groups = rows.reduce<Sample[]>(
    (found, key) => found.flatMap((group) => valuesOf(samples, key).map((value) => ({ ...group, [key]: value }))),
    [{}],
  );
  const body = groups
    .filter((group) => select(samples, group).length > 0)
    .map((group) => [...Object.values(group).map(nameOf), ...all.map(({ show }) => show(group))]);
  return [[...rows.map((key) => HEADS[key] ?? key), ...all.map(({ head }) => head)], ...body];
}

function cell(samples: Sample[], which: Sample, field: string, unit: Unit, toFloor = false): string {
  const found = spread(select(samples, which).flatMap((sample) => (field in sample ? Number(sample[field]) : [])));
  if (!found) return NOTHING;
  const more = toFloor ? ratio(samples, field, which, { ...which, contender: "noOp" }) : undefined;
  return withSpread(found, unit) + (more === undefined ? "" : `, ${SHOW.x(more)}`);
}

function nameOf(value: Sample[string]): string {
  if (typeof value === "number") return SHOW.count(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value in LABELS ? LABELS[value as ContenderId] : value;
}
