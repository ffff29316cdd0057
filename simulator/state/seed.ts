import type { JobFields, Plan } from "../types";
import { readJob, readPlan } from "./fields";
import { DEFAULT_JOB_ID } from "./jobs";
import { putJob, putPlan, type PutContext } from "./put";

/** A seed that was read: nothing unknown in it, every value of the right type. */
export interface CheckedSeed {
  jobs: JobFields[];
  plans: (Partial<Plan> & { Id: string })[];
}

/**
 * Reads a seed: `{jobs, plans}`, with `executions` as another name for `plans`, or only a list of plans.
 *
 * @throws Error that names the entry and the field
 */
export function readSeed(seed: unknown): CheckedSeed {
  if (seed === undefined) return { jobs: [], plans: [] };
  if (Array.isArray(seed)) return readSeed({ plans: seed as unknown });
  if (typeof seed !== "object" || seed === null) throw new Error("seed: expected an object or a list of plans");
  const lists = Object.entries(seed).flatMap(([name, list]: [string, unknown]) => {
    const kind = { jobs: "jobs", plans: "plans", executions: "plans" }[name.charAt(0).toLowerCase() + name.slice(1)];
    if (kind === undefined) throw new Error(`seed: unknown field "${name}"; known: jobs, plans, executions`);
    if (!Array.isArray(list)) throw new Error(`seed: field "${name}": expected a list`);
    return list.map((entry: unknown, index) => ({
      kind,
      entry,
      subject: subjectOf(`${name}[${index}]`, entry),
    }));
  });
  const of = (wanted: string): typeof lists => lists.filter(({ kind }) => kind === wanted);
  const checked = {
    jobs: of("jobs").map(({ subject, entry }) => readJob(subject, entry)),
    plans: of("plans").map(({ subject, entry }) => readPlan(subject, entry)),
  };
  refuseTwice("job", checked.jobs);
  refuseTwice("plan", checked.plans);
  return checked;
}

/** Stores what a seed names. A plan without a JobId goes to the first job of the seed, or to a default one. */
export function plant(seed: CheckedSeed, context: PutContext): void {
  const jobs = seed.jobs.map((fields) => putJob(context, fields));
  for (const fields of seed.plans) {
    putPlan(context, { JobId: jobs[0]?.Id ?? DEFAULT_JOB_ID, ...fields });
  }
}

function subjectOf(place: string, entry: unknown): string {
  const { Id, id = Id } = (entry ?? {}) as { Id?: unknown; id?: unknown };
  return typeof id === "string" ? `${place} (Id ${id})` : place;
}

function refuseTwice(kind: string, entries: { Id?: string }[]): void {
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (Id === undefined) continue;
    if (seen.has(Id.toLowerCase())) throw new Error(`seed: the ${kind} ${Id} is there twice`);
    seen.add(Id.toLowerCase());
  }
}
