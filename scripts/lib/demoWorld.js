// @ts-check
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const { environmentWith } = require("../../test/harness/environment");
const { inlineProgram } = require("../../test/harness/program");
const { ROOT } = require("./setup");
const { startSimulatorProcess: startProcess } = require("../../test/harness/simulatorProcess");

const STACK = "demo";
const PROJECT = "esa-stop-plan";
const JOB = "665d3af3621bccf3fe29e1a4";
const PLAN = "66599bd7397885b43804901c";

/** The plans of the demo's job: one that runs, to be stopped, among others that must stay as they are. */
const SEED = {
  jobs: [{ Id: JOB, Name: "launch assets" }],
  plans: [
    { Id: PLAN, JobId: JOB, Status: "running" },
    { Id: "66599bd7397885b43804901d", JobId: JOB, Status: "running" },
    { Id: "66599bd7397885b43804901e", JobId: JOB, Status: "stopped" },
    { Id: "66599bd7397885b43804901f", JobId: JOB, Status: "finished" },
  ],
};

/**
 * Starts a simulator with the demo's plans as a process of its own.
 *
 * @param {string} folder where its seed is written
 */
function startSimulator(folder) {
  return startProcess({ folder, seed: SEED, outlives: true });
}

/**
 * A stack of the project at the root, with the example as its program and a backend of its own.
 *
 * @param {import("./engine").Engine} engine
 * @param {string} folder for state and Pulumi's home
 * @param {{ url: string, accessKeyId: string, accessKeySecret: string }} simulator
 */
async function createStack(engine, folder, simulator) {
  const { LocalWorkspace } = require("@pulumi/pulumi/automation");
  const backend = path.join(folder, "state");
  fs.mkdirSync(backend);
  const env = {
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_HOME: path.join(folder, "pulumi"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  Object.assign(process.env, environmentWith(engine));
  fs.rmSync(path.join(ROOT, `Pulumi.${STACK}.yaml`), { force: true });
  const stack = await LocalWorkspace.createStack(
    {
      stackName: STACK,
      projectName: PROJECT,
      program: inlineProgram(path.join(ROOT, "examples", "stop-plan", "index.ts")),
    },
    { workDir: ROOT, envVars: env },
  );
  await stack.setAllConfig({
    planId: { value: PLAN },
    jobId: { value: JOB },
    desiredStatus: { value: "stopped" },
    "alicloud:region": { value: "cn-hangzhou" },
    "alicloud:endpoints": { value: JSON.stringify([{ esa: simulator.url }]) },
    "alicloud:accessKey": { value: simulator.accessKeyId },
    "alicloud:secretKey": { value: simulator.accessKeySecret, secret: true },
  });
  return { stack, env };
}

/** A folder for all that the demo leaves behind. */
function newFolder() {
  return fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-esa-preload-demo-"));
}

module.exports = { JOB, PLAN, STACK, createStack, newFolder, startSimulator };
