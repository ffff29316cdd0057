// @ts-check
"use strict";

const { parseArgs } = require("node:util");

const HELP = `Usage: npm run live-check -- --job ID [options]

Asks ESA's scheduled preload API, with your own credentials, what the simulator is asked in its tests, and prints a
report in Markdown of where the two differ: redacted, to be pasted into an issue. It only reads, unless it is allowed to stop a plan.

  --job ID             the job ("prefetch task") to look at: 24 hex digits
  --plan ID            a plan of that job
  --allow-stop         also sends Stop: for the plan, which stops if it runs, and for ids that do not exist
  --region REGION      as alicloud:region
  --account-type TYPE  Domestic or International, as alicloud:accountType
  --endpoint HOST      as the esa of alicloud:endpoints
  --profile NAME       as alicloud:profile
  --help

What is not given comes from the environment variables of docs/configuration.md.
Exit code: 0 everything tried agrees, 1 something differs, 2 it could not be run, or not all of it.
`;

/** A command line that cannot be carried out. */
class UsageError extends Error {}

/**
 * @typedef {{ jobId: string, planId?: string, allowStop: boolean, config: Record<string, string> }} Options
 * config: keys of the stack configuration
 */

/**
 * @param {readonly string[]} args
 * @returns {Options | "help"}
 */
function parseOptions(args) {
  const text = /** @type {const} */ ({ type: "string" });
  const flag = /** @type {const} */ ({ type: "boolean" });
  const values = parse(() =>
    parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        job: text,
        plan: text,
        "allow-stop": flag,
        region: text,
        "account-type": text,
        endpoint: text,
        profile: text,
        help: { type: "boolean", short: "h" },
      },
    }),
  ).values;
  if (values.help) return "help";
  if (values.job === undefined) throw usage("--job ID is needed.");
  if (values["allow-stop"] && values.plan === undefined) {
    throw usage("--allow-stop needs --plan ID: the plan that may be stopped.");
  }
  return {
    jobId: toId("job", values.job),
    ...(values.plan !== undefined && { planId: toId("plan", values.plan) }),
    allowStop: values["allow-stop"] ?? false,
    config: {
      ...(values.region !== undefined && { "alicloud:region": values.region }),
      ...(values["account-type"] !== undefined && { "alicloud:accountType": values["account-type"] }),
      ...(values.endpoint !== undefined && {
        "alicloud:endpoints": JSON.stringify([{ esa: values.endpoint }]),
      }),
      ...(values.profile !== undefined && { "alicloud:profile": values.profile }),
    },
  };
}

/** @template T @param {() => T} read @returns {T} */
function parse(read) {
  try {
    return read();
  } catch (error) {
    throw usage(/** @type {Error} */ (error).message);
  }
}

/** @param {string} name @param {string} text */
function toId(name, text) {
  if (/^[0-9a-f]{24}$/i.test(text)) return text;
  throw usage(`--${name}: expected 24 hex digits.`);
}

/** @param {string} reason */
function usage(reason) {
  return new UsageError(`${reason}\nTry --help.`);
}

module.exports = { HELP, parseOptions };
