import type { Changes } from "../../harness/results";
import type { Result, RunResult } from "../../harness/stack";

/** Expects a run to succeed, with these changes, if any are named; shows what it said where it doesn't. */
export function expectDone(result: RunResult, changes?: Changes): void {
  expectOk(result);
  if (changes) expect(result.changes).toMatchObject(changes);
}

/** Expects a run to succeed that changes no resource. */
export function expectNothingDone(result: RunResult): void {
  expectOk(result);
  expect(Object.keys(result.changes).filter((operation) => operation !== "same")).toEqual([]);
}

/** Expects a command to succeed, and shows what it said where it doesn't. */
export function expectOk({ ok, output }: Result): void {
  if (!ok) throw new Error(`It was to succeed, but said:\n${output}`);
}

/** Expects a command to fail, and to say all of this. */
export function expectRefused(result: Result, ...said: (RegExp | string)[]): void {
  if (result.ok) throw new Error(`It was to fail, but said:\n${result.output}`);
  for (const text of said) expect(result.output).toEqual(expect.stringMatching(text));
}
