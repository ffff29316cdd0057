import { Gone, unknown } from "../../provider/resources/methods";
import { startSimulator } from "../../simulator";
import { Failure, type Kind, type Properties, type Stage, type State, type Subject } from "../contract/subject";
import { configFor, startHost, type Host } from "../harness/host";
import { HostError } from "../harness/messages";

/** What the engine sends for a value that isn't known before `pulumi up`. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The methods in Pulumi's dynamic provider host, as the engine calls them. */
export async function openStage(): Promise<Stage> {
  const simulator = await startSimulator();
  // Whose handler goes along with the next call.
  const next = { run: 0, kind: "plan" as Kind };
  const host = await startHost({
    handler: () => handlerOf(next.run, next.kind),
    config: configFor(simulator),
  });
  let runs = 0;
  return {
    simulator,
    // The resource's class knows them.
    defaults: {},
    readsInputs: false,
    newRun() {
      const run = ++runs;
      const before = host.output().length;
      const callsOf = (kind: Kind) => () => {
        Object.assign(next, { run, kind });
        return host;
      };
      return {
        plan: subject(callsOf("plan")),
        job: subject(callsOf("job")),
        said: () => host.output().slice(before),
      };
    },
    close: async () => {
      await host.stop();
      await simulator.close();
    },
  };
}

/** The host keeps a provider for each text: that of another run evaluates the package's module anew. */
function handlerOf(run: number, kind: Kind): string {
  return `exports.handler = () => {
    if (process.run !== ${run}) delete require.cache[require.resolve("pulumi-esa-preload/provider")];
    process.run = ${run};
    return require("pulumi-esa-preload/provider")${kind === "job" ? ".jobs" : ""};
  };`;
}

function subject(host: () => Host): Subject {
  const inputsOf = (properties: Properties, owner: string | undefined) => ({
    ...mapped(properties, unknown, unknownValue),
    ...(owner !== undefined && { __owner: owner }),
  });
  // What the host has handed over itself holds what it needs to know.
  const outputsOf = ({ outputs }: State) => ({ ...outputs });
  return {
    check: async (olds, news, { owner }) => {
      const { inputs, failures } = await host().check({ ...olds }, inputsOf(news, owner));
      return { inputs: argumentsIn(ownedBy(owner, inputs)), failures };
    },
    diff: async (state, news, { owner }) => {
      const { changes, replaces } = await host().diff(state.id, outputsOf(state), inputsOf(news, owner));
      if (replaces.length > 0) return "replacement";
      return changes === "none" ? "no change" : "update";
    },
    create: async (news, { owner }) => {
      const { id, properties } = await withHandler(host().create(inputsOf(news, owner)));
      return { id, outputs: ownedBy(owner, properties) };
    },
    read: async (state, { owner }) => {
      const { id, properties, inputs = {} } = await asFailure(host().read(state.id, outputsOf(state)));
      return id === "" ? Gone : { inputs: argumentsIn(inputs), outputs: ownedBy(owner, properties) };
    },
    update: async (state, news, { owner }) => {
      const updating = host().update(state.id, outputsOf(state), inputsOf(news, owner));
      return ownedBy(owner, (await withHandler(updating)).properties);
    },
    delete: (state) => asFailure(host().delete(state.id, outputsOf(state))),
  };
}

/** An unfinished resource must keep it too, or later refreshes would find no provider. */
async function withHandler<T>(work: Promise<T>): Promise<T> {
  return asFailure(work).catch((error: unknown) => {
    if (error instanceof Failure && error.partial) expect(error.partial.outputs).toHaveProperty("__provider");
    throw error;
  });
}

/** The same, which the engine hands to the next method: it must say whose they are. */
function ownedBy(owner: string | undefined, properties: Properties): Properties {
  expect(properties.__owner).toBe(owner);
  return properties;
}

function argumentsIn(properties: Properties): Properties {
  const given = Object.entries(properties).filter(([name]) => !name.startsWith("__"));
  return mapped(Object.fromEntries(given), unknownValue, unknown);
}

export function mapped(properties: Properties, from: unknown, to: unknown): Properties {
  const entries = Object.entries(properties).map(([name, value]) => [name, value === from ? to : value]);
  return Object.fromEntries(entries) as Properties;
}

export async function asFailure<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const { message, initFailure } = error;
    throw new Failure(message, initFailure && { ...initFailure, outputs: initFailure.properties });
  }
}
