// @ts-check
"use strict";

/**
 * `npm run live-check -- --job ID [options]`: docs/live-check.md. The report goes to stdout, everything else to stderr.
 */

const { setTimeout: sleep } = require("node:timers/promises");

const { setup } = require("./lib/setup");
const { HELP, parseOptions } = require("./live/options");

/** @returns {Promise<0 | 1 | 2>} */
async function liveCheck() {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") {
    process.stdout.write(HELP);
    return 0;
  }
  await setup({ engine: false });
  const { openService } = require("./live/service");
  const { userAgent } = require("../dist/provider/esa/sending/userAgent.js");
  const { checkService } = require("./live/check");
  const service = await openService(options.config, process.env);
  const { report, problem, exitCode } = await checkService({
    options,
    service,
    version: userAgent.replace(/^.*\//, ""),
    now: new Date(),
    sleep,
    announce: (text) => console.error(text),
  });
  if (report !== undefined) process.stdout.write(report);
  if (problem !== undefined) console.error(problem);
  return exitCode;
}

liveCheck().then(
  (code) => void (process.exitCode = code),
  (/** @type {Error} */ error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
