import { jobId, otherPlanId, planId, putPlan } from "../world/world";
import { created, failureOf, Resource } from "./resource";
import { actions, statusOf, type Scene } from "./scene";

const stopped = { planId, jobId, desiredStatus: "stopped" };
const somebody = { owner: "a" };

/** What the create of one plan's resource promises. */
export function planCreateCases(scene: Scene): void {
  const put = (...[fields, id]: [Parameters<typeof putPlan>[1], string?]) => putPlan(scene, fields, id);
  const isStopped = () => expect(statusOf(scene)).toBe("stopped");

  test("adopts a plan and stops it: its outputs are the arguments and what was observed", async () => {
    put({ Status: "running", Interval: 60 });
    const { id, outputs } = await scene.newRun().plan.create(stopped, somebody);
    expect(id).toBe(planId);
    expect(outputs).toMatchObject({
      ...stopped,
      timeoutSeconds: 300,
      status: "stopped",
      interval: 60,
      endpoint: scene.simulator.endpoint,
      requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string,
    });
    expect(actions(scene)).toEqual(["List", "Stop"]);
    isStopped();
  });

  test("of a plan that isn't there fails, and keeps nothing", async () => {
    put({ Status: "running" }, otherPlanId);
    // Too little time to look again, as a create otherwise does.
    const args = { ...stopped, timeoutSeconds: 0.4 };
    const failure = await failureOf(scene.newRun().plan.create(args, somebody));
    expect(failure.message).toMatch(`${planId} does not exist`);
    expect(failure.partial).toBeUndefined();
  });

  test("that cannot stop a waiting plan fails, says when it begins, and keeps nothing", async () => {
    put({ Status: "waiting" });
    const failure = await failureOf(scene.newRun().plan.create(stopped, somebody));
    expect(failure.message).toMatch(/waiting and begins at [^]*whenWaiting to "wait".*"leave"/);
    expect(failure.partial).toBeUndefined();
  });

  test("leaves a waiting plan with whenWaiting leave, which then is no drift", async () => {
    put({ Status: "waiting" });
    const args = { ...stopped, whenWaiting: "leave" };
    const resource = await created(scene, "plan", args);
    expect(resource.outputs).toMatchObject({ status: "waiting", desiredStatus: "stopped" });
    await resource.refresh(scene.newRun());
    expect(resource.state?.inputs).toEqual(args);
    expect(await resource.up(scene.newRun(), args)).toBe("unchanged");
  });

  test("that fails after its Stop keeps what was observed; the next up goes on from there", async () => {
    const args = { planId, desiredStatus: "stopped" };
    put({ Status: "running" });
    scene.simulator.setOptions({ stopDelaySeconds: 3_600 });
    scene.simulator.addFault({
      kind: "error",
      code: "NoPermission",
      action: "ListScheduledPreloadExecutions",
    });
    const resource = new Resource("plan", "a");
    const { message, partial } = await failureOf(resource.up(scene.newRun(), args));
    expect(partial).toMatchObject({
      id: planId,
      outputs: { jobId, status: "running", desiredStatus: "running" },
      reasons: [message],
    });
    scene.simulator.setOptions({ stopDelaySeconds: 0 });
    put({ Status: "running" });
    expect(await resource.up(scene.newRun(), args)).toBe("updated");
    isStopped();
  });
}
