/**
 * `npm run demo [-- --keep]`: the main job on Pulumi's real engine against a simulated ESA, each step checked.
 * With --keep, simulator and stack stay, and what to export is printed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import type { Stack } from "@pulumi/pulumi/automation";

import type { SimulatorProcess } from "../test/harness/simulatorProcess";
import { PLAN, STACK, createStack, removeSettings, startSimulator } from "./lib/demoWorld";
import { ROOT, main, setup } from "./lib/setup";

main(async () => {
  const unknown = process.argv.slice(2).filter((argument) => argument !== "--keep");
  if (unknown.length > 0) throw new Error(`Unknown argument ${unknown.join(" ")}: only --keep is known.`);
  const keep = process.argv.includes("--keep");
  const engine = await setup({ engine: true });
  const folder = mkdtempSync(join(tmpdir(), "pulumi-esa-preload-demo-"));
  const simulator = await startSimulator(folder, keep);
  let stays = false;
  try {
    const { stack, env } = await createStack(engine, folder, simulator);
    await runSteps(stack, simulator, keep);
    stays = keep;
    if (keep) printHowToGoOn({ ...env, PATH: engine.env.PATH }, simulator, folder);
  } finally {
    if (stays) {
      simulator.release();
    } else {
      simulator.stop();
      removeSettings();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  if (!keep) console.log("\nThe demo is done: every step did what it should.");
});

type Check = () => boolean | Promise<boolean>;

async function runSteps(stack: Stack, simulator: SimulatorProcess, keep: boolean): Promise<void> {
  let output = "";
  const show = {
    color: process.stdout.isTTY ? ("always" as const) : ("never" as const),
    suppressProgress: true,
    onOutput(text: string) {
      output += stripVTControlCharacters(text);
      process.stdout.write(text);
    },
  };
  const calls = () => simulator.get<{ effect: boolean }[]>("/-/calls");
  const writes = async () => (await calls()).filter(({ effect }) => effect).length;
  const status = async () => {
    const plans = await simulator.get<{ Id: string; Status: string }[]>("/-/plans");
    return plans.find(({ Id }) => Id === PLAN)?.Status;
  };
  const step = async (title: string, expected: string, run: () => Promise<unknown>, check: Check = () => true) => {
    console.log(`\n=== ${title}\n`);
    output = "";
    try {
      await run();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new Error(`The step "${title}" failed:\n${text}`, { cause: error });
    }
    const found = await status();
    console.log(`\n>>> ESA says that the plan ${PLAN} is ${found ?? "gone"}.`);
    if (found !== expected || !(await check())) throw new Error(`The step "${title}" did not do what it should.`);
  };

  await step(
    "pulumi preview: what would be done; nothing is called",
    "running",
    () => stack.preview({ ...show, diff: true }),
    async () => /desiredStatus\s*: "stopped"/.test(output) && (await calls()).length === 0,
  );
  await step("pulumi up: the plan is stopped", "stopped", () => stack.up(show));
  await step("Somebody restarts the plan behind Pulumi's back", "running", () =>
    simulator.put(`/-/plans/${PLAN}`, { Status: "running" }),
  );
  await step(
    "pulumi preview --refresh: the drift shows",
    "running",
    () => stack.preview({ ...show, diff: true, refresh: true }),
    () => /desiredStatus\s*: "running" => "stopped"/.test(output),
  );
  await step("pulumi up --refresh: the plan is stopped again", "stopped", () => stack.up({ ...show, refresh: true }));
  const before = await writes();
  await step(
    "pulumi up: a second run makes no write",
    "stopped",
    () => stack.up({ ...show, expectNoChanges: true }),
    async () => (await writes()) === before,
  );
  if (keep) return;
  await step(
    "pulumi destroy: the plan stays stopped, the resource goes",
    "stopped",
    () => stack.destroy(show),
    async () => {
      const { resources = [] } = (await stack.exportStack()).deployment as { resources?: unknown[] };
      return resources.length === 0;
    },
  );
}

function printHowToGoOn(env: Record<string, string>, { url, pid }: SimulatorProcess, folder: string): void {
  console.log(`\n=== Go on by hand\n\nThe simulator runs at ${url} (process ${pid ?? 0}). In ${ROOT}:\n`);
  for (const [name, value] of Object.entries(env)) console.log(`export ${name}="${value}"`);
  console.log(`\npulumi stack select ${STACK}
pulumi preview --refresh
curl -X PUT ${url}/-/plans/${PLAN} -d '{"Status":"running"}'

preview and up need the complete Pulumi CLI with its Node language host; refresh, destroy and stack don't.
When you are done: kill ${pid ?? 0}; rm -r ${folder} Pulumi.${STACK}.yaml\n`);
}
