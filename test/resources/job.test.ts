import type { PlanStatus } from "../../provider/esa/statuses";
import { directScene } from "../contract/direct";
import { putPlans } from "../contract/job";
import { created, failureOf, Resource } from "../contract/resource";
import { jobId, planId, useWorld } from "../world/world";

const world = useWorld();
const scene = directScene(world);

const idOf = (index: number) => planId.slice(0, 20) + index.toString(16).padStart(4, "0");
const [stopped, running] = [
  { jobId, desiredStatus: "stopped" },
  { jobId, desiredStatus: "running" },
];
const put = (...statuses: (PlanStatus | undefined)[]) => putPlans(scene, idOf, statuses);
const statuses = () => world.simulator.plans().map(({ Status }) => Status);
const counted = (name: string) => world.calls().filter((call) => call === name).length;
const refuse = (action: string, code = "NoPermission", times = 1) =>
  world.simulator.addFault({ kind: "error", code, times, action: `${action}ScheduledPreloadExecution` });
const old = (outputs: object = stopped) =>
  new Resource("job", "a", { id: jobId, inputs: stopped, outputs: { ...outputs } });

async function refreshed(resource: Resource, ...now: (PlanStatus | undefined)[]): Promise<void> {
  put(...now);
  await resource.refresh(scene.newRun());
}

describe("create", () => {
  test("starts what is stopped or has failed", async () => {
    put("running", "stopped", "finished", "failed");
    await created(scene, "job", running, { keepCalls: true });
    expect([counted("List"), counted("Start"), world.calls().length]).toEqual([1, 2, 3]);
    expect(world.printed).toEqual([]);
  });

  test("of a job without plans has nothing to do", async () => {
    world.simulator.putJob(jobId, {});
    expect((await created(scene, "job", stopped)).outputs).toMatchObject({ plans: [] });
  });

  test("leaves waiting plans where that is declared, in one line for all of them", async () => {
    put("waiting", "running", "waiting");
    await created(scene, "job", { ...stopped, whenWaiting: "leave" });
    expect(statuses()).toEqual(["waiting", "stopped", "waiting"]);
    expect(world.printed).toEqual([
      expect.stringMatching(new RegExp(`^${jobId}: warning: 2 of its plans are waiting and are left`)),
    ]);
  });
});

test("only what was not started is warned of: no plan that has failed under a declared stop, and none that waits to run", async () => {
  put("running", "running");
  const resource = await created(scene, "job", stopped);
  await refreshed(resource, "failed", "running");
  await resource.up(scene.newRun(), stopped);
  await resource.up(scene.newRun(), { ...running, whenWaiting: "leave" });
  await refreshed(resource, "stopped");
  await resource.up(scene.newRun(), { ...running, whenWaiting: "leave" });
  expect(world.printed).toEqual([]);
});

test("a create whose one Stop takes too long keeps what was observed", async () => {
  put("running");
  world.simulator.setOptions({ stopDelaySeconds: 3_600 });
  const { partial } = await failureOf(scene.newRun().job.create({ ...stopped, timeoutSeconds: 5 }, {}));
  const counts = { waiting: 0, running: 1, finished: 0, failed: 0, stopped: 0 };
  expect(partial?.outputs).toMatchObject({ desiredStatus: "running", counts });
});

test("what is no failure of a plan is thrown as it is", async () => {
  put("running");
  world.client = (client) => ({ ...client, stop: () => Promise.reject(new Error("a defect")) });
  expect((await failureOf(scene.newRun().job.create(stopped, {}))).message).toBe("a defect");
});

