import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Program } from "./userProject";

export const PLAN = "66599bd7397885b43804901c";
const JOB = "665d3af3621bccf3fe29e1a4";

/** What the simulator of the projects has: the plan that README.md names. */
export const SEED = { plans: [{ Id: PLAN, JobId: JOB, Status: "running" }] };

const args = `{ planId: "${PLAN}", jobId: "${JOB}", desiredStatus: "stopped" }`;

/** The program that README.md shows: it stops the plan that the simulator has. */
export const readme =
  /## A program\n\n```ts\n(.*?)```/s.exec(readFileSync(join(__dirname, "../../../README.md"), "utf8"))?.[1] ?? "";

export const typeScript: Program = { files: { "index.ts": readme } };

export const commonJs: Program = {
  files: {
    "index.js": `
      const { ScheduledPreloadPlanState } = require("pulumi-esa-preload");
      exports.status = new ScheduledPreloadPlanState("launch", ${args}).status;`,
  },
};

export const esm: Program = {
  type: "module",
  files: {
    "index.js": `
      import { ScheduledPreloadPlanState } from "pulumi-esa-preload";
      export const { status } = new ScheduledPreloadPlanState("launch", ${args});`,
  },
};

/** A package whose users get the resource through it, and its user. */
export const component = {
  "index.js": `
    const { ScheduledPreloadPlanState } = require("pulumi-esa-preload");
    exports.stop = () => new ScheduledPreloadPlanState("launch", ${args});`,
};
export const componentUser: Program = {
  files: { "index.js": 'exports.status = require("component").stop().status;' },
};

/** A script that runs an inline program with the Automation API and prints its output. */
export const inline = `
  const { LocalWorkspace } = require("@pulumi/pulumi/automation");
  const { ScheduledPreloadPlanState } = require("pulumi-esa-preload");
  const program = async () => ({ status: new ScheduledPreloadPlanState("launch", ${args}).status });
  (async () => {
    const options = { stackName: "inline", projectName: "inline", program };
    const stack = await LocalWorkspace.createStack(options);
    const config = JSON.parse(process.argv[2]);
    for (const key of Object.keys(config)) await stack.setConfig(key, { value: config[key] });
    const { outputs } = await stack.up();
    console.log(outputs.status.value);
  })().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });`;
