import type { EsaError } from "../esa/errors/error";
import * as failures from "../run/failures";
import {
  contestedBy,
  isAsDeclared,
  isRemediated,
  keyOf,
  nameOf,
  subjectsOf,
  type Checked,
  type Declaration,
  type Entry,
  type Others,
  type Subject,
} from "./declaration";
import type { ArgumentFailure } from "./methods";

/** A resource that is checked is carried out soon, or never: a delete before a replacement of another one may come between. */
const beginsWithinMs = 2_000;
const lookEveryMs = 50;

/**
 * What the resources of the present run declare: one process serves all methods of one `pulumi up`. So it can tell that
 * two resources want different things of one plan, and that a plan whose old resource is deleted is declared by another
 * one (a rename without `aliases`, a replacement with the same plan).
 */
export class Declarations {
  private readonly byOwner = new Map<string, Entry>();
  /** By a plan, a job, and the job of plans. */
  private readonly bySubject = new Map<string, Set<Entry>>();
  private look: Promise<void> | undefined;
  /** What was stopped in this run because its resource goes, whatever was declared later. */
  private readonly stopped = new Set<string>();

  constructor(private readonly others?: Others) {}

  /**
   * Records what a check has found, in place of what the same resource declared before.
   * @returns its failures, with that of another resource which declares another state for the same plan, or its job
   */
  check(
    declaration: Declaration | undefined,
    found: readonly ArgumentFailure[],
    compared: Exclude<Checked, "replacing"> = "changed",
  ): ArgumentFailure[] {
    if (!declaration) return [...found];
    const before = this.byOwner.get(keyOf(declaration))?.checked ?? "new";
    const checked = compared === "new" && before !== "new" ? "replacing" : compared;
    const entry = this.announce(declaration, { state: found.length > 0 ? "failed" : "to come", checked });
    // What was remediated once may be so here as well, before it is carried out.
    const conflict = this.contradiction(entry, contestedBy(entry), true);
    if (!conflict) return [...found];
    return [...found, { property: "desiredStatus", reason: `${conflict.reason} ${conflict.remedy}` }];
  }

  /**
   * Records how a resource compares with its state. Whoever wasn't checked isn't part of the program.
   * @throws EsaError where another resource declares another state for a plan or job that only the state names.
   */
  compared(declaration: Declaration, state: "is" | "to come"): void {
    const former = this.byOwner.get(keyOf(declaration));
    if (former?.declaration.id !== declaration.id) return;
    const entry = this.announce(declaration, { state, remediated: isRemediated(declaration, former) });
    const conflict = this.contradiction(entry, contestedBy(entry));
    if (conflict) throw conflict;
  }

  /**
   * Carries out what a resource declares, and remembers how that ended. A state that no check has declared takes the
   * place of the resource's own declaration; other resources may be changed in the same way before they are carried out.
   */
  async carryOut<T>(
    declaration: Declaration,
    work: (assertUncontested: (planId: string) => void) => Promise<T>,
  ): Promise<T> {
    const former = this.byOwner.get(keyOf(declaration));
    const entry = this.announce(declaration, { remediated: isRemediated(declaration, former) });
    let end = (): void => undefined;
    entry.underWay = new Promise((resolve) => (end = resolve));
    try {
      const result = await work((planId) => {
        const subject = `plan ${planId}`;
        if (!entry.subjects.has(subject)) this.tell(entry, [subject]);
        this.hear();
        this.index(entry, subject);
        const job = declaration.jobId ?? "";
        const ofJob = declaration.kind === "job" ? [`plans of ${job}`] : [];
        const conflict = this.contradiction(entry, [`plan ${planId}`, `job ${job}`, ...ofJob]);
        if (conflict) throw conflict.with({ planId });
      });
      entry.state = "is";
      return result;
    } catch (error) {
      entry.state = "failed";
      throw error;
    } finally {
      entry.underWay = undefined;
      end();
      this.tellTheEnd(entry);
    }
  }

  /**
   * To whom a plan or job is left whose resource is deleted: one that declares it running and is what it declares, or
   * becomes so while this waits.
   * @returns in words; undefined where it is to be stopped
   * @throws EsaError where such a resource has failed or was never carried out: it would be forgotten while it runs on.
   */
  async heirOf(
    { kind, id, jobId }: Subject,
    deleted: Pick<Declaration, "kind" | "owner">,
    sleep: (ms: number) => Promise<void>,
  ): Promise<string | undefined> {
    const subjects = kind === "plan" ? [`plan ${id}`, `job ${jobId ?? ""}`] : [`job ${id}`];
    const key = keyOf({ ...deleted, id });
    let patienceMs = beginsWithinMs;
    this.hear();
    for (;;) {
      const heirs = this.of(...subjects).filter(({ declaration }) => declaration.desiredStatus === "running");
      const heir = heirs.find(isAsDeclared);
      if (heir) return heir.key === key ? "its replacement" : "another resource of this program";
      const underWay = heirs.find((one) => one.underWay !== undefined)?.underWay;
      if (!underWay) {
        const failed = heirs.find(({ state }) => state === "failed");
        if (failed) throw failures.notLeft(kind, id, nameOf(failed.declaration), true);
        const [toCome] = heirs;
        if (!toCome || this.isReplacedLater({ ...deleted, id }, key, heirs)) return undefined;
        if (patienceMs <= 0) throw failures.notLeft(kind, id, nameOf(toCome.declaration), false);
        patienceMs -= lookEveryMs;
      }
      await (underWay ?? this.nextLook(sleep));
    }
  }

