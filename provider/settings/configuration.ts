import type { z } from "zod";

import { EsaError } from "../esa/errors/error";
import { ownCodes } from "../esa/errors/remedies";

/** Reads a key of the stack configuration, such as `alicloud:region`; undefined when it isn't set. */
export type ConfigReader = (key: string) => string | undefined;

/** The environment variables of the provider host. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What all settings are read from. An empty text counts as unset everywhere. */
export class Sources {
  constructor(
    private readonly config: ConfigReader,
    private readonly env: Environment,
  ) {}

  /** A key of `alicloud:`. */
  configured(key: string): string | undefined {
    return this.config(`alicloud:${key}`)?.trim() || undefined;
  }

  /** The first variable that is set. */
  given(...names: readonly string[]): { name: string; value: string } | undefined {
    const set = names.map((name) => ({ name, value: this.env[name]?.trim() ?? "" }));
    return set.find(({ value }) => value !== "");
  }

  /** Its value. */
  variable(...names: readonly string[]): string | undefined {
    return this.given(...names)?.value;
  }

  /** A key of `alicloud:`, else the first of the variables. */
  first(key: string, ...variables: readonly string[]): string | undefined {
    return this.configured(key) ?? this.variable(...variables);
  }

  /**
   * A structured key of `alicloud:`. The host hands objects and lists over as JSON text, however they were set.
   *
   * @throws EsaError naming the key and field, never the value, when it has another shape.
   */
  structure<T extends z.ZodType>(key: string, shape: T, remedy: string): z.output<T> | undefined {
    const json = this.configured(key);
    if (json === undefined) return undefined;
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
}

/** A failure of the configuration: what is wrong, and the command or variable that sets it right. */
export function settingsError(reason: string, remedy: string): EsaError {
  return new EsaError({ code: ownCodes.settings, reason, remedy });
}
