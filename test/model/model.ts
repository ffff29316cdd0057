import type { PlanStatus, WhenNotRunning } from "../../simulator";

/** The status of a plan as the model sees it; a plan can be deleted. */
export type Truth = PlanStatus | "gone";

/** What one resource of the program declares. Plans are numbered. */
export interface Declared {
  readonly plan: number;
  readonly desired: "stopped" | "running";
  /** How the plan is named: by itself, with its job beside it, or in pulumi-alicloud's composite form. */
  readonly form: "alone" | "with job" | "composite";
  readonly leave: boolean;
  readonly retain: boolean;
}

/** What the stack must hold of one resource. */
export interface Entry {
  readonly plan: number;
  /** Of the inputs. */
  readonly inputs: { readonly desired: string; readonly job: boolean; readonly leave: boolean };
  /** Of the outputs. */
  readonly desired: string;
  readonly leave: boolean;
  readonly given: { readonly job: boolean; readonly leave: boolean };
  readonly status: PlanStatus;
  readonly retain: boolean;
}

/**
 * What plans and stack must be after each command, by the tables of the design: observed status against what is
 * declared. One engine, one resource after the other, deletions last, and the first failure ends the run.
 */
export class Model {
  readonly program = new Map<string, Declared>();
  readonly stack = new Map<string, Entry>();
  /** Old resources of replacements that are not deleted yet. */
  pending: Entry[] = [];
  /** Calls that took effect in the last command. */
  effects = 0;
  /** Answers that will be lost after their effect. */
  readonly lost: Record<string, number> & Record<"Stop" | "Start", number> = { Stop: 0, Start: 0 };
  /** Plans whose job an answer of this run has named, for every resource that declares them. */
  private readonly told = new Set<number>();

  constructor(
    readonly plans: Truth[],
    readonly mode: WhenNotRunning,
    /** Whether a refresh is told the arguments of the last run, or only those of the last create or update. */
    private readonly readsInputs: boolean,
  ) {}

  /** @returns whether the run succeeds */
  up(): boolean {
    const declared = new Set<number>();
    this.told.clear();
    for (const [name, news] of this.program) {
      if (news.desired === "running") declared.add(news.plan);
      const old = this.stack.get(name);
      const entry = this.bringAbout(news, old?.plan === news.plan ? old : undefined);
      if (!entry) return false;
      if (old && old.plan !== news.plan) this.pending.push(old);
      this.stack.set(name, entry);
    }
    for (const old of this.pending.splice(0)) this.delete(old, declared);
    for (const [name, old] of this.stack) {
      if (this.program.has(name)) continue;
      this.delete(old, declared);
      this.stack.delete(name);
    }
    return true;
  }

  refresh(): true {
    for (const [name, old] of this.stack) {
      const status = this.truth(old.plan);
      if (status === "gone") this.stack.delete(name);
      else this.stack.set(name, seen(old, status, this.readsInputs ? old.inputs : old.given));
    }
    return true;
  }

  destroy(): true {
    for (const old of [...this.pending.splice(0), ...this.stack.values()]) this.delete(old, new Set());
    this.stack.clear();
    return true;
  }

  private bringAbout(news: Declared, old: Entry | undefined): Entry | undefined {
    // A job that is no longer given is kept.
    const given = { job: news.form !== "alone" || old?.inputs.job === true, leave: news.leave };
    const inputs = { desired: news.desired, ...given };
    if (old && !differs(news, old)) return { ...old, inputs, retain: news.retain };
    const kept = old?.desired === news.desired;
    const jobKnown = given.job || !!old || this.told.has(news.plan);
    const status = kept && fits(news, old.status) ? old.status : this.ensure(news, jobKnown, kept);
    return status && { ...news, inputs, given, status };
  }

  /** @returns the status that the plan is brought to, undefined for a failure */
  private ensure(news: Declared, jobKnown: boolean, kept: boolean): PlanStatus | undefined {
    const { plan, desired, leave } = news;
    const before = this.truth(plan);
    if (!jobKnown) return this.stopBlindly(plan, leave);
    if (before === "gone") return undefined;
    if (desired === "stopped") {
      if (before === "running") return this.write("Stop", plan, "stopped");
      return before === "waiting" && !leave ? undefined : before;
    }
    const begins = before === "stopped" || (before === "failed" && !kept);
    return begins ? this.write("Start", plan, "waiting") : before;
  }

  /** Without a job the Stop's own answer is all that there is to see. An answer that was lost is asked for again. */
  private stopBlindly(plan: number, leave: boolean): PlanStatus | undefined {
    const before = this.truth(plan);
    const isLost = this.isLost("Stop");
    this.told.add(plan);
    if (before === "running") this.change(plan, "stopped");
    if (before === "gone" || (this.mode === "refuse" && (isLost || before !== "running"))) return undefined;
    if (before === "running") return "stopped";
    return before === "waiting" && !leave ? undefined : before;
  }

  private delete(old: Entry, declared: ReadonlySet<number>): void {
    // Only a plan that is declared running is left to who declares it.
    if (old.retain || declared.has(old.plan)) return;
    if (this.truth(old.plan) === "running") this.write("Stop", old.plan, "stopped");
    else this.isLost("Stop");
  }

  private write(verb: "Stop" | "Start", plan: number, status: PlanStatus): PlanStatus {
    if (!this.isLost(verb)) this.told.add(plan);
    return this.change(plan, status);
  }

  private change(plan: number, status: PlanStatus): PlanStatus {
    this.effects++;
    return (this.plans[plan] = status);
  }

  /** Whether the answer to this write is lost, as the next ones may be. */
  private isLost(verb: "Stop" | "Start"): boolean {
    return this.lost[verb] > 0 && this.lost[verb]-- > 0;
  }

  private truth(plan: number): Truth {
    return this.plans[plan] ?? "gone";
  }
}

/** Whether a plan of this status needs nothing done, as long as nobody asks for another state. */
function fits({ desired, leave }: Declared, status: PlanStatus): boolean {
  if (desired === "running") return status !== "stopped";
  return status !== "running" && (status !== "waiting" || leave);
}

function differs(news: Declared, old: Entry): boolean {
  return news.desired !== old.desired || news.leave !== old.leave || !fits(news, old.status);
}

/** After a refresh the declared state shows what is; an end of the plan by itself changes nothing. */
function seen(old: Entry, status: PlanStatus, told: Entry["given"]): Entry {
  const shown: Record<PlanStatus, string> = {
    running: "running",
    stopped: "stopped",
    waiting: old.desired === "stopped" && old.leave ? "stopped" : "running",
    finished: old.desired,
    failed: old.desired,
  };
  const desired = shown[status];
  return { ...old, status, desired, inputs: { ...told, desired } };
}
