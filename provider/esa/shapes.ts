import * as v from "valibot";

/** Whatever is missing or was spoilt reads as absent, and stops nothing. */
export const lenient = <T extends v.GenericSchema>(type: T) => v.fallback(v.optional(type), undefined);

/** Valibot takes a list for an object, too. */
export const noList = v.custom<object>((value) => !Array.isArray(value), "expected an object, received a list");
export const objectOf = <T extends v.ObjectEntries>(entries: T) => v.pipe(noList, v.object(entries));

/** What a shape makes of a value; or the first fault, by its place and without a value, which may be a secret. */
export function readAs<T>(shape: v.GenericSchema<unknown, T>, value: unknown): { data: T } | { fault: Fault } {
  const { success, output, issues } = v.safeParse(shape, value, { message: withoutValue });
  if (success) return { data: output };
  return { fault: { path: v.getDotPath(issues[0]) ?? "", message: issues[0].message } };
}

interface Fault {
  /** Empty for the whole value. */
  readonly path: string;
  readonly message: string;
}

/** Valibot's own messages quote what was received. */
function withoutValue({ expected, input }: v.BaseIssue<unknown>): string {
  if (input === undefined) return "it is missing";
  return `expected ${expected?.toLowerCase()}, received ${input === null ? "null" : typeof input}`;
}
