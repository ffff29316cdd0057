// @ts-check
"use strict";

/**
 * `npm run demo [-- --keep]`: the main job on Pulumi's real engine against a simulated ESA, each step checked.
 * With --keep, simulator and stack stay, and what to export is printed.
 */

const fs = require("node:fs");
const path = require("node:path");
const { stripVTControlCharacters } = require("node:util");

const { ROOT, main, setup } = require("./lib/setup");

main(async () => {
  const unknown = process.argv.slice(2).filter((argument) => argument !== "--keep");
  if (unknown.length > 0) throw new Error(`Unknown argument ${unknown.join(" ")}: only --keep is known.`);
  const keep = process.argv.includes("--keep");
  const engine = await setup({ engine: true });
  const world = require("./lib/demoWorld");
  const folder = world.newFolder();
  const simulator = await world.startSimulator(folder);
  let finished = false;
  try {
    const { stack, env } = await world.createStack(engine, folder, simulator);
    await runSteps(stack, simulator, keep);
    finished = true;
    if (keep) {
      printHowToGoOn({ ...env, PATH: `${engine.env.PATH.split(path.delimiter)[0]}:$PATH` }, simulator, folder);
      simulator.release();
    }
  } finally {
    if (!keep || !finished) {
      simulator.stop();
      fs.rmSync(path.join(ROOT, `Pulumi.${world.STACK}.yaml`), { force: true });
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(keep ? "" : "\nThe demo is done: every step did what it should.");
});

/**
 * @param {import("@pulumi/pulumi/automation").Stack} stack
 * @param {Awaited<ReturnType<import("./lib/demoWorld")["startSimulator"]>>} simulator
 * @param {boolean} keep
 */
async function runSteps(stack, simulator, keep) {
  const { PLAN } = require("./lib/demoWorld");
  const seen = { output: "" };
  const show = {
    color: process.stdout.isTTY ? /** @type {const} */ ("always") : /** @type {const} */ ("never"),
    suppressProgress: true,
    /** @param {string} text */
    onOutput: (text) => {
      seen.output += stripVTControlCharacters(text);
      process.stdout.write(text);
    },
  };
  const status = async () => planOf(await simulator.get("/-/plans"), PLAN);
  const writes = async () =>
    (await simulator.get("/-/calls")).filter((/** @type {{ effect: boolean }} */ call) => call.effect).length;

  /** @param {string} title @param {() => Promise<unknown>} run @param {() => Promise<boolean>} check */
  const step = async (title, run, check) => {
    console.log(`\n=== ${title}\n`);
    seen.output = "";
    try {
      await run();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new Error(`The step "${title}" failed:\n${text}`, { cause: error });
    }
    const ok = await check();
    console.log(`\n>>> ESA says that the plan ${PLAN} is ${await status()}.`);
    if (!ok) throw new Error(`The step "${title}" did not do what it should.`);
  };

  await step(
    "pulumi preview: what would be done; nothing is called",
    () => stack.preview({ ...show, diff: true }),
    async () => /desiredStatus\s*: "stopped"/.test(seen.output) && (await simulator.get("/-/calls")).length === 0,
  );
  await step(
    "pulumi up: the plan is stopped",
    () => stack.up(show),
    async () => (await status()) === "stopped",
  );
  await step(
    "Somebody restarts the plan behind Pulumi's back",
    () => simulator.put(`/-/plans/${PLAN}`, { Status: "running" }),
    async () => (await status()) === "running",
  );
  await step(
    "pulumi preview --refresh: the drift shows",
    () => stack.preview({ ...show, diff: true, refresh: true }),
    async () => /desiredStatus\s*: "running" => "stopped"/.test(seen.output) && (await status()) === "running",
  );
  await step(
    "pulumi up --refresh: the plan is stopped again",
    () => stack.up({ ...show, refresh: true }),
    async () => (await status()) === "stopped",
  );
  const before = await writes();
  await step(
    "pulumi up: a second run makes no write",
    () => stack.up({ ...show, expectNoChanges: true }),
    async () => (await writes()) === before,
  );
  if (keep) return;
  await step(
    "pulumi destroy: the plan stays stopped, the resource goes",
    () => stack.destroy(show),
    async () => (await status()) === "stopped" && ((await stack.exportStack()).deployment.resources ?? []).length === 0,
  );
}

/** @param {{ Id: string, Status: string }[]} plans @param {string} id */
function planOf(plans, id) {
  return plans.find((plan) => plan.Id === id)?.Status;
}

/** @param {Record<string, string>} env @param {{ url: string, pid: number | undefined }} simulator @param {string} folder */
function printHowToGoOn(env, simulator, folder) {
  console.log(
    `\n=== Go on by hand\n\nThe simulator runs at ${simulator.url} (process ${simulator.pid}). In ${ROOT}:\n`,
  );
  for (const [name, value] of Object.entries(env)) console.log(`export ${name}="${value}"`);
  console.log(`\npulumi stack select demo
pulumi preview --refresh
curl -X PUT ${simulator.url}/-/plans/66599bd7397885b43804901c -d '{"Status":"running"}'

preview and up need the complete Pulumi CLI with its Node language host; refresh, destroy and stack don't.
When you are done: kill ${simulator.pid}; rm -r ${folder} Pulumi.demo.yaml`);
}
