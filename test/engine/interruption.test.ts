import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { findRun, isAlive, until, type Process } from "./processes";
import { JOB, openScene, OTHER_PLAN, PLAN, type Scene } from "./scene";
import { ScheduledPreloadPlanState } from "../../provider/index";

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
async function upDuringStop(
  name: string,
  plans: string[],
  env: Record<string, string> = {},
): Promise<InterruptedUp> {
  const program = () => {
    for (const planId of plans) new ScheduledPreloadPlanState(planId, argsOf(planId));
  };
  scene = await openScene(name, program);
  scene.simulator.addFault({ kind: "slow", delayMs: 3_000, action: stop, times: plans.length });
  const resources = plans.map((planId) => ({ name: planId, args: argsOf(planId) }));
  const script = join(__dirname, "fixtures", "up.js");
  const child = spawn(process.execPath, [script, scene.stack.workDir, name, JSON.stringify(resources)], {
    env: { ...process.env, ...scene.stack.env, ...env },
    stdio: "ignore",
  });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  await until(() => scene.count("Stop") === plans.length);
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

test("without checkpoints, an up that was killed is taken over whole by the next one", async () => {
  const { engine, host, ended } = await upDuringStop("no-checkpoints", [PLAN, OTHER_PLAN], {
    PULUMI_SKIP_CHECKPOINTS: "true",
  });
  process.kill(engine.pid, "SIGKILL");
  expect(await ended).not.toBe(0);
  await until(() => !isAlive(host.pid));
  await scene.stack.cli("cancel", "--yes");
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { create: 2 } });
  expect([scene.status(PLAN), scene.status(OTHER_PLAN)]).toEqual(["stopped", "stopped"]);
  expect(scene.count("Stop")).toBe(2);
});
