import { startSimulator, type PlanFields, type Simulator } from "../../../simulator/index";
import { targetConfig } from "../../harness/config";
import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { declare, JOB, jobState, openScene, PLAN, type Scene } from "../harness/scene";
import type { Program } from "../harness/stack";

/** That a plan is gone is believed only from the endpoint where it was last seen: another region knows none of them. */
let scene: Scene;
beforeAll(async () => (scene = await openScene("endpoints", () => undefined)));
afterAll(() => scene.close());

/** Another region, which the stack's configuration leads to from now on. */
async function moveTo(plans: PlanFields[]): Promise<Simulator> {
  const elsewhere = await startSimulator({ seed: plans });
  await scene.stack.setConfig(targetConfig(elsewhere));
  return elsewhere;
}

const job: Program = () => void jobState("plan");

describe.each<[string, Program, PlanFields[]]>([
  ["a plan, where its job is unknown", declare(), []],
  [
    "a plan, where its job has other plans",
    declare(),
    [{ Id: "66599bd7397885b43804901e", JobId: JOB, Status: "running" }],
  ],
  ["a plan without jobId", declare({ jobId: undefined }), []],
  ["a job", job, []],
])("%s: another endpoint", (_, program, known) => {
  let elsewhere: Simulator;
  beforeAll(async () => {
    scene.startOver();
    await scene.stack.setConfig(targetConfig(scene.simulator));
    scene.stack.setProgram(program);
    expectDone(await scene.stack.up(), { create: 1 });
    elsewhere = await moveTo(known);
  });
  afterAll(() => elsewhere.close());

  test("does not empty the stack by a refresh", async () => {
    const refused = await scene.stack.refresh({ runProgram: true });
    expectRefused(refused, scene.simulator.endpoint, elsewhere.endpoint);
    expect(elsewhere.calls()).not.toEqual([]);
    expect(await scene.stack.resource("plan")).toBeDefined();
  });

  test("does not let a destroy succeed", async () => {
    scene.put("running");
    const refused = await scene.stack.destroy({ runProgram: true });
    expectRefused(refused, scene.simulator.endpoint, elsewhere.endpoint);
    expect(await scene.stack.resource("plan")).toBeDefined();
  });

  test("is forgotten with the right one", async () => {
    await scene.stack.setConfig(targetConfig(scene.simulator));
    scene.put("stopped");
    expectNothingDone(await scene.stack.refresh({ runProgram: true }));
    scene.put("running");
    expectDone(await scene.stack.destroy({ runProgram: true }));
    expect(await scene.stack.resource("plan")).toBeUndefined();
    expect(scene.status()).toBe("stopped");
  });
});

describe("a plan that is where it was last seen", () => {
  beforeEach(async () => {
    scene.startOver();
    await scene.stack.setConfig(targetConfig(scene.simulator));
    scene.stack.setProgram(declare());
    expectDone(await scene.stack.up(), { create: 1 });
  });

  test("leaves the state when it is gone from there", async () => {
    scene.simulator.deletePlan(PLAN);
    expectDone(await scene.stack.refresh({ runProgram: true }), { delete: 1 });
  });

  test("may be seen at another endpoint, and leaves the state when it is gone from that one", async () => {
    const elsewhere = await moveTo([{ Id: PLAN, JobId: JOB, Status: "stopped" }]);
    try {
      expectNothingDone(await scene.stack.refresh({ runProgram: true }));
      elsewhere.deletePlan(PLAN);
      expectDone(await scene.stack.refresh({ runProgram: true }), { delete: 1 });
    } finally {
      await elsewhere.close();
    }
  });
});
