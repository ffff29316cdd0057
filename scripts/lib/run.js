// @ts-check
"use strict";

const { spawn } = require("node:child_process");

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment of the command
 * @property {number} [timeLimitMs] the command is ended after this time, with `code` null
 * @property {(line: string) => void} [onLine] sees each line of stdout and stderr as it comes
 *
 * @typedef {object} RunResult
 * @property {number | null} code null: not started, or ended by a signal
 * @property {string} stdout
 * @property {string} stderr ends with the reason where the command could not be started
 *
 * @typedef {(command: string, args: readonly string[], options?: RunOptions) => Promise<RunResult>} Run
 */

/**
 * Runs a command without a terminal. Never rejects: a command that cannot be started is a result too.
 *
 * @type {Run}
 */
function run(command, args, { cwd, env, timeLimitMs, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, timeout: timeLimitMs, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const name of /** @type {const} */ (["stdout", "stderr"])) {
      let rest = "";
      child[name].setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        output[name] += text;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        if (onLine) lines.forEach((line) => onLine(line));
      });
    }
    child.once("error", (error) => resolve({ ...output, code: null, stderr: output.stderr + error.message }));
    child.once("close", (code) => resolve({ ...output, code }));
  });
}

/**
 * @param {RunResult} result
 * @param {number} lines how many
 * @returns {string} the last lines that a command printed
 */
function lastLines({ stdout, stderr }, lines) {
  return `${stdout}\n${stderr}`.trim().split("\n").slice(-lines).join("\n");
}

module.exports = { run, lastLines };
