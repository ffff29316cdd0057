import type { DesiredStatus } from "../run/decide";

/** The plan or job that a resource is about. */
export interface Subject {
  readonly kind: "plan" | "job";
  readonly id: string;
  /** The job, or that of the plan, given or learned. */
  readonly jobId?: string | undefined;
  /** The plans of a job, as far as they are known. */
  readonly plans?: readonly string[] | undefined;
}

/** What a resource declares, of a plan or of every plan of a job. */
export interface Declaration extends Subject {
  readonly desiredStatus: DesiredStatus;
  /** The resource; without a name, whoever declares the same plan or job. */
  readonly owner?: string | undefined;
}

export function keyOf({ kind, owner, id }: Pick<Declaration, "kind" | "owner" | "id">): string {
  return `${kind} ${owner === undefined ? `of nobody ${id}` : `of ${owner}`}`;
}

export function subjectsOf({ kind, id, jobId, plans = [] }: Declaration): string[] {
  const ofJob = kind === "plan" && jobId !== undefined ? [`plans of ${jobId}`] : [];
  return [`${kind} ${id}`, ...ofJob, ...plans.map((planId) => `plan ${planId}`)];
}

export function nameOf({ kind, id, owner }: Declaration): string {
  const name = owner?.split(/\$|::/).at(-1);
  return name === undefined ? `another resource for the ${kind} ${id}` : `"${name}"`;
}
