import type { z } from "zod";

import { fieldsOf } from "../../provider/esa/errors/network";
import type { Answer, Case, Expected, Request, World } from "./case";
import { isWord } from "./shapes";

/** Rejected when there was no answer to compare: no connection, no permission, throttled for too long. */
export type Send = (request: Request) => Promise<Answer>;

export interface Result {
  readonly case: Case;
  /** failed: there was no answer to compare. */
  readonly outcome: "ok" | "differs" | "not tried" | "failed";
  /** How it differs, or why it was not tried or failed. */
  readonly remarks: readonly string[];
  /** Of the simulator, that leads to this answer or to the nearest. */
  readonly option?: string | undefined;
  /** How often it was asked. */
  readonly looks: number;
}

interface Service {
  readonly send: Send;
  readonly sleep: (delayMs: number) => Promise<unknown>;
}

const mostLooks = 6;
const pauseMs = 2000;

/** Runs the cases in their order, one call at a time; they add to what is known of the world. */
export async function runCases(cases: readonly Case[], world: World, service: Service): Promise<Result[]> {
  const results = [];
  for (const one of cases) results.push(await runCase(one, world, service));
  return results;
}

async function runCase(one: Case, world: World, { send, sleep }: Service): Promise<Result> {
  const because = one.unless?.(world);
  if (because !== undefined) return { case: one, outcome: "not tried", remarks: [because], looks: 0 };
  for (let looks = 1; ; looks++) {
    try {
      const answer = await send(one.ask(world));
      const { option, remarks } = judge(one.answers(world), answer);
      if (remarks.length > 0 && one.settles && looks < mostLooks) {
        await sleep(pauseMs);
        continue;
      }
      if ("body" in answer) learn(world, answer.body);
      return { case: one, outcome: remarks.length === 0 ? "ok" : "differs", remarks, option, looks };
    } catch (error) {
      return { case: one, outcome: "failed", remarks: [(error as Error).message], looks };
    }
  }
}

/** Notes what a later case needs, from answers of any form. */
function learn(world: World, body: unknown): void {
  const { SiteId, Executions } = fieldsOf(body);
  if (Number.isSafeInteger(SiteId)) world.siteId = SiteId as number;
  for (const entry of Array.isArray(Executions) ? (Executions as unknown[]) : []) {
    const { Id, Status } = fieldsOf(entry);
    const isIt = typeof Id === "string" && Id.toLowerCase() === world.planId?.toLowerCase();
    if (isIt && isWord(Status)) world.status = Status;
  }
}

/** Compares an answer with each that the simulator may give: the one that fits, or else the nearest. */
function judge(expected: readonly Expected[], answer: Answer) {
  const alike = expected.filter((one) => "body" in one === "body" in answer);
  const [nearest] = (alike.length > 0 ? alike : expected)
    .map((one) => ({ option: one.option, remarks: differences(one, answer) }))
    .sort((one, other) => one.remarks.length - other.remarks.length);
  if (nearest === undefined) throw new Error("A case has no answer of the simulator.");
  return nearest;
}

/** One line for each kind of difference: entries of a list are not told apart. */
function differences(expected: Expected, answer: Answer): string[] {
  if ("body" in expected && "body" in answer) {
    const issues = expected.body.safeParse(answer.body).error?.issues ?? [];
    return [...new Set(issues.flatMap(linesOf))];
  }
  const shown = (one: Expected | Answer) => ("refusal" in one ? one.refusal : "HTTP 200");
  return shown(expected) === shown(answer) ? [] : [`${shown(answer)}, expected ${shown(expected)}`];
}

function linesOf(issue: z.core.$ZodIssue): string[] {
  const at = (path: readonly PropertyKey[]) =>
    path
      .map((part) => (typeof part === "number" ? "[]" : `.${String(part)}`))
      .join("")
      .replace(/^\./, "") || "the answer";
  if (issue.code !== "unrecognized_keys") return [`${at(issue.path)} ${issue.message.replace(/^Invalid input: /, "")}`];
  // A name of another form may be anything, such as a name of the user's.
  const names = issue.keys.map((key) => (isWord(key) ? key : "an element"));
  return names.map((name) => `${at([...issue.path, name])} is not expected`);
}