describe("a failed plan of a job that was declared running is left alone", () => {
  /** Whether the failed plan, which is the first, was left alone by an up that had something else to do. */
  async function expectLeftAlone(resource: Resource): Promise<void> {
    world.simulator.clearCalls();
    expect(await resource.up(scene.newRun(), running)).toBe("updated");
    expect(statuses()[0]).toBe("failed");
    expect(world.calls()).toContain("Start");
  }

  async function drifted(...now: PlanStatus[]): Promise<Resource> {
    put("running", "running", "running");
    const resource = await created(scene, "job", running);
    await refreshed(resource, ...now);
    return resource;
  }

  test("when all others were stopped by hand, however often that was refreshed", async () => {
    const resource = await drifted("failed", "stopped", "stopped");
    await refreshed(resource);
    await expectLeftAlone(resource);
    expect(world.printed.join()).toMatch(/have failed are left alone: 1 of 3/);
  });

  test("where a state of 0.1.0 shows mixed plans, and doesn't say what was declared", async () => {
    put("failed", "stopped", "running");
    const plans = statuses().map((status, index) => ({ id: idOf(index), status }));
    const resource = old({ ...running, desiredStatus: "mixed", whenWaiting: "fail", timeoutSeconds: 300, plans });
    await refreshed(resource);
    await expectLeftAlone(resource);
  });

  test("after an update under ignoreChanges, which hands back what was observed", async () => {
    const resource = await drifted("failed", "stopped");
    // As the engine does it: desiredStatus as the refresh has found it.
    const found = resource.state?.inputs?.desiredStatus;
    await resource.up(scene.newRun(), { jobId, desiredStatus: found, timeoutSeconds: 200 });
    await expectLeftAlone(resource);
  });

  test("also by the next up after one that failed for another plan", async () => {
    const resource = await drifted("failed", "stopped", "stopped");
    refuse("Start");
    expect((await failureOf(resource.up(scene.newRun(), running))).partial).toBeDefined();
    await expectLeftAlone(resource);
  });
});

test.each(["at once", "after a refresh"])(
  "a failed plan of a job is started where it was asked for, and not reached: by the next up (%s)",
  async (when) => {
    put("running", "running");
    const resource = await created(scene, "job", stopped);
    put("failed");
    refuse("Start");
    expect((await failureOf(resource.up(scene.newRun(), running))).partial).toBeDefined();
    expect(world.printed).toEqual([]);
    put("failed", "running");
    if (when === "after a refresh") await refreshed(resource);
    expect(await resource.up(scene.newRun(), running)).toBe("updated");
    expect(statuses()[0]).toMatch(/waiting|running/);
  },
);

test("a failed plan of a job that was declared stopped is started when it is declared running, though plans drifted", async () => {
  put("running", "running", "running");
  const resource = await created(scene, "job", stopped);
  await refreshed(resource, "failed", "running", "stopped");
  await resource.up(scene.newRun(), { jobId, desiredStatus: "mixed", timeoutSeconds: 200 });
  expect(resource.outputs).toMatchObject({ desiredStatus: "mixed", lastDeclared: "stopped" });
  expect(await resource.up(scene.newRun(), running)).toBe("updated");
  expect(statuses()[0]).toMatch(/waiting|running/);
});

test("a job that was left unfinished has no change under ignoreChanges, which asks for nothing", async () => {
  put("running", "waiting");
  const resource = new Resource("job", "j");
  expect((await failureOf(resource.up(scene.newRun(), stopped))).partial).toBeDefined();
  expect(world.printed).toEqual([]);
  await resource.refresh(scene.newRun());
  expect(resource.outputs).toMatchObject({ desiredStatus: "mixed", lastDeclared: "mixed" });
  expect(await resource.up(scene.newRun(), { ...stopped, desiredStatus: "mixed" })).toBe("unchanged");
});

test("a plan with a status of tomorrow, which a Stop doesn't change, fails a job's delete alone", async () => {
  put("running", "running", "finished");
  const tomorrow = <P extends { Id: string }>(plan: P) => (plan.Id === idOf(0) ? { ...plan, Status: "paused" } : plan);
  world.client = (client) => ({
    ...client,
    list: async (...call) => {
      const answer = await client.list(...call);
      return { ...answer, Executions: answer.Executions.map(tomorrow) };
    },
    stop: async (...call) => tomorrow(await client.stop(...call)),
  });
  const { message } = await failureOf(old().delete(scene.newRun()));
  expect(message).toMatch(new RegExp(`1 of the 3 plans of the job ${jobId} was not stopped:[^]*${idOf(0)}.*"paused"`));
  expect(statuses().slice(1)).toEqual(["stopped", "finished"]);
  expect(world.calls()).toEqual(["List", "Stop", "Stop"]);
  expect(world.printed).toEqual([]);
});

test("a plan that is gone when a job's delete stops it is as good as stopped", async () => {
  put("running");
  refuse("Stop", "InvalidExecution.NotFound");
  await old().delete(scene.newRun());
  expect(world.calls()).toEqual(["List", "Stop 404"]);
});
