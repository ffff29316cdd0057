// @ts-check
"use strict";

const { parseArgs } = require("node:util");

const { CONTENDER_IDS } = require("./contenders");
const { EXPERIMENT_IDS } = require("./experiments");

/**
 * @typedef {import("./experiments").ExperimentId} ExperimentId
 *
 * @typedef {{ do: "measure", quick: boolean, only: ExperimentId[], rounds: number | undefined }
 *   | { do: "render" }
 *   | { do: "profile", contender: import("./contenders").ContenderId, operation: Profiled, n: number, checkpoints: boolean }} Command
 * @typedef {typeof PROFILED[number]} Profiled
 */

/** What can be profiled, the default first. */
const PROFILED = /** @type {const} */ (["up", "preview"]);

const USAGE = `Usage: npm run bench [-- options]

  --quick                 small and once, into .tmp/bench/report: tries the bench itself
  --only a,b              measures only these, and keeps the other figures: ${EXPERIMENT_IDS.join(", ")}
  --rounds N              so many runs of everything; default: 2 to 9, the larger the fewer
  --render                writes page and plot from docs/benchmarks.json
  --profile CONTENDER     profiles one run of ${CONTENDER_IDS.join(", ")}
  --operation NAME        of ${PROFILED.join(" or ")}; default ${PROFILED[0]}
  --n N                   with so many plans; default 500
  --skip-checkpoints      with PULUMI_SKIP_CHECKPOINTS=true`;

/**
 * @param {readonly string[]} args
 * @returns {Command}
 * @throws an error with the usage
 */
function parseCommand(args) {
  try {
    return parse(args);
  } catch (error) {
    throw new Error(`${/** @type {Error} */ (error).message}\n\n${USAGE}`, { cause: error });
  }
}

/** @param {readonly string[]} args @returns {Command} */
function parse(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      rounds: { type: "string" },
      render: { type: "boolean", default: false },
      profile: { type: "string" },
      operation: { type: "string", default: PROFILED[0] },
      n: { type: "string" },
      "skip-checkpoints": { type: "boolean", default: false },
    },
  });
  if (values.render) return { do: "render" };
  if (values.profile !== undefined) {
    const n = wholeNumber("--n", values.n) ?? 500;
    const contender = oneOf("--profile", values.profile, CONTENDER_IDS);
    const operation = oneOf("--operation", values.operation, PROFILED);
    return { do: "profile", contender, operation, n, checkpoints: !values["skip-checkpoints"] };
  }
  const only = values.only?.split(",").map((name) => oneOf("--only", name.trim(), EXPERIMENT_IDS));
  return {
    do: "measure",
    quick: values.quick,
    only: only ?? EXPERIMENT_IDS,
    rounds: wholeNumber("--rounds", values.rounds),
  };
}

/** @param {string} flag @param {string | undefined} value @returns {number | undefined} */
function wholeNumber(flag, value) {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`${flag}: a whole number from 1 on, not ${value}.`);
  }
  return number;
}

/**
 * @template {string} T
 * @param {string} flag
 * @param {string} value
 * @param {readonly T[]} known
 * @returns {T}
 */
function oneOf(flag, value, known) {
  const found = known.find((name) => name === value);
  if (found === undefined) throw new Error(`${flag}: ${value} is none of ${known.join(", ")}.`);
  return found;
}

module.exports = { parseCommand };
