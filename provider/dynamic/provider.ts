import type * as pulumi from "@pulumi/pulumi";

import { hinted } from "../front/hint";
import { Gone, type Call, type ResourceMethods } from "../resources/methods";
import { handlerKey } from "./handler";
import { asHostFailure } from "./initFailure";
import { argumentsIn, inputsFor, outputsFor, ownerIn, refreshed, storedIn } from "./properties";

type Properties = Record<string, unknown>;

export type DynamicProvider = Required<pulumi.dynamic.ResourceProvider<Properties, Properties>>;

/** The methods of a resource as Pulumi's dynamic provider host calls them: translated, and nothing decided. */
export function dynamicProvider<Inputs extends object, Outputs extends object>(
  methods: ResourceMethods<Inputs, Outputs>,
  configure: DynamicProvider["configure"],
): DynamicProvider {
  const { kind } = methods;

  return {
    configure,

    check: async (olds, news) => {
      const owner = ownerIn(news);
      const { inputs, failures } = await methods.check(argumentsIn(olds), argumentsIn(news), { owner });
      return { inputs: inputsFor(inputs, owner), failures };
    },

    diff: async (id, olds, news) => {
      const call = { owner: ownerIn(news) };
      const changes = await methods.diff(storedIn(kind, id, olds), argumentsIn(news), call);
      const replaces = changes.filter((change) => change.replaces).map(({ argument }) => argument);
      // Without its handler a state is the plugin's: an update puts it in.
      const isOfPlugin = olds[handlerKey] === undefined;
      return { changes: isOfPlugin || changes.length > 0, ...(replaces.length > 0 && { replaces }) };
    },

    create: (news) =>
      carriedOut(news, async (inputs, call, outputsOf) => {
        const { id, outputs } = await methods.create(inputs, call);
        return { id, outs: outputsOf(outputs) };
      }),

    update: (id, olds, news) =>
      carriedOut(news, async (inputs, call, outputsOf) => ({
        outs: outputsOf(await methods.update(storedIn(kind, id, olds), inputs, call)),
      })),

    read: async (id, properties = {}) => {
      const owner = ownerIn(properties);
      const stored = storedIn(kind, id, properties);
      const found = await hinted(methods.read(stored, { owner }));
      if (found === Gone) return { id: "", props: {} };
      const inputs = stored.inputs ? inputsFor(found.inputs, owner) : {};
      return { id, props: refreshed(found.outputs, properties), inputs };
    },

    delete: (id, properties) => hinted(methods.delete(storedIn(kind, id, properties), { owner: ownerIn(properties) })),
  };

  async function carriedOut<T>(
    news: Properties,
    work: (inputs: Properties, call: Call, outputsOf: (outputs: object) => Properties) => Promise<T>,
  ): Promise<T> {
    const [inputs, owner] = [argumentsIn(news), ownerIn(news)];
    const outputsOf = (outputs: object) => outputsFor(kind, outputs, inputs, owner);
    try {
      return await work(inputs, { owner }, outputsOf);
    } catch (error) {
      throw asHostFailure(error, news, outputsOf);
    }
  }
}
