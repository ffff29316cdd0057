import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { commandFolder, pathWith } from "../harness/commands";
import { expectDone, expectNothingDone } from "../harness/expectations";
import { jobState, openScene, OTHER_PLAN, PLAN, planState, type Scene } from "../harness/scene";
import type { Program, RunResult } from "../harness/stack";

/**
 * A policy that remediates changes arguments between check and create, diff or update, so that no check has seen what
 * is carried out. A preview is always green.
 */
const PACK = join(__dirname, "remediation");

/** What a complete Pulumi CLI brings: the command that runs the policy packs of Node.js. */
const commands = commandFolder({
  "pulumi-analyzer-policy-nodejs": require.resolve("@pulumi/pulumi/cmd/run-policy-pack"),
});
const running = { desiredStatus: "running" } as const;
const stopped = { desiredStatus: "stopped" } as const;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene("remediation", () => undefined);
  scene.stack.env["PATH"] = pathWith(commands);
});
beforeEach(() => scene.startOver());
afterAll(async () => {
  rmSync(commands, { recursive: true });
  await scene.close();
});

/** Declares what is in the program from now on, and carries out what the policy makes of it. */
async function up(program: Program, remediated: "stopped" | "running"): Promise<RunResult> {
  const file = join(scene.stack.workDir, "policy.json");
  writeFileSync(file, JSON.stringify({ "one-state": { desiredStatus: remediated } }));
  scene.stack.setProgram(program);
  return scene.stack.up({ policyPacks: [PACK], policyPackConfigs: [file] });
}

const statuses = () => [scene.status(PLAN), scene.status(OTHER_PLAN)];

describe("what a policy makes of desiredStatus is carried out:", () => {
  test("a plan that is declared running is stopped, and declared again without the policy it starts", async () => {
    const program = () => void planState("plan", running);
    expectDone(await up(program, "stopped"), { create: 1 });
    expect(scene.writes()).toEqual([`Stop ${PLAN}`]);
    expect(await scene.stack.resource("plan")).toMatchObject({ inputs: stopped, outputs: stopped });
    expectNothingDone(await up(program, "stopped"));
    expectDone(await scene.stack.up(), { update: 1 });
    expect(scene.status()).toMatch(/waiting|running/);
    scene.simulator.advanceClock(60);
    expectDone(await up(program, "stopped"), { update: 1 });
    expect(scene.status()).toBe("stopped");
  });

  test("a plan that is declared stopped is started", async () => {
    scene.put("stopped");
    expectDone(await up(() => void planState("plan", stopped), "running"), { create: 1 });
    expect(scene.writes()).toEqual([`Start ${PLAN}`]);
  });

  test("a job that is declared running is stopped, and the other way round", async () => {
    expectDone(await up(() => void jobState("job", running), "stopped"), { create: 1 });
    expect(statuses()).toEqual(["stopped", "stopped"]);
    expectDone(await up(() => void jobState("job", stopped), "running"), { update: 1 });
    expect(scene.count("Start")).toBe(2);
  });
});

describe("what a policy makes of two resources is no contradiction:", () => {
  test("of the same plan", async () => {
    const program = () => {
      planState("a", running);
      planState("b", running);
    };
    expectDone(await up(program, "stopped"), { create: 2 });
    expect(scene.writes()).toEqual([`Stop ${PLAN}`]);
  });

  test.each(["plan first", "job first"])("of a job and of a plan of it, %s", async (order) => {
    const declare = [() => planState("plan", running), () => jobState("job", running)];
    if (order === "job first") declare.reverse();
    expectDone(await up(() => declare.forEach((resource) => resource()), "stopped"), { create: 2 });
    expect(statuses()).toEqual(["stopped", "stopped"]);
  });

  test.each([
    ["running", "stopped"],
    ["stopped", "running"],
  ] as const)("of two plans, declared %s and %s", async (first, second) => {
    const program = () => {
      planState("a", { desiredStatus: first });
      planState("b", { planId: OTHER_PLAN, desiredStatus: second });
    };
    expectDone(await up(program, "stopped"), { create: 2 });
    expect(statuses()).toEqual(["stopped", "stopped"]);
  });
});

test("a replacement, which is checked twice and forgets the policy, does not contradict itself", async () => {
  const program = (replacementTrigger: string) => () =>
    void planState("plan", running, { replacementTrigger, ignoreChanges: ["desiredStatus"] });
  expectDone(await up(program("one"), "stopped"), { create: 1 });
  scene.put("running");
  expectDone(await scene.stack.refresh(), { update: 1 });
  expectDone(await up(program("two"), "stopped"), { replace: 1 });
  // The engine creates it with what the program declares. The next run remediates it.
  expect(scene.status()).toBe("running");
  expectDone(await up(program("two"), "stopped"), { update: 1 });
  expect(scene.status()).toBe("stopped");
});
