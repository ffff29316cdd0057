import * as messages from "@pulumi/pulumi/proto/provider_pb";

import { hinted } from "../front/hint";
import { Gone, type ArgumentFailure, type Call, type Properties, type ResourceMethods } from "../resources/methods";
import { withDefaults } from "../resources/stored";
import { propertiesIn, structOf } from "./properties";
import { Empty } from "./protocol";

type Change = messages.PropertyDiff.Kind;

/** The methods of a resource as Pulumi's engine calls them: translated, and nothing decided. */
export function resourceCalls<Inputs extends object, Outputs extends object>(
  methods: ResourceMethods<Inputs, Outputs>,
  signal: AbortSignal,
) {
  const { kind } = methods;
  const callOf = (request: { getUrn(): string }, said: Call = {}): Call => ({
    ...{ owner: request.getUrn(), signal },
    ...said,
  });
  // The engine never says of check and diff whether they are a preview's: create and update tell what they see.
  const quietly = { preview: false };

  return {
    check: async (request: messages.CheckRequest) => {
      const [olds, news] = [propertiesIn(request.getOlds()), propertiesIn(request.getNews())];
      const { inputs, failures } = await methods.check(olds, news, callOf(request, quietly));
      return checked(inputs, failures);
    },

    diff: async (request: messages.DiffRequest) => {
      const stored = storedIn(request, request.getOlds());
      const news = propertiesIn(request.getNews());
      const changes = await methods.diff(stored, news, callOf(request, quietly));
      const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
      // The dynamic resource stores no defaults, which an SDK promises: an update puts them in.
      const isWhole = Object.entries(withDefaults(stored.outputs)).every(
        ([name, value]) => value === undefined || name in stored.outputs,
      );
      const response = new messages.DiffResponse()
        .setChanges(isWhole && changes.length === 0 ? DIFF_NONE : DIFF_SOME)
        .setDiffsList(changes.map(({ argument }) => argument))
        .setReplacesList(changes.filter(({ replaces }) => replaces).map(({ argument }) => argument))
        .setHasdetaileddiff(true);
      for (const { argument, replaces } of changes) {
        const change = kindOf(stored.outputs[argument], news[argument], replaces);
        // What an unfinished run has asked for is in the inputs only.
        const isInput = stored.outputs[argument] === news[argument];
        response.getDetaileddiffMap().set(argument, new messages.PropertyDiff().setKind(change).setInputdiff(isInput));
      }
      return response;
    },

    create: async (request: messages.CreateRequest) => {
      const { id, outputs } = await methods.create(propertiesIn(request.getProperties()), limited(request));
      return new messages.CreateResponse().setId(id).setProperties(structOf(outputs));
    },

    update: async (request: messages.UpdateRequest) => {
      const stored = storedIn(request, request.getOlds());
      const outputs = await methods.update(stored, propertiesIn(request.getNews()), limited(request));
      return new messages.UpdateResponse().setProperties(structOf(outputs));
    },

    /** Of a resource that is managed, one that is only read, or one that is imported: of that, only the id is known. */
    read: async (request: messages.ReadRequest) => {
      const id = request.getId();
      if (!request.hasInputs()) {
        const found = await methods.import(id, callOf(request));
        return found === Gone ? new messages.ReadResponse() : read(found.id, found.inputs, found.outputs);
      }
      const given = propertiesIn(request.getInputs());
      const isManaged = kind.required.every((name) => name in given);
      const stored = { id, inputs: isManaged ? given : undefined, outputs: propertiesIn(request.getProperties()) };
      const found = await hinted(methods.read(stored, callOf(request)));
      if (found === Gone) return new messages.ReadResponse();
      return isManaged ? read(id, found.inputs, found.outputs) : read(id, given, withDefaults(found.outputs));
    },

    delete: async (request: messages.DeleteRequest) => {
      await hinted(methods.delete(storedIn(request, request.getProperties()), limited(request)));
      return new Empty();
    },
  };

  function storedIn(
    request: messages.DiffRequest | messages.UpdateRequest | messages.DeleteRequest,
    outputs: Parameters<typeof propertiesIn>[0],
  ) {
    return { id: request.getId(), inputs: propertiesIn(request.getOldInputs()), outputs: propertiesIn(outputs) };
  }

  /** A call that may be limited by the user's `customTimeouts`, in seconds, and tells whether it is a preview's. */
  function limited(request: messages.CreateRequest | messages.UpdateRequest | messages.DeleteRequest): Call {
    const timeoutSeconds = request.getTimeout() || undefined;
    return callOf(request, { timeoutSeconds, preview: "getPreview" in request && request.getPreview() });
  }
}

export function checked(inputs: Properties, failures: readonly ArgumentFailure[]): messages.CheckResponse {
  return new messages.CheckResponse().setInputs(structOf(inputs)).setFailuresList(failuresOf(failures));
}

export function failuresOf(failures: readonly ArgumentFailure[]): messages.CheckFailure[] {
  return failures.map(({ property, reason }) => new messages.CheckFailure().setProperty(property).setReason(reason));
}

function read(id: string, inputs: object, outputs: object): messages.ReadResponse {
  return new messages.ReadResponse().setId(id).setInputs(structOf(inputs)).setProperties(structOf(outputs));
}

function kindOf(before: unknown, after: unknown, replaces: boolean): Change {
  const { Kind } = messages.PropertyDiff;
  if (before === undefined) return replaces ? Kind.ADD_REPLACE : Kind.ADD;
  if (after === undefined) return replaces ? Kind.DELETE_REPLACE : Kind.DELETE;
  return replaces ? Kind.UPDATE_REPLACE : Kind.UPDATE;
}
