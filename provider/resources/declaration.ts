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

/** What is known of a declaration in this run. */
export interface Entry {
  readonly key: string;
  readonly declaration: Declaration;
  /** Whether something between check and create has changed what is declared: a policy that remediates. */
  readonly remediated: boolean;
  /** Whether the resource is what it declares: carried out in this run, or unchanged. */
  state: "to come" | "is" | "failed";
  readonly checked: Checked;
  /** Ends with the create or update that this process is at work on. */
  underWay?: Promise<void> | undefined;
  readonly subjects: Set<string>;
}

/** How a check compares: there was nothing before, the same arguments, or others; or it makes anew what was compared before. */
export type Checked = "new" | "unchanged" | "changed" | "replacing";

/** What another process of the same run has to be told of a declaration. */
export type Told = Pick<Entry, "declaration" | "remediated" | "state" | "checked"> & {
  /** Plans that were learned of it, as {@link Entry.subjects} has them. */
  readonly learned: readonly string[];
};

/** The other processes of the same run, where there may be such: explicit providers have processes of their own. */
export interface Others {
  tell(told: Told): void;
  /** What they have told since the last time, oldest first. */
  news(): readonly Told[];
}

export function keyOf({ kind, owner, id }: Pick<Declaration, "kind" | "owner" | "id">): string {
  return `${kind} ${owner === undefined ? `of nobody ${id}` : `of ${owner}`}`;
}

export function subjectsOf({ kind, id, jobId, plans = [] }: Subject): string[] {
  const ofJob = kind === "plan" && jobId !== undefined ? [`plans of ${jobId}`] : [];
  return [`${kind} ${id}`, ...ofJob, ...plans.map((planId) => `plan ${planId}`)];
}

export function nameOf({ kind, id, owner }: Declaration): string {
  const name = owner?.split(/\$|::/).at(-1);
  return name === undefined ? `another resource for the ${kind} ${id}` : `"${name}"`;
}

/** Whether it is not what the resource's check has seen; a diff that came between has kept that. */
export function isRemediated({ id, desiredStatus }: Declaration, former: Entry | undefined): boolean {
  if (former?.declaration.id !== id) return false;
  return former.remediated || former.declaration.desiredStatus !== desiredStatus;
}

/** With equal arguments, an engine may not compare (PULUMI_ENABLE_LEGACY_DIFF). */
export function isAsDeclared({ state, checked }: Entry): boolean {
  return state === "is" || (state === "to come" && checked === "unchanged");
}

export function contestedBy({ declaration, subjects }: Pick<Entry, "declaration" | "subjects">): string[] {
  const { kind, id, jobId = "" } = declaration;
  return kind === "job" ? [...subjects, `plans of ${id}`] : [`plan ${id}`, `job ${jobId}`];
}
