// @ts-check
"use strict";

const { spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const path = require("node:path");
const { createInterface } = require("node:readline");

const { ROOT } = require("./setup");

/**
 * @typedef {Awaited<ReturnType<typeof startSimulator>>} SimulatorProcess
 *
 * @typedef {object} SimulatorProcessOptions
 * @property {string} folder where its seed and its log are written
 * @property {object} seed
 * @property {readonly string[]} [args] further flags of `npm run simulator`
 * @property {boolean} [outlives] whether it may go on without this process, and without its terminal
 */

/**
 * Starts a simulator as a process of its own.
 *
 * @param {SimulatorProcessOptions} options
 */
async function startSimulator({ folder, seed, args = [], outlives = false }) {
  const seedFile = path.join(folder, "seed.json");
  fs.writeFileSync(seedFile, JSON.stringify(seed));
  const script = path.join(ROOT, "scripts", "simulator.js");
  const logFile = path.join(folder, "simulator.log");
  const log = fs.openSync(logFile, "a");
  const child = spawn(process.execPath, [script, "--port", "0", "--seed", seedFile, ...args], {
    stdio: /** @type {["ignore", "pipe", number]} */ (["ignore", "pipe", log]),
    detached: outlives,
  });
  fs.closeSync(log);
  if (!child.stdout) throw new Error("The simulator has no output.");
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([once(lines, "line"), once(child, "exit").then(() => [""])]);
  if (!line) throw new Error(`The simulator did not start: ${fs.readFileSync(logFile, "utf8")}`);
  /** @type {{ url: string, accessKeyId: string, accessKeySecret: string }} */
  const { url, accessKeyId, accessKeySecret } = JSON.parse(line);
  return {
    pid: child.pid,
    url,
    accessKeyId,
    accessKeySecret,
    /** @param {string} route @returns {Promise<any>} */
    get: async (route) => (await fetch(url + route)).json(),
    /** @param {string} route @param {object} body */
    put: (route, body) => fetch(url + route, { method: "PUT", body: JSON.stringify(body) }),
    /** @param {string} route */
    delete: (route) => fetch(url + route, { method: "DELETE" }),
    stop: () => child.kill(),
    /** Lets this process end and the simulator go on. */
    release() {
      lines.close();
      child.stdout?.destroy();
      child.unref();
    },
  };
}

module.exports = { startSimulator };
