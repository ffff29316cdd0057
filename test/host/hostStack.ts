import { Gone } from "../../provider/resources/methods";
import { Failure, type Properties, type Stage, type State, type Subject } from "../contract/subject";
import type { Declared } from "../model/model";
import { argsOf, type Resource, type System } from "../model/system";

interface Saved extends State, Resource {
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly retain: boolean;
}

/** Plays the engine: which hook is called when, and what of its result is kept. */
export class HostStack implements System {
  private readonly saved = new Map<string, Saved>();
  private pending: [string, Saved][] = [];

  constructor(private readonly stage: Stage) {}

  get simulator() {
    return this.stage.simulator;
  }

  get defaults() {
    return this.stage.defaults;
  }

  get readsInputs() {
    return this.stage.readsInputs;
  }

  up(program: ReadonlyMap<string, Declared>): Promise<boolean> {
    return this.succeeds(async (plans) => {
      for (const [owner, declared] of program) await this.register(plans, owner, declared);
      await this.deletePending(plans);
      for (const [owner, old] of this.saved) if (!program.has(owner)) await this.delete(plans, owner, old);
    });
  }

  refresh(): Promise<boolean> {
    return this.succeeds(async (plans) => {
      for (const [owner, old] of this.saved) {
        const seen = await plans.read(old, { owner });
        if (seen === Gone) {
          this.saved.delete(owner);
          continue;
        }
        this.saved.set(owner, { ...old, ...seen });
        await plans.diff({ ...old, ...seen }, old.inputs, { owner });
      }
    });
  }

  destroy(): Promise<boolean> {
    return this.succeeds(async (plans) => {
      await this.deletePending(plans);
      for (const [owner, old] of this.saved) await this.delete(plans, owner, old);
    });
  }

  resources(): Promise<ReadonlyMap<string, Resource>> {
    return Promise.resolve(this.saved);
  }

  private async register(plans: Subject, owner: string, declared: Declared): Promise<void> {
    const { retain } = declared;
    const old = this.saved.get(owner);
    const { inputs, failures } = await plans.check(old?.inputs ?? {}, argsOf(declared), { owner });
    if (failures.length > 0) throw new Error(`check failed: ${JSON.stringify(failures)}`);
    const change = old ? await plans.diff(old, inputs, { owner }) : "replacement";
    if (change === "replacement") {
      this.saved.set(owner, { ...(await plans.create(inputs, { owner })), inputs, retain });
      if (old) this.pending.push([owner, old]);
    } else if (old) {
      const outputs = change === "update" ? await plans.update(old, inputs, { owner }) : old.outputs;
      this.saved.set(owner, { ...old, inputs, outputs, retain });
    }
  }

  private async delete(plans: Subject, owner: string, old: Saved): Promise<void> {
    if (!old.retain) await plans.delete(old, { owner });
    this.saved.delete(owner);
  }

  private async deletePending(plans: Subject): Promise<void> {
    for (const [owner, old] of this.pending.splice(0)) if (!old.retain) await plans.delete(old, { owner });
  }

  /** A failure of a hook fails the operation; anything else, and an unexpected partial failure, fails the test. */
  private async succeeds(operation: (plans: Subject) => Promise<void>): Promise<boolean> {
    try {
      await operation(this.stage.newRun().plan);
      return true;
    } catch (error) {
      if (!(error instanceof Failure) || error.partial) throw error;
      return false;
    } finally {
      await this.stage.reset?.();
    }
  }
}
