import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { RunResult } from "../../harness/stack";
import { pathWith, policyCommands } from "../harness/commands";
import { expectDone, expectNothingDone } from "../harness/expectations";
import { jobState, OTHER_PLAN, PLAN, planState, running, useScene } from "../harness/scene";

/**
 * A policy that remediates changes arguments between check and create, diff or update, so that no check has seen what
 * is carried out. A preview is always green.
 */
const PACK = join(__dirname, "remediation");
const stopped = { desiredStatus: "stopped" } as const;

const scene = useScene("remediation");
const commands = policyCommands();
beforeAll(() => (scene.stack.env["PATH"] = pathWith(commands)));
afterAll(() => rmSync(commands, { recursive: true }));

/** Declares what is in the program from now on, and carries out what the policy makes of it. */
async function up(declare: () => unknown, remediated: "stopped" | "running"): Promise<RunResult> {
  const file = join(scene.stack.workDir, "policy.json");
  writeFileSync(file, JSON.stringify({ "one-state": { desiredStatus: remediated } }));
  scene.program(declare);
  return scene.stack.up({ policyPacks: [PACK], policyPackConfigs: [file] });
}

const statuses = () => [scene.status(PLAN), scene.status(OTHER_PLAN)];

test("a plan that is declared running is stopped, started without the policy, and stopped again", async () => {
  const program = () => planState("plan", running);
  expectDone(await up(program, "stopped"), { create: 1 });
  expect(scene.writes()).toEqual([`Stop ${PLAN}`]);
  expect(scene.stack.resource("plan")).toMatchObject({ inputs: stopped, outputs: stopped });
  expectNothingDone(await up(program, "stopped"));
  expectDone(await scene.stack.up(), { update: 1 });
  expect(scene.status()).toMatch(/waiting|running/);
  scene.simulator.advanceClock(60);
  expectDone(await up(program, "stopped"), { update: 1 });
  expect(scene.status()).toBe("stopped");
});

test("what is declared stopped is started, a plan and a job, and the other way round", async () => {
  for (const id of [PLAN, OTHER_PLAN]) scene.put("stopped", id);
  expectDone(await up(() => [planState("plan"), jobState("job")], "running"), { create: 2 });
  expect(scene.writes().sort()).toEqual([`Start ${PLAN}`, `Start ${OTHER_PLAN}`]);
  scene.simulator.advanceClock(60);
  expectDone(await up(() => [planState("plan", running), jobState("job", running)], "stopped"), { update: 2 });
  expect(statuses()).toEqual(["stopped", "stopped"]);
});

test.each<[string, (() => unknown)[]]>([
  ["plans first", [() => planState("a", running), () => planState("b", running), () => jobState("job", running)]],
  ["job first", [() => jobState("job", running), () => planState("a", running)]],
  ["two plans, one to run", [() => planState("a", running), () => planState("b", { planId: OTHER_PLAN })]],
  ["two plans, one to stop", [() => planState("a"), () => planState("b", { ...running, planId: OTHER_PLAN })]],
])("what a policy makes of several resources is no contradiction: %s", async (_, resources) => {
  expectDone(await up(() => resources.forEach((declare) => declare()), "stopped"), { create: resources.length });
  expect(statuses()).toEqual(["stopped", "stopped"]);
});

test("a replacement, which is checked twice and forgets the policy, does not contradict itself", async () => {
  const program = (replacementTrigger: string) => () =>
    planState("plan", running, { replacementTrigger, ignoreChanges: ["desiredStatus"] });
  expectDone(await up(program("one"), "stopped"), { create: 1 });
  scene.put("running");
  expectDone(await scene.stack.refresh(), { update: 1 });
  expectDone(await up(program("two"), "stopped"), { replace: 1 });
  // The engine creates it with what the program declares. The next run remediates it.
  expect(scene.status()).toBe("running");
  expectDone(await up(program("two"), "stopped"), { update: 1 });
  expect(scene.status()).toBe("stopped");
});
