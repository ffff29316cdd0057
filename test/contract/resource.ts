import { Gone } from "../../provider/resources/methods";
import type { Scene } from "./scene";
import { Failure, type Kind, type Properties, type Run, type State } from "./subject";

/** A resource of a program, and what a state file keeps of it. */
export class Resource {
  constructor(
    readonly kind: Kind,
    readonly owner: string | undefined,
    public state?: State,
  ) {}

  /** As the engine does it in `pulumi up`: every resource is checked before it is carried out. */
  async up(run: Run, args: Properties): Promise<"created" | "updated" | "unchanged" | "to be replaced"> {
    return this.carryOut(run, await this.check(run, args));
  }

  /** The inputs to be carried out; throws what is wrong with the arguments. */
  async check(run: Run, args: Properties, olds = this.state?.inputs ?? {}): Promise<Properties> {
    const { inputs, failures } = await run[this.kind].check(olds, args, this);
    if (failures.length === 0) return inputs;
    throw new Failure(failures.map(({ property, reason }) => `${property} ${reason}`).join("\n"));
  }

  async carryOut(run: Run, inputs: Properties) {
    if (!this.state) return this.create(run, inputs);
    const change = await run[this.kind].diff(this.state, inputs, this);
    if (change === "replacement") return "to be replaced";
    if (change === "no change") return "unchanged";
    return this.update(run, inputs);
  }

  async create(run: Run, inputs: Properties) {
    this.state = await this.keeping(
      inputs,
      run[this.kind].create(inputs, this).then((made) => ({ ...made, inputs })),
    );
    return "created" as const;
  }

  async update(run: Run, inputs: Properties) {
    const { id } = this.known;
    const updating = run[this.kind].update(this.known, inputs, this);
    this.state = await this.keeping(
      inputs,
      updating.then((outputs) => ({ id, inputs, outputs })),
    );
    return "updated" as const;
  }

  /** As `pulumi refresh`; false where the resource is gone. */
  async refresh(run: Run): Promise<boolean> {
    const { id } = this.known;
    const found = await run[this.kind].read(this.known, this);
    this.state = found === Gone ? undefined : { id, ...found };
    return found !== Gone;
  }

  async delete(run: Run): Promise<void> {
    await run[this.kind].delete(this.known, this);
    this.state = undefined;
  }

  get outputs(): Properties {
    return this.known.outputs;
  }

  private get known(): State {
    if (!this.state) throw new Error("The resource is not in the state.");
    return this.state;
  }

  private async keeping(inputs: Properties, work: Promise<State>): Promise<State> {
    try {
      return await work;
    } catch (error) {
      const partial = error instanceof Failure ? error.partial : undefined;
      if (partial) this.state = { id: partial.id, inputs, outputs: partial.outputs };
      throw error;
    }
  }
}

/** A resource that an earlier run has brought to what is declared, with nothing left of the calls for it. */
export async function created(
  scene: Scene,
  kind: Kind,
  args: Properties,
  { keepCalls = false } = {},
): Promise<Resource> {
  const resource = new Resource(kind, "a");
  await resource.up(scene.newRun(), args);
  if (!keepCalls) scene.simulator.clearCalls();
  return resource;
}

/** The failure of a promise that must fail as the methods do. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("It succeeded, but was expected to fail.");
}
