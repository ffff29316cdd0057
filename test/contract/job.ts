import { unknown } from "../../provider/resources/methods";
import type { PlanStatus } from "../../simulator";
import { jobId, otherJobId, putPlan } from "../world/world";
import { created, failureOf, Resource } from "./resource";
import { actions, type Scene } from "./scene";

const stopped = { jobId, desiredStatus: "stopped" };
const running = { jobId, desiredStatus: "running" };
const somebody = { owner: "a" };

/** The ids of a job's plans. */
export const planIds = [0, 1, 2].map((index) => `66599bd7397885b43804902${index}`);

/** Puts plans of these statuses, in this order; one without a status stays as it is. */
export function putPlans(
  scene: Pick<Scene, "simulator">,
  idOf: (index: number) => string | undefined,
  statuses: readonly (PlanStatus | undefined)[],
): void {
  for (const [index, Status] of statuses.entries()) if (Status) putPlan(scene, { Status }, idOf(index));
}

/** What the resource of a whole job promises. */
export function jobCases(scene: Scene): void {
  const put = (...statuses: (PlanStatus | undefined)[]) => putPlans(scene, (index) => planIds[index], statuses);
  const statuses = () => scene.simulator.plans().map(({ Status }) => Status);

  test("create stops what runs and nothing else, with one List", async () => {
    put("running", "finished", "running");
    const { id, outputs } = await scene.newRun().job.create(stopped, somebody);
    expect(id).toBe(jobId);
    expect(outputs).toMatchObject({
      ...stopped,
      ...scene.defaults,
      endpoint: scene.simulator.endpoint,
      counts: { stopped: 2, finished: 1 },
    });
    expect(outputs.plans).toEqual(
      scene.simulator.plans().map(({ Id, Status, StartTime, EndTime }) => ({
        id: Id,
        status: Status,
        startTime: StartTime,
        endTime: EndTime,
      })),
    );
    expect(actions(scene)).toEqual(["List", "Stop", "Stop"]);
  });

  test("check refuses what nobody can declare, and an argument of a plan", async () => {
    const wrong = { jobId, desiredStatus: "mixed", planId: planIds[0] };
    const { failures } = await scene.newRun().job.check({}, wrong, somebody);
    expect(failures.map(({ property }) => property).sort()).toEqual(["desiredStatus", "planId"]);
  });

  test("a create that fails for some plans keeps what was done, and tells of those that were not stopped", async () => {
    put("running", "waiting");
    const resource = new Resource("job", "a");
    const { message, partial } = await failureOf(resource.up(scene.newRun(), stopped));
    expect(message).toMatch(/1 of the 2 plans/);
    expect(partial?.reasons).toEqual([message]);
    expect(message).toContain(String(planIds[1]));
    expect(partial?.outputs).toMatchObject({ desiredStatus: "mixed", counts: { stopped: 1, waiting: 1 } });
    put(undefined, "running");
    expect(await resource.up(scene.newRun(), stopped)).toBe("updated");
    expect(statuses()).toEqual(["stopped", "stopped"]);
  });

  test("a create that fails before anything has changed keeps nothing", async () => {
    put("waiting", "stopped");
    const { message, partial } = await failureOf(scene.newRun().job.create(stopped, somebody));
    expect(message).toMatch(String(planIds[0]));
    expect(partial).toBeUndefined();
  });

  test("a plan that was restarted is drift: mixed, and running where all run; the next up stops them", async () => {
    put("running", "running");
    const resource = await created(scene, "job", stopped);
    put("running");
    await resource.refresh(scene.newRun());
    expect(resource.state?.inputs).toEqual({ ...stopped, desiredStatus: "mixed" });
    put(undefined, "running");
    await resource.refresh(scene.newRun());
    expect(resource.state?.inputs).toEqual(running);
    expect(await resource.up(scene.newRun(), stopped)).toBe("updated");
    expect(statuses()).toEqual(["stopped", "stopped"]);
  });

  test("nothing changes in a second run, and another job, or one to be known later, replaces", async () => {
    put("running", "finished");
    const resource = await created(scene, "job", stopped);
    await resource.refresh(scene.newRun());
    const { state } = resource;
    if (!state) throw new Error("It has no state.");
    expect(state.inputs).toEqual(stopped);
    expect(state.outputs.lastDeclared).toBeUndefined();
    const diff = (news: object) => scene.newRun().job.diff(state, { ...stopped, ...news }, somebody);
    expect(await diff({})).toBe("no change");
    expect(await diff({ jobId: otherJobId })).toBe("replacement");
    expect(await diff({ jobId: unknown })).toBe("replacement");
  });

  test("after an update that was given up while its Stops may still take effect, all plans are looked at", async () => {
    put("running", "running");
    const resource = await created(scene, "job", stopped);
    put("running", "running");
    await resource.refresh(scene.newRun());
    scene.simulator.setOptions({ stopDelaySeconds: 3_600 });
    await failureOf(resource.up(scene.newRun(), { ...stopped, timeoutSeconds: 0.8 }));
    scene.simulator.setOptions({ stopDelaySeconds: 0 });
    put("stopped", "stopped");
    scene.simulator.clearCalls();
    expect(await resource.up(scene.newRun(), running)).toBe("updated");
    expect(actions(scene)).toEqual(["List", "Start", "Start"]);
    expect(await resource.up(scene.newRun(), running)).toBe("unchanged");
  });

  test("plans that have failed are left alone with a warning, also where nothing is to be called", async () => {
    put("running");
    const resource = await created(scene, "job", running);
    put("failed");
    await resource.refresh(scene.newRun());
    const run = scene.newRun();
    expect(await resource.up(run, { ...running, timeoutSeconds: 90 })).toBe("updated");
    expect(run.said()).toMatch(/plans that have failed are left alone: 1 of 1/);
  });

  test("a job that is not managed is found with what its plans are together, and gets no inputs", async () => {
    put("running", "finished");
    const found = await scene.newRun().job.read({ id: jobId, inputs: undefined, outputs: {} }, {});
    expect(found).toMatchObject({ outputs: { desiredStatus: "running", counts: { running: 1, finished: 1 } } });
    expect(found).toHaveProperty("inputs", {});
  });

  test("a job that is gone is read as no resource, and its delete is done", async () => {
    put("running");
    const [first, second] = [await created(scene, "job", stopped), await created(scene, "job", stopped)];
    scene.simulator.deleteJob(jobId);
    expect(await first.refresh(scene.newRun())).toBe(false);
    await second.delete(scene.newRun());
  });

  test("delete stops what runs, and is an error for the plans that it could not stop", async () => {
    put("running", "running", "waiting");
    const resource = await created(scene, "job", running);
    const stop = "StopScheduledPreloadExecution";
    scene.simulator.addFault({ kind: "error", code: "NoPermission", action: stop });
    expect((await failureOf(resource.delete(scene.newRun()))).message).toMatch(
      /1 of the 3 plans[^]*NoPermission[^]*declare it again instead, run `pulumi up --refresh`/,
    );
    expect(statuses().sort()).toEqual(["running", "stopped", "waiting"]);
    const run = scene.newRun();
    await resource.delete(run);
    expect(statuses().sort()).toEqual(["stopped", "stopped", "waiting"]);
    expect(run.said()).toMatch(/warning: 1 of its plans is waiting and is left to begin: ESA can stop only/);
  });
}
