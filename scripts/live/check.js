// @ts-check
"use strict";

const { READ_CASES } = require("../contract/readCases");
const { runCases } = require("../contract/run");
const { STOP_CASES } = require("../contract/stopCases");
const { createRedactor } = require("./redact");
const { writeReport } = require("./report");

/**
 * @typedef {import("./options").Options} Options
 * @typedef {import("../contract/cases").World} World
 * @typedef {import("../contract/run").Result} Result
 * @typedef {import("../contract/run").Send} Send
 *
 * @typedef {object} Check
 * @property {Options} options
 * @property {import("./service").Service} service
 * @property {string} version of this package
 * @property {Date} now
 * @property {(delayMs: number) => Promise<unknown>} sleep
 * @property {(line: string) => void} announce says what will be done, before it is done
 *
 * @typedef {object} Outcome
 * @property {string} [report] Markdown, redacted; absent when nothing could be asked
 * @property {string} [problem] what kept the check, or a part of it, from being run
 * @property {0 | 1 | 2} exitCode
 */

/**
 * Runs the contract's cases against a service: those that read, and those that stop where that is allowed.
 *
 * @param {Check} check
 * @returns {Promise<Outcome>}
 */
async function checkService({ options, service, version, now, sleep, announce }) {
  const { jobId, planId, allowStop } = options;
  const redactor = createRedactor({ jobId, planId, secrets: service.secrets });
  announce(
    `${service.endpoint}, job ${jobId}, with the credentials of ${redactor.withoutSecrets(service.origin)}.\n${intent(options)}`,
  );

  /** @type {World} */
  const world = { jobId, ...(planId !== undefined && { planId }) };
  const guarded = { send: onlyAllowed(service.send, allowStop), sleep };
  const [first, ...others] = READ_CASES;
  const results = await runCases(first ? [first] : [], world, guarded);
  const unread = whyUnread(results[0]);
  if (unread !== undefined) {
    return { problem: redactor.withoutSecrets(`The job's plans cannot be listed: ${unread}`), exitCode: 2 };
  }
  const statusBefore = world.status;
  const found = planId === undefined || statusBefore !== undefined;
  results.push(...(await runCases(others, world, guarded)));
  if (allowStop && found) results.push(...(await runCases(STOP_CASES, world, guarded)));

  for (const { answer } of results) redactor.learn(answer?.body);
  const about = [
    `pulumi-esa-preload ${version}, Node ${process.versions.node}, ${now.toISOString().slice(0, 10)}`,
    `endpoint: ${shownEndpoint(service.endpoint)}`,
    allowStop && found
      ? `Stop was allowed, for a plan that was ${statusBefore ?? ""} at first`
      : "nothing was sent that writes",
  ];
  const report = redactor.withoutSecrets(writeReport(results, { about, redactor }));
  const problem = found ? whyIncomplete(results) : `The job's List does not show the plan ${planId}: no Stop was sent.`;
  return { report, exitCode: exitCodeOf(results, problem), ...(problem !== undefined && { problem }) };
}

/** @param {Options} options */
function intent({ planId, allowStop }) {
  if (!allowStop) return `${READ_CASES.length} calls that only read. No Stop is sent.`;
  return [
    `${READ_CASES.length} calls that only read, then StopScheduledPreloadExecution: for ids that do not exist, and once or twice`,
    `FOR THE PLAN ${planId ?? ""}, WHICH STOPS IF IT RUNS. It is not started again.`,
  ].join("\n");
}

/**
 * Lets through what reads by its name, and writes only where they are allowed, whatever a case says of itself.
 *
 * @param {Send} send
 * @param {boolean} allowStop
 * @returns {Send}
 */
function onlyAllowed(send, allowStop) {
  return async (request, writes) => {
    const reads = /^(List|Get)[A-Z]/.test(request.action);
    const stops = request.action === "StopScheduledPreloadExecution";
    if (reads || (stops && writes && allowStop)) return send(request, writes);
    throw new Error(`${request.action} is not allowed here.`);
  };
}

/** @param {Result | undefined} first the List of the job, without which nothing else can be asked */
function whyUnread(first) {
  if (first?.because !== undefined) return first.because;
  const { status, body } = first?.answer ?? { status: 0, body: undefined };
  if (status === 200) return undefined;
  const { Code, Message } = /** @type {{ Code?: unknown, Message?: unknown }} */ (Object(body));
  return `HTTP ${status} ${String(Code)}: ${String(Message)}`;
}

/** @param {readonly Result[]} results */
function whyIncomplete(results) {
  const failed = results.filter(({ outcome }) => outcome === "failed").length;
  return failed === 0 ? undefined : `${failed} of the cases could not be tried; the report says why.`;
}

/** @param {readonly Result[]} results @param {string | undefined} problem */
function exitCodeOf(results, problem) {
  if (results.some(({ outcome }) => outcome === "differs")) return 1;
  return problem === undefined ? 0 : 2;
}

/** @param {string} endpoint */
function shownEndpoint(endpoint) {
  return /^esa\.(cn-hangzhou|ap-southeast-1)\.aliyuncs\.com$/.test(endpoint) ? endpoint : "another one";
}

module.exports = { checkService };
