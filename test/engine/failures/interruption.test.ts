import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { findLanguageHost } from "../../../scripts/lib/languageHost";
import { pathWith } from "../harness/commands";
import { expectDone, expectNothingDone, expectOk } from "../harness/expectations";
import { JOB, PLAN, planState, until, useScene } from "../harness/scene";

const stop = "StopScheduledPreloadExecution";

/** The provider host writes down its process id. */
const NOTE_HOST = `
  if (/dynamic-provider/.test(process.argv[1])) {
    require("node:fs").writeFileSync(process.env.PID_FILE, String(process.pid));
  }`;

const scene = useScene("interruption");
beforeAll(async () => (scene.stack.env["PATH"] = pathWith(await findLanguageHost())));

interface InterruptedUp {
  /** Process ids. */
  readonly engine: number;
  readonly host: number;
  /** The exit code of `up`. */
  readonly ended: Promise<number | null>;
}

/** Begins an `up` of stopped plans, by the plain CLI, and comes back at the moment to interrupt it. */
async function beginUp(plans: string[], env: Record<string, string>, moment: () => boolean): Promise<InterruptedUp> {
  const program = `
    const { ScheduledPreloadPlanState } = require("pulumi-esa-preload");
    for (const planId of ${JSON.stringify(plans)}) {
      new ScheduledPreloadPlanState(planId, { planId, jobId: "${JOB}", desiredStatus: "stopped", timeoutSeconds: 60 });
    }`;
  writeFileSync(join(scene.stack.workDir, "index.js"), program);
  writeFileSync(join(scene.stack.workDir, "package.json"), "{}");
  const [noteFile, pidFile] = ["note.js", "pid"].map((name) => join(scene.stack.workDir, name)) as [string, string];
  writeFileSync(noteFile, NOTE_HOST);
  const noting = { NODE_OPTIONS: `--require ${noteFile}`, PID_FILE: pidFile };
  scene.program(() => plans.forEach((planId) => planState(planId, { planId, timeoutSeconds: 60 })));
  const child = scene.stack.begin(["up", "--yes", "--skip-preview"], { ...noting, ...env });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  await until(moment);
  return { engine: child.pid ?? 0, host: Number(readFileSync(pidFile, "utf8")), ended };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Comes back while ESA, which has carried out the Stop, takes its time to answer. */
function upDuringStop(): Promise<InterruptedUp> {
  scene.simulator.addFault({ kind: "slow", delayMs: 3_000, action: stop });
  return beginUp([PLAN], {}, () => scene.count("Stop") === 1);
}

async function expectConvergence(): Promise<void> {
  expectDone(await scene.stack.up());
  expect([scene.status(), scene.count("Stop")]).toEqual(["stopped", 1]);
  expectNothingDone(await scene.stack.up());
}

test("Ctrl-C once: Pulumi waits for the running methods, and what was done is in the state", async () => {
  const { engine, host, ended } = await upDuringStop();
  process.kill(engine, "SIGINT");
  expect(await ended).not.toBe(0);
  expect(isAlive(host)).toBe(false);
  expect(scene.stack.resource(PLAN)).toMatchObject({ outputs: { status: "stopped" } });
  await expectConvergence();
});

test("Ctrl-C twice: the host ends, and the next up converges", async () => {
  const { engine, host, ended } = await upDuringStop();
  process.kill(engine, "SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 200));
  process.kill(engine, "SIGINT");
  expect(await ended).not.toBe(0);
  await until(() => !isAlive(host));
  await scene.stack.cli("cancel", "--yes");
  await expectConvergence();
});

test("kill -9 of the host between call and answer: the next up converges", async () => {
  const { host, ended } = await upDuringStop();
  process.kill(host, "SIGKILL");
  expect(await ended).not.toBe(0);
  expect(scene.stack.state().pending_operations ?? []).toEqual([]);
  await expectConvergence();
});

test("kill -9 of the engine: the host ends at once, and after `pulumi cancel` the next up converges", async () => {
  const { stack } = scene;
  const { engine, host, ended } = await upDuringStop();
  process.kill(engine, "SIGKILL");
  expect(await ended).not.toBe(0);
  await until(() => !isAlive(host));
  expect((await stack.up()).output).toMatch(/locked/);
  expectOk(await stack.cli("cancel", "--yes"));
  await expectConvergence();

  expectOk(await stack.cli("refresh", "--yes", "--clear-pending-creates"));
  expect(stack.state().pending_operations ?? []).toEqual([]);
  expect(stack.resource(PLAN)).toMatchObject({ outputs: { status: "stopped" } });
});

/** The proof that PULUMI_SKIP_CHECKPOINTS is safe here: see docs/reliability.md. */
test("without checkpoints, a killed up of 200 plans is taken over: none stopped that isn't declared, none forgotten", async () => {
  const { stack, simulator } = scene;
  const idOf = (index: number) => `66599bd7397885b4381${index.toString(16).padStart(5, "0")}`;
  const declared = Array.from({ length: 200 }, (_, index) => idOf(index));
  const others = Array.from({ length: 20 }, (_, index) => idOf(1_000 + index));
  const runAll = (ids: string[]) => ids.forEach((id) => scene.put("running", id));
  const statusesOf = (ids: string[]) => new Set(ids.map((id) => scene.status(id)));
  const expectStopped = () => {
    expect(statusesOf(declared)).toEqual(new Set(["stopped"]));
    expect(statusesOf(others)).toEqual(new Set(["running"]));
  };
  runAll([...declared, ...others]);
  simulator.addFault({ kind: "slow", delayMs: 20, action: stop, times: declared.length });
  const skip = { PULUMI_SKIP_CHECKPOINTS: "true" };
  const { engine, host, ended } = await beginUp(declared, skip, () => scene.count("Stop") >= 80);
  process.kill(engine, "SIGKILL");
  expect(await ended).not.toBe(0);
  await until(() => !isAlive(host));
  const stoppedByThen = declared.filter((id) => scene.status(id) === "stopped").length;
  expect(stoppedByThen).toBeGreaterThanOrEqual(70);
  expect(stoppedByThen).toBeLessThan(200);
  await stack.cli("cancel", "--yes");

  expectDone(await stack.up(), { create: 200 });
  expectStopped();
  expect(scene.count("Stop")).toBeLessThanOrEqual(200);

  runAll(declared);
  expectDone(await stack.destroy(), { delete: 200 });
  expectStopped();
});
