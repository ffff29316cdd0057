import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { findRun, isAlive, until, type Process } from "../harness/processes";
import { JOB, openScene, PLAN, type Scene } from "../harness/scene";
import { ScheduledPreloadPlanState } from "../../../provider/index";

const stop = "StopScheduledPreloadExecution";

let scene: Scene;
afterEach(() => scene.close());

interface InterruptedUp {
  readonly engine: Process;
  readonly host: Process;
  /** The exit code of `up`. */
  readonly ended: Promise<number | null>;
}

/** Begins an `up` and comes back while ESA, which has carried out the Stops, takes its time to answer. */
function upDuringStop(name: string, plans: string[]): Promise<InterruptedUp> {
  return beginUp(name, plans, {
    prepare: () => scene.simulator.addFault({ kind: "slow", delayMs: 3_000, action: stop, times: plans.length }),
    until: () => scene.count("Stop") === plans.length,
  });
}

/** Begins an `up` of stopped plans, and comes back at the moment to interrupt it. */
async function beginUp(
  name: string,
  plans: string[],
  moment: { env?: Record<string, string>; prepare: () => unknown; until: () => boolean },
): Promise<InterruptedUp> {
  const program = () => {
    for (const planId of plans) new ScheduledPreloadPlanState(planId, argsOf(planId));
  };
  scene = await openScene(name, program);
  moment.prepare();
  const resources = plans.map((planId) => ({ name: planId, args: argsOf(planId) }));
  const script = join(__dirname, "..", "harness", "up.js");
  const child = spawn(process.execPath, [script, scene.stack.workDir, name, JSON.stringify(resources)], {
    env: { ...process.env, ...scene.stack.env, ...moment.env },
    stdio: "ignore",
  });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  await until(moment.until);
  const { engine, host } = findRun(child.pid ?? 0);
  if (!engine || !host) throw new Error("The engine or its host was not found.");
  return { engine, host, ended };
}

const argsOf = (planId: string) => ({
  planId,
  jobId: JOB,
  desiredStatus: "stopped" as const,
  timeoutSeconds: 60,
});

async function expectConvergence(): Promise<void> {
  const again = await scene.stack.up();
  expect(again).toMatchObject({ ok: true });
  expect(scene.status()).toBe("stopped");
  expect(scene.count("Stop")).toBe(1);
  expect(await scene.stack.up({ expectNoChanges: true })).toMatchObject({ ok: true });
}

test("Ctrl-C once: Pulumi waits for the running methods, and what was done is in the state", async () => {
  const { engine, host, ended } = await upDuringStop("sigint", [PLAN]);
  process.kill(engine.pid, "SIGINT");
  expect(await ended).not.toBe(0);
  expect(isAlive(host.pid)).toBe(false);
  expect(await scene.stack.resource(PLAN)).toMatchObject({ outputs: { status: "stopped" } });
  await expectConvergence();
});

test("Ctrl-C twice: the host ends, and the next up converges", async () => {
  const { engine, host, ended } = await upDuringStop("sigint-twice", [PLAN]);
  process.kill(engine.pid, "SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 200));
  process.kill(engine.pid, "SIGINT");
  expect(await ended).not.toBe(0);
  await until(() => !isAlive(host.pid));
  await scene.stack.cli("cancel", "--yes");
  await expectConvergence();
});

test("kill -9 of the host between call and answer: the next up converges", async () => {
  const { host, ended } = await upDuringStop("kill-host", [PLAN]);
  process.kill(host.pid, "SIGKILL");
  expect(await ended).not.toBe(0);
  expect((await scene.stack.state()).pending_operations ?? []).toEqual([]);
  await expectConvergence();
});

test("kill -9 of the engine: the host ends at once, and after `pulumi cancel` the next up converges", async () => {
  const { engine, host, ended } = await upDuringStop("kill-engine", [PLAN]);
  process.kill(engine.pid, "SIGKILL");
  expect(await ended).not.toBe(0);
  await until(() => !isAlive(host.pid));

  const locked = await scene.stack.up();
  expect(locked.output).toMatch(/locked/);
  expect(await scene.stack.cli("cancel", "--yes")).toMatchObject({ ok: true });
  await expectConvergence();

  const cleared = await scene.stack.cli("refresh", "--yes", "--clear-pending-creates");
  expect(cleared).toMatchObject({ ok: true });
  expect((await scene.stack.state()).pending_operations ?? []).toEqual([]);
  expect(await scene.stack.resource(PLAN)).toMatchObject({ outputs: { status: "stopped" } });
});

/** The proof that PULUMI_SKIP_CHECKPOINTS is safe here: see docs/reliability.md. */
test("without checkpoints, a killed up of 200 plans is taken over: none stopped that isn't declared, none forgotten", async () => {
  const idOf = (index: number) => `66599bd7397885b4381${index.toString(16).padStart(5, "0")}`;
  const declared = Array.from({ length: 200 }, (_, index) => idOf(index));
  const others = Array.from({ length: 20 }, (_, index) => idOf(1_000 + index));
  const runAll = (ids: string[]) => {
    for (const id of ids) scene.simulator.putPlan(id, { JobId: JOB, Status: "running" });
  };
  const statusesOf = (ids: string[]) => new Set(ids.map((id) => scene.status(id)));
  const { engine, host, ended } = await beginUp("no-checkpoints-200", declared, {
    env: { PULUMI_SKIP_CHECKPOINTS: "true" },
    prepare: () => {
      runAll([...declared, ...others]);
      scene.simulator.addFault({ kind: "slow", delayMs: 20, action: stop, times: declared.length });
    },
    until: () => scene.count("Stop") >= 80,
  });
  process.kill(engine.pid, "SIGKILL");
  expect(await ended).not.toBe(0);
  await until(() => !isAlive(host.pid));
  const stoppedByThen = declared.filter((id) => scene.status(id) === "stopped").length;
  expect(stoppedByThen).toBeGreaterThanOrEqual(70);
  expect(stoppedByThen).toBeLessThan(200);
  await scene.stack.cli("cancel", "--yes");

  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { create: 200 } });
  expect(statusesOf(declared)).toEqual(new Set(["stopped"]));
  expect(statusesOf(others)).toEqual(new Set(["running"]));
  expect(scene.count("Stop")).toBeLessThanOrEqual(200);

  runAll(declared);
  expect(await scene.stack.destroy()).toMatchObject({ ok: true });
  expect(statusesOf(declared)).toEqual(new Set(["stopped"]));
  expect(statusesOf(others)).toEqual(new Set(["running"]));
});
