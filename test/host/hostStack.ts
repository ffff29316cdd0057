import type { Simulator } from "../../simulator";
import { argsOf, type Resource, type System } from "../model/system";
import type { Declared } from "../model/model";
import { startHost, type Host } from "../harness/host";
import { HostError, type Properties } from "../harness/messages";

interface Saved extends Resource {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly retain: boolean;
}

/** The host that several histories share, with a new copy of the provider for each phase. */
export class PhasedHost {
  private phase = 0;

  private constructor(private readonly host: Host) {}

  static async start(simulator: Simulator): Promise<PhasedHost> {
    const phased: { current?: PhasedHost } = {};
    const host = await startHost({
      handler: () => handlerOf(phased.current?.phase ?? 0),
      config: {
        "alicloud:region": "cn-hangzhou",
        "alicloud:protocol": "HTTP",
        "alicloud:endpoints": JSON.stringify([{ esa: simulator.endpoint }]),
        "alicloud:accessKey": simulator.accessKeyId,
        "alicloud:secretKey": simulator.accessKeySecret,
      },
    });
    return (phased.current = new PhasedHost(host));
  }

  /** As the engine does for each preview, update, refresh and destroy. */
  next(): Host {
    this.phase++;
    return this.host;
  }

  stop(): Promise<void> {
    return this.host.stop();
  }
}

/** The host keeps a provider for each text: another text evaluates the package's module anew, with nothing remembered. */
function handlerOf(phase: number): string {
  return `exports.handler = () => {
    delete require.cache[require.resolve("pulumi-esa-preload/provider")];
    return require("pulumi-esa-preload/provider"); /* phase ${phase} */
  };`;
}

/** Plays the engine: which hook is called when, and what of its result is kept. */
export class HostStack implements System {
  private readonly saved = new Map<string, Saved>();
  private pending: Saved[] = [];

  constructor(
    readonly simulator: Simulator,
    private readonly hosts: PhasedHost,
  ) {}

  async up(program: ReadonlyMap<string, Declared>): Promise<boolean> {
    const host = this.hosts.next();
    return succeeds(async () => {
      for (const [name, declared] of program) await this.register(host, name, declared);
      await this.deletePending(host);
      for (const [name, old] of this.saved) if (!program.has(name)) await this.delete(host, name, old);
    });
  }

  async refresh(): Promise<boolean> {
    const host = this.hosts.next();
    return succeeds(async () => {
      for (const [name, old] of this.saved) {
        const { id, properties, inputs } = await host.read(old.id, old.outputs);
        if (!id) {
          this.saved.delete(name);
          continue;
        }
        const seen = { ...old, outputs: properties, inputs: inputs ?? old.inputs };
        await host.diff(id, seen.outputs, old.inputs);
        this.saved.set(name, seen);
      }
    });
  }

  async destroy(): Promise<boolean> {
    const host = this.hosts.next();
    return succeeds(async () => {
      await this.deletePending(host);
      for (const [name, old] of this.saved) await this.delete(host, name, old);
    });
  }

  resources(): Promise<ReadonlyMap<string, Resource>> {
    return Promise.resolve(this.saved);
  }

  private async register(host: Host, name: string, declared: Declared): Promise<void> {
    const { retain } = declared;
    const old = this.saved.get(name);
    const news = { ...argsOf(declared), __owner: name };
    const { inputs, failures } = await host.check(old?.inputs ?? {}, news);
    if (failures.length > 0) throw new Error(`check failed: ${JSON.stringify(failures)}`);
    if (!old) return this.create(host, name, inputs, retain);
    const { changes, replaces } = await host.diff(old.id, old.outputs, inputs);
    if (replaces.length > 0) {
      await this.create(host, name, inputs, retain);
      this.pending.push(old);
    } else if (changes === "some") {
      const { properties } = await host.update(old.id, old.outputs, inputs);
      this.saved.set(name, { id: old.id, inputs, outputs: properties, retain });
    } else {
      this.saved.set(name, { ...old, inputs, retain });
    }
  }

  private async create(host: Host, name: string, inputs: Properties, retain: boolean): Promise<void> {
    const { id, properties } = await host.create(inputs);
    this.saved.set(name, { id, inputs, outputs: properties, retain });
  }

  private async delete(host: Host, name: string, old: Saved): Promise<void> {
    if (!old.retain) await host.delete(old.id, old.outputs);
    this.saved.delete(name);
  }

  private async deletePending(host: Host): Promise<void> {
    for (const old of this.pending.splice(0)) if (!old.retain) await host.delete(old.id, old.outputs);
  }
}

/** A failure of a hook fails the operation; anything else, and an unexpected partial failure, fails the test. */
async function succeeds(operation: () => Promise<void>): Promise<boolean> {
  try {
    await operation();
    return true;
  } catch (error) {
    if (!(error instanceof HostError) || error.initFailure) throw error;
    return false;
  }
}