  /** Remembers that a plan or job is stopped as its resource goes: states that show it running are old. */
  stops(subject: Subject): void {
    for (const one of subjectsOf(subject)) this.stopped.add(one);
  }

  /** Whether this run may have stopped what a resource declares, by the delete of another one. */
  hasStopped(declaration: Declaration): boolean {
    if (this.stopped.size === 0) return false;
    return contestedBy({ declaration, subjects: new Set(subjectsOf(declaration)) }).some((one) =>
      this.stopped.has(one),
    );
  }

  /** All who wait for others look at the same time. */
  private nextLook(sleep: (ms: number) => Promise<void>): Promise<void> {
    const look = () => {
      this.look = undefined;
      this.hear();
    };
    return (this.look ??= sleep(lookEveryMs).then(look));
  }

  /** Whether a resource is deleted before it is replaced, when all may still be to come. Otherwise deletes come last. */
  private isReplacedLater({ owner, id }: Pick<Declaration, "owner" | "id">, key: string, heirs: readonly Entry[]) {
    const own = this.byOwner.get(key);
    // After an alias, a state may have the name that another resource has now.
    const isNamesake = own?.checked === "new" && own.declaration.id !== id;
    if (own && !isNamesake) return own.state === "to come";
    // The engine names what it deletes as it was before an alias; a state of 0.1.0 names nobody.
    return heirs.some(({ checked }) => checked === "replacing" || (checked === "new" && owner === undefined));
  }

  /** Told first and heard then: of two processes at the same moment, one at least sees the other. */
  private announce(declaration: Declaration, known: Partial<Entry>): Entry {
    const entry = this.record(declaration, known);
    this.tell(entry);
    this.hear();
    return entry;
  }

  private tell({ declaration, remediated, state, checked }: Entry, learned: readonly string[] = []): void {
    this.others?.tell({ declaration, remediated, state, checked, learned });
  }

  /** What was done is done, also where nobody can be told: others then take it for undone, which is the safe side. */
  private tellTheEnd(entry: Entry): void {
    try {
      this.tell(entry);
    } catch {
      // The next declaration fails by it.
    }
  }

  private hear(): void {
    for (const { declaration, learned, ...known } of this.others?.news() ?? []) {
      const former = this.byOwner.get(keyOf(declaration));
      const before = former?.declaration.id === declaration.id ? former.subjects : [];
      const entry = this.record(declaration, known);
      for (const subject of [...before, ...learned]) this.index(entry, subject);
    }
  }

  private of(...subjects: string[]): Entry[] {
    return subjects.flatMap((subject) => [...(this.bySubject.get(subject) ?? [])]);
  }

  private record(declaration: Declaration, known: Partial<Entry>): Entry {
    const key = keyOf(declaration);
    const former = this.byOwner.get(key);
    if (former) for (const subject of former.subjects) this.bySubject.get(subject)?.delete(former);
    const subjects = new Set<string>();
    const entry: Entry = {
      key,
      declaration,
      subjects,
      remediated: false,
      state: "to come",
      checked: "changed",
      ...known,
    };
    this.byOwner.set(key, entry);
    for (const subject of subjectsOf(declaration)) this.index(entry, subject);
    return entry;
  }

  private index(entry: Entry, subject: string): void {
    entry.subjects.add(subject);
    this.bySubject.set(subject, (this.bySubject.get(subject) ?? new Set()).add(entry));
  }

  /** Of a resource with another one, about its plan or job, the plan's job, or plans of the job. */
  private contradiction(
    { key, declaration, remediated }: Entry,
    subjects: readonly string[],
    atCheck = false,
  ): EsaError | undefined {
    const other = this.of(...subjects).find(
      (one) =>
        one.key !== key &&
        one.declaration.desiredStatus !== declaration.desiredStatus &&
        !(remediated && one.state === "to come") &&
        !(atCheck && one.remediated),
    );
    if (!other) return undefined;
    const both = [declaration, other.declaration];
    const plan = both.find((one) => one.kind === "plan");
    return failures.contradiction(
      plan ? `plan ${plan.id}` : `job ${declaration.id}`,
      both.map((one) => `${nameOf(one)} ${one.desiredStatus}`),
    );
  }
}
