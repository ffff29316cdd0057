import { startSimulator, type PlanFields, type Simulator } from "../../../simulator/index";
import { targetConfig } from "../../harness/config";
import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { JOB, jobState, PLAN, planState, THIRD_PLAN, useScene } from "../harness/scene";

/** That a plan is gone is believed only from the endpoint where it was last seen: another region knows none of them. */
const scene = useScene("endpoints");
const runProgram = true;

let elsewhere: Simulator | undefined;
afterEach(async () => {
  await elsewhere?.close();
  scene.stack.setConfig(targetConfig(scene.simulator));
});

/** Another region, which the stack's configuration leads to from now on. */
async function moveTo(plans: PlanFields[]): Promise<Simulator> {
  elsewhere = await startSimulator({ seed: plans });
  scene.stack.setConfig(targetConfig(elsewhere));
  return elsewhere;
}

test.each<[string, () => unknown, PlanFields[]]>([
  ["a plan, where its job has other plans", () => planState("a"), [{ Id: THIRD_PLAN, JobId: JOB, Status: "running" }]],
  ["a plan without jobId", () => planState("a", { jobId: undefined }), []],
  ["a job", () => jobState("a"), []],
])("%s: another endpoint does not empty the stack, and is forgotten with the right one", async (_, declare, known) => {
  const { stack, simulator } = scene;
  await scene.done(declare, { create: 1 });
  scene.put("running");
  const { endpoint } = await moveTo(known);
  expectRefused(await stack.refresh({ runProgram }), simulator.endpoint, endpoint);
  expectRefused(await stack.destroy({ runProgram }), simulator.endpoint, endpoint);
  expect(elsewhere?.calls()).not.toEqual([]);
  expect(stack.resource("a")).toBeDefined();

  stack.setConfig(targetConfig(simulator));
  scene.put("stopped");
  expectNothingDone(await stack.refresh({ runProgram }));
  scene.put("running");
  expectDone(await stack.destroy({ runProgram }));
  expect([stack.resource("a"), scene.status()]).toEqual([undefined, "stopped"]);
});

test("a plan may be seen at another endpoint, and leaves the state when it is gone from that one", async () => {
  await scene.done(() => planState("a"), { create: 1 });
  const other = await moveTo([{ Id: PLAN, JobId: JOB, Status: "stopped" }]);
  expectNothingDone(await scene.stack.refresh({ runProgram }));
  other.deletePlan(PLAN);
  expectDone(await scene.stack.refresh({ runProgram }), { delete: 1 });
});
