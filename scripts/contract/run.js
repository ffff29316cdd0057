// @ts-check
"use strict";

const { compare } = require("./compare");

/**
 * @typedef {import("./cases").Case} Case
 * @typedef {import("./cases").Expected} Expected
 * @typedef {{ status: number, body: unknown }} Answer
 * @typedef {(request: import("./cases").Request, writes: boolean) => Promise<Answer>} Send
 * rejected when there was no answer to compare: no connection, no permission, throttled for too long
 *
 * @typedef {object} Result
 * @property {Case} case
 * @property {"ok" | "differs" | "not tried" | "failed"} outcome failed: there was no answer to compare
 * @property {string} [option] of the simulator that leads to the same answer
 * @property {readonly string[]} differences
 * @property {string} [because] why it was not tried, or failed
 * @property {import("./cases").Request} [request]
 * @property {Answer} [answer]
 * @property {number} looks how often it was asked
 */

const LOOKS = 6;
const PAUSE_MS = 2000;

/**
 * Runs the cases in their order, one call at a time.
 *
 * @param {readonly Case[]} cases
 * @param {import("./cases").World} world what is known at the beginning; the cases add to it
 * @param {{ send: Send, sleep: (delayMs: number) => Promise<unknown> }} service
 * @returns {Promise<Result[]>}
 */
async function runCases(cases, world, service) {
  const results = [];
  for (const one of cases) results.push(await runCase(one, world, service));
  return results;
}

/** @param {Case} one @param {import("./cases").World} world @param {Parameters<typeof runCases>[2]} service */
async function runCase(one, world, { send, sleep }) {
  const because = one.unless?.(world);
  if (because !== undefined) return result(one, { outcome: "not tried", because });
  for (let looks = 1; ; looks++) {
    const request = one.ask(world);
    /** @type {Answer} */
    let answer;
    try {
      answer = await send(request, one.writes);
    } catch (error) {
      return result(one, {
        outcome: "failed",
        because: /** @type {Error} */ (error).message,
        request,
        looks,
      });
    }
    const { option, differences } = judge(one.answers(world), answer);
    if (differences.length > 0 && one.settles && looks < LOOKS) {
      await sleep(PAUSE_MS);
      continue;
    }
    if (answer.status === 200) one.learn?.(answer.body, world);
    const outcome = differences.length === 0 ? "ok" : "differs";
    return result(one, { outcome, differences, request, answer, looks, ...(option && { option }) });
  }
}

/** @param {Case} one @param {Pick<Result, "outcome"> & Partial<Result>} rest @returns {Result} */
function result(one, rest) {
  return { case: one, differences: [], looks: 0, ...rest };
}

/**
 * Compares an answer with each that the simulator may give: the one that fits, or else the nearest.
 *
 * @param {Record<string, Expected>} expected by the simulator's option
 * @param {Answer} answer
 * @returns {{ option: string, differences: string[] }}
 */
function judge(expected, answer) {
  const judged = Object.entries(expected).map(([option, one]) => ({
    option,
    sameStatus: one.status === answer.status,
    differences: differencesOf(one, answer),
  }));
  const [nearest] = judged.sort(
    (a, b) => Number(b.sameStatus) - Number(a.sameStatus) || a.differences.length - b.differences.length,
  );
  if (nearest === undefined) throw new Error("A case has no answer of the simulator.");
  return nearest;
}

/** @param {Expected} expected @param {Answer} answer @returns {string[]} */
function differencesOf(expected, answer) {
  const isOther = expected.status !== answer.status;
  // An error instead of a success, or the other way round, has nothing else in common.
  if (isOther && (expected.status === 200 || answer.status === 200)) {
    return [`HTTP ${answer.status}${codeOf(answer.body)}; the simulator answers HTTP ${expected.status}`];
  }
  const differences = compare(expected.body, answer.body);
  if (differences.length === 0) differences.push(...(expected.also?.(answer.body) ?? []));
  return isOther
    ? [`HTTP ${answer.status}; the simulator answers HTTP ${expected.status}`, ...differences]
    : differences;
}

/** @param {any} body */
function codeOf(body) {
  return typeof body?.Code === "string" && /^[\w.-]{1,80}$/.test(body.Code) ? ` ${body.Code}` : "";
}

module.exports = { runCases };
