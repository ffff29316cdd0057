import { unknown, type Properties, type ResourceKind, type Stored } from "../resources/methods";
import { ownerKey } from "./handler";

/** What the engine sends for a value that isn't known before `pulumi up`. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Which of the optional arguments were given: the host hands read and delete the outputs only. */
const givenKey = "__given";

/** What the engine sends, without what only this front knows. */
export function argumentsIn(properties: Properties): Properties {
  const own = Object.entries(properties).filter(([name]) => !name.startsWith("__"));
  return Object.fromEntries(own.map(([name, value]) => [name, value === unknownValue ? unknown : value]));
}

/** The resource that properties are of: its class has put its name there. A state of 0.1.0 has none. */
export function ownerIn(properties: Properties): string | undefined {
  const owner = properties[ownerKey];
  return typeof owner === "string" ? owner : undefined;
}

/** A resource of the state, whose inputs the host doesn't hand over. */
export function storedIn({ names, required }: ResourceKind, id: string, properties: Properties): Stored {
  const outputs = argumentsIn(properties);
  const given: unknown = properties[givenKey];
  const isNamed = ownerIn(properties) !== undefined;
  if (given === undefined && !isNamed && outputs.timeoutSeconds === undefined)
    return { id, inputs: undefined, outputs };
  const isGiven = (name: string) =>
    required.includes(name) || (Array.isArray(given) ? (given as unknown[]).includes(name) : isNamed);
  const inputs = names.filter((name) => isGiven(name) && outputs[name] !== undefined);
  return { id, inputs: Object.fromEntries(inputs.map((name) => [name, outputs[name]])), outputs };
}

export function inputsFor(inputs: Properties, owner: string | undefined): Record<string, unknown> {
  const sent = Object.entries(inputs).map(([name, value]) => [name, value === unknown ? unknownValue : value]);
  return storable({ ...(Object.fromEntries(sent) as Properties), [ownerKey]: owner });
}

/**
 * The outputs of a create or update as the host takes them, with what it must hand back. A default is not stored: the
 * resource's class knows it. Which arguments were given is stored where the outputs don't say it: a job may be learned.
 */
export function outputsFor(
  { names, required, observed }: ResourceKind,
  outputs: object,
  inputs: Properties,
  owner: string | undefined,
): Record<string, unknown> {
  const optional = names.filter((name) => !required.includes(name));
  const given = optional.filter((name) => inputs[name] !== undefined);
  const isDefault = (name: string) => optional.includes(name) && !given.includes(name) && !observed.includes(name);
  const stored = Object.fromEntries(Object.entries(outputs).filter(([name]) => !isDefault(name)));
  const isTold = owner !== undefined && optional.every((name) => (stored[name] !== undefined) === given.includes(name));
  return storable({ ...stored, [givenKey]: isTold ? undefined : given, [ownerKey]: owner });
}

/** The outputs of a read, with what else the state holds: a refresh shows no change that the plan hasn't made. */
export function refreshed(
  outputs: object,
  { [givenKey]: given, [ownerKey]: owner }: Properties,
): Record<string, unknown> {
  return storable({ ...outputs, [givenKey]: given, [ownerKey]: owner });
}

/** The host fails on a value that is undefined. */
function storable(properties: Properties): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
