import type { Job, Plan } from "../types";
import { settle, type ScheduledPlan } from "./planRules";

interface StoredPlan {
  scheduled: ScheduledPlan;
  visibleFromMs: number;
}

/** A copy of everything that a {@link State} holds, to go back to. */
export interface Snapshot {
  readonly plans: ReadonlyMap<string, StoredPlan>;
  readonly jobs: ReadonlyMap<string, Job>;
}

/**
 * The jobs and plans of all accounts. Plans are brought up to the virtual time whenever they are read. Stored values
 * are replaced, never changed in place, so that a snapshot is two shallow copies.
 */
export class State {
  private plans = new Map<string, StoredPlan>();
  private jobs = new Map<string, Job>();

  /** @param now the virtual time in ms since 1970 */
  constructor(private readonly now: () => number) {}

  /** The plan with this id, whatever the case of its hex digits. */
  plan(id: string): ScheduledPlan | undefined {
    const stored = this.plans.get(id.toLowerCase());
    if (stored === undefined) return undefined;
    const scheduled = settle(stored.scheduled, this.now());
    if (scheduled !== stored.scheduled) this.plans.set(id.toLowerCase(), { ...stored, scheduled });
    return scheduled;
  }

  job(id: string): Job | undefined {
    return this.jobs.get(id.toLowerCase());
  }

  /** Every plan, in the order of creation. */
  allPlans(): Plan[] {
    return [...this.plans.keys()].flatMap((id) => this.plan(id)?.plan ?? []);
  }

  /** Every job, in the order of creation. */
  allJobs(): Job[] {
    return [...this.jobs.values()];
  }

  plansOf(jobId: string): Plan[] {
    return this.allPlans().filter((plan) => plan.JobId.toLowerCase() === jobId.toLowerCase());
  }

  /** The plans of a job that List shows already. */
  visiblePlansOf(jobId: string): Plan[] {
    const now = this.now();
    return this.plansOf(jobId).filter(({ Id }) => (this.plans.get(Id.toLowerCase())?.visibleFromMs ?? 0) <= now);
  }

  /** Stores a plan. `visibleFromMs` counts only for a plan that is new. */
  setPlan(scheduled: ScheduledPlan, visibleFromMs = 0): void {
    const id = scheduled.plan.Id.toLowerCase();
    this.plans.set(id, { scheduled, visibleFromMs: this.plans.get(id)?.visibleFromMs ?? visibleFromMs });
  }

  setJob(job: Job): void {
    this.jobs.set(job.Id.toLowerCase(), job);
  }

  deletePlan(id: string): boolean {
    return this.plans.delete(id.toLowerCase());
  }

  /** Removes a job and its plans. The documents are silent on what becomes of the plans. */
  deleteJob(id: string): boolean {
    for (const plan of this.plansOf(id)) this.deletePlan(plan.Id);
    return this.jobs.delete(id.toLowerCase());
  }

  snapshot(): Snapshot {
    return { plans: new Map(this.plans), jobs: new Map(this.jobs) };
  }

  restore(snapshot: Snapshot): void {
    this.plans = new Map(snapshot.plans);
    this.jobs = new Map(snapshot.jobs);
  }

  clear(): void {
    this.plans.clear();
    this.jobs.clear();
  }
}
