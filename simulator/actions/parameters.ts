import { apiError, invalid, missing } from "../wire/errors";
import { isObjectId, parseTime } from "../wire/values";

/** Whether the values are all text, as in a query or a form, or those of a JSON object. */
type Source = "text" | "json";

function toInteger(name: string, value: unknown, least: number, source: Source): number {
  const isNumeral = source === "text" && typeof value === "string" && /^-?\d{1,16}$/.test(value);
  const number = isNumeral ? Number(value) : value;
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < least) throw invalid(name);
  return number;
}

function toTime(name: string, value: unknown): string {
  if (typeof value !== "string" || parseTime(value) === undefined) throw invalid(name);
  return value;
}

/**
 * The parameters of a call: query and form body together, the query first, as the gateway takes them (the official
 * SDK sends `Id` in the query, pulumi-alicloud the same parameter in the form). An empty value counts as missing.
 * The documents are silent on both.
 */
export class Parameters {
  constructor(
    private readonly values: ReadonlyMap<string, unknown>,
    private readonly source: Source,
  ) {}

  has(name: string): boolean {
    const value = this.values.get(name);
    return value !== undefined && value !== null && value !== "";
  }

  text(name: string): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values.get(name);
    if (typeof value !== "string") throw invalid(name);
    return value;
  }

  requiredText(name: string): string {
    const text = this.text(name);
    if (text === undefined) throw missing(name);
    return text;
  }

  /** The id of a plan or of a job: 24 hex digits (API reference: `InvalidParameter.ObjectId`). */
  id(name = "Id"): string {
    const id = this.requiredText(name);
    if (!isObjectId(id)) throw apiError("InvalidParameter.ObjectId");
    return id;
  }

  /** An integer of at least `least`, or undefined. The documents name no limits; below 1 makes no sense. */
  integer(name: string, least = 1): number | undefined {
    return this.has(name) ? toInteger(name, this.values.get(name), least, this.source) : undefined;
  }

  requiredInteger(name: string, least = 1): number {
    const value = this.integer(name, least);
    if (value === undefined) throw missing(name);
    return value;
  }

  /** An ISO 8601 time as it was given, or undefined. */
  time(name: string): string | undefined {
    return this.has(name) ? toTime(name, this.values.get(name)) : undefined;
  }

  /** The objects of a parameter that is a JSON array: the official SDK's form of `Executions`. */
  requiredObjects(name: string): Parameters[] {
    const text = this.requiredText(name);
    let list: unknown;
    try {
      list = JSON.parse(text);
    } catch {
      throw invalid(name);
    }
    if (!Array.isArray(list)) throw invalid(name);
    if (list.length === 0) throw missing(name);
    return list.map((item: unknown) => {
      if (typeof item !== "object" || item === null || Array.isArray(item)) throw invalid(name);
      return new Parameters(new Map(Object.entries(item)), "json");
    });
  }
}
