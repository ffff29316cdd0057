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
  if (given === undefined && outputs.timeoutSeconds === undefined) return { id, inputs: undefined, outputs };
  const isGiven = (name: string) =>
    required.includes(name) || (Array.isArray(given) && (given as unknown[]).includes(name));
  const inputs = names.filter((name) => isGiven(name) && outputs[name] !== undefined);
  return { id, inputs: Object.fromEntries(inputs.map((name) => [name, outputs[name]])), outputs };
}

export function inputsFor(inputs: Properties, owner: string | undefined): Record<string, unknown> {
  const sent = Object.entries(inputs).map(([name, value]) => [name, value === unknown ? unknownValue : value]);
  return storable({ ...(Object.fromEntries(sent) as Properties), [ownerKey]: owner });
}

/** Outputs as the host takes them, with what it must hand back; inputs are undefined for a resource that is only read. */
export function outputsFor(
  { names, required }: ResourceKind,
  outputs: object,
  inputs: Properties | undefined,
  owner: string | undefined,
): Record<string, unknown> {
  const given = names.filter((name) => !required.includes(name) && inputs?.[name] !== undefined);
  return storable({ ...outputs, [givenKey]: inputs && given, [ownerKey]: owner });
}

/** The host fails on a value that is undefined. */
function storable(properties: Properties): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
