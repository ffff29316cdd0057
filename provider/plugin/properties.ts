import type { JavaScriptValue, Struct as StructMessage } from "google-protobuf/google/protobuf/struct_pb";

import { unknown, type Properties } from "../resources/methods";
import { Struct } from "./protocol";

/** What the engine sends for a value that isn't known before `pulumi up`. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key and value by which the engine knows a secret. */
const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const [signatureKey = ""] = Object.keys(signature);

/** What the engine sends; without what a state of the dynamic resource has for its own front. */
export function propertiesIn(struct: StructMessage | undefined): Properties {
  const isOurs = ([name, value]: [string, unknown]) => !name.startsWith("__") && value !== null;
  const sent = Object.entries(struct?.toJavaScript() ?? {}).filter(isOurs);
  return Object.fromEntries(sent.map(([name, value]) => [name, value === unknownValue ? unknown : value]));
}

/** Properties for the engine, which takes no value that is undefined. */
export function structOf(properties: object): StructMessage {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  const sent = given.map(([name, value]) => [name, value === unknown ? unknownValue : (value as JavaScriptValue)]);
  return Struct.fromJavaScript(Object.fromEntries(sent) as Record<string, JavaScriptValue>);
}

export function secret(value: unknown): unknown {
  return { ...signature, value };
}

/** A value without the marks of secrets, at any depth. */
export function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  if (signatureKey in value) return revealed((value as Properties).value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revealed(inner)]));
}
