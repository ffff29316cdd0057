import { ScheduledPreloadPlanState } from "../../../provider/index";
import { startSimulator, type Simulator } from "../../../simulator/index";
import { openStack, type TestStack } from "./stack";

const PLAN = "66599bd7397885b43804901c";
const JOB = "66599bd7397885b43804901d";

let simulator: Simulator;
let stack: TestStack;
beforeEach(async () => {
  simulator = await startSimulator({ seed: [{ id: PLAN, jobId: JOB, status: "running" }] });
});
afterEach(async () => {
  stack.dispose();
  await simulator.close();
});

const declare = (args: Partial<ConstructorParameters<typeof ScheduledPreloadPlanState>[1]>) => () => {
  new ScheduledPreloadPlanState("plan", { planId: PLAN, jobId: JOB, desiredStatus: "stopped", ...args });
};

describe("a stack of the harness", () => {
  test("says what a run changed, and what it would change", async () => {
    stack = await openStack({ name: "changes", program: declare({}), simulator });
    expect(await stack.preview()).toMatchObject({ ok: true, changes: { create: 1 } });
    expect(await stack.up()).toMatchObject({ ok: true, changes: { create: 1 } });
    expect((await stack.up({ expectNoChanges: true })).changes).toEqual({ same: 1 });
    stack.setProgram(declare({ timeoutSeconds: 10 }));
    expect((await stack.up()).changes).toEqual({ update: 1 });
    expect(await stack.resource("plan")).toMatchObject({ id: PLAN, outputs: { status: "stopped" } });
    expect((await stack.destroy()).changes).toEqual({ delete: 1 });
    expect((await stack.state()).resources ?? []).toEqual([]);
  });

  test("returns a failed run with its exit code and what it said", async () => {
    stack = await openStack({ name: "failures", program: declare({ planId: "no-plan" }), simulator });
    const refused = await stack.up();
    expect(refused).toMatchObject({ ok: false, changes: {} });
    expect(refused.exitCode).toBeGreaterThan(0);
    expect(refused.output).toContain("planId");
    stack.setProgram(() => {
      throw new Error("a fault in the program");
    });
    expect((await stack.up()).output).toContain("a fault in the program");
  });

  test("runs the real CLI on it, with its configuration", async () => {
    stack = await openStack({
      name: "cli",
      program: () => undefined,
      simulator,
      config: { "cli:colour": "red" },
    });
    expect(await stack.cli("config", "get", "colour")).toMatchObject({ ok: true, output: "red\n" });
    expect(await stack.cli("config")).toMatchObject({
      ok: true,
      output: expect.stringContaining("[secret]") as string,
    });
    await stack.removeConfig("cli:colour");
    expect(await stack.cli("config", "get", "colour")).toMatchObject({ ok: false });
  });
});
