import type { z } from "zod";

import { EsaError } from "../esa/errors";
import { ownCodes } from "../esa/remedies";

/** Reads a key of the stack configuration, such as `alicloud:region`; undefined when it isn't set. */
export type ConfigReader = (key: string) => string | undefined;

/** The environment variables of the provider host. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a key of `alicloud:`, else the first of the variables; an empty text counts as unset. */
export type FirstSet = (key: string, ...variables: string[]) => string | undefined;

/** Looks in the stack configuration first, then in the environment. */
export function firstSetIn(config: ConfigReader, env: Environment): FirstSet {
  return (key, ...variables) =>
    [config(`alicloud:${key}`), ...variables.map((name) => env[name])].find(
      (value) => value !== undefined && value !== "",
    );
}

/** A failure of the configuration: what is wrong, and the command or variable that sets it right. */
export function settingsError(reason: string, remedy: string): EsaError {
  return new EsaError({ code: ownCodes.settings, reason, remedy });
}

/**
 * A structured key of `alicloud:`. The host hands objects and lists over as JSON text, however they were set.
 *
 * @throws EsaError naming the key and field, when the value has another shape.
 */
export function readStructure<T extends z.ZodType>(
  config: ConfigReader,
  key: string,
  shape: T,
  remedy: string,
): z.output<T> | undefined {
  const json = config(`alicloud:${key}`);
  if (json === undefined || json === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw settingsError(`alicloud:${key} is not JSON.`, remedy);
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = [`alicloud:${key}`, ...(issue?.path ?? [])].join(".");
  throw settingsError(`${path} is not as expected: ${issue?.message ?? "wrong shape"}.`, remedy);
}
