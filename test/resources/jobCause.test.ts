import type { EsaClient } from "../../provider/esa/client";
import type { PlanStatus } from "../../provider/esa/statuses";
import { directRun } from "../contract/direct";
import { failureOf, Resource } from "../contract/resource";
import type { Run } from "../contract/subject";
import { jobId, planId, putPlan, useWorld } from "../world/world";

const world = useWorld();

const ids = [0, 1, 2].map((index) => planId.replace(/.$/, String(index)));
const running = { jobId, desiredStatus: "running" };
const stopped = { jobId, desiredStatus: "stopped" };
const newRun = (): Run => directRun(world);
const statusOf = (index: number) => world.plan(ids[index]).Status;

function put(...statuses: (PlanStatus | undefined)[]): void {
  for (const [index, Status] of statuses.entries()) if (Status) putPlan(world, { Status }, ids[index]);
}

async function created(args: Record<string, unknown>): Promise<Resource> {
  const resource = new Resource("job", "a");
  await resource.up(newRun(), args);
  world.simulator.clearCalls();
  return resource;
}

async function refreshed(resource: Resource, ...now: (PlanStatus | undefined)[]): Promise<void> {
  put(...now);
  await resource.refresh(newRun());
}

/** Whether the failed plan, which is the first, was left alone by an up that had something else to do. */
async function expectLeftAlone(resource: Resource): Promise<void> {
  world.simulator.clearCalls();
  expect(await resource.up(newRun(), running)).toBe("updated");
  expect(statusOf(0)).toBe("failed");
  expect(world.calls()).toContain("Start");
}

describe("a failed plan of a job that was declared running is left alone", () => {
  test.each<[string, PlanStatus[]]>([
    ["some others", ["failed", "stopped", "running"]],
    ["all others", ["failed", "stopped", "stopped"]],
  ])("when %s were stopped by hand, however often that was refreshed", async (_, now) => {
    put("running", "running", "running");
    const resource = await created(running);
    await refreshed(resource, ...now);
    await refreshed(resource);
    await expectLeftAlone(resource);
  });

  test("where a state of 0.1.0 shows mixed plans, and doesn't say what was declared", async () => {
    put("failed", "stopped");
    const plans = [0, 1].map((index) => ({ id: ids[index], status: statusOf(index) }));
    const outputs = { ...running, desiredStatus: "mixed", whenWaiting: "fail", timeoutSeconds: 300, plans };
    await expectLeftAlone(new Resource("job", "a", { id: jobId, inputs: outputs, outputs }));
  });

  test("after an update under ignoreChanges, which hands back what was observed", async () => {
    put("running", "running");
    const resource = await created(running);
    await refreshed(resource, "failed", "stopped");
    // As the engine does it: desiredStatus as the refresh has found it.
    const found = resource.state?.inputs?.desiredStatus;
    await resource.up(newRun(), { jobId, desiredStatus: found, timeoutSeconds: 200 });
    await expectLeftAlone(resource);
  });

  test("also by the next up after one that failed for another plan", async () => {
    put("running", "running", "running");
    const resource = await created(running);
    await refreshed(resource, "failed", "stopped", "stopped");
    const start = "StartScheduledPreloadExecution";
    world.simulator.addFault({ kind: "error", code: "NoPermission", action: start });
    expect((await failureOf(resource.up(newRun(), running))).partial).toBeDefined();
    await expectLeftAlone(resource);
  });
});

describe("a failed plan of a job is started", () => {
  test.each(["at once", "after a refresh"])(
    "where it was asked for, and not reached: by the next up (%s)",
    async (when) => {
      put("running", "running");
      const resource = await created(stopped);
      put("failed");
      const start = "StartScheduledPreloadExecution";
      world.simulator.addFault({ kind: "error", code: "NoPermission", action: start });
      expect((await failureOf(resource.up(newRun(), running))).partial).toBeDefined();
      put("failed", "running");
      if (when === "after a refresh") await refreshed(resource);
      expect(await resource.up(newRun(), running)).toBe("updated");
      expect(statusOf(0)).toMatch(/waiting|running/);
    },
  );
});

test("an update of mixed plans under ignoreChanges drops a role that is no longer given", async () => {
  put("running", "running");
  const roleArn = "acs:ram::1:role/esa";
  const resource = await created(stopped);
  const { state } = resource;
  if (!state) throw new Error("It has no state.");
  const news = { ...stopped, desiredStatus: "mixed" };
  const given = { ...news, roleArn };
  const mixed = {
    id: jobId,
    inputs: given,
    outputs: { ...state.outputs, ...given, lastDeclared: "stopped" },
  };
  const later = new Resource("job", "a", mixed);
  expect(await later.up(newRun(), news)).toBe("updated");
  expect(later.outputs).toMatchObject({ desiredStatus: "mixed", lastDeclared: "stopped" });
  expect(later.outputs.roleArn).toBeUndefined();
  expect(world.calls()).toEqual([]);
});

describe("one plan with a status of tomorrow", () => {
  beforeEach(() => {
    put("running", "running", "running");
    const tomorrow = (client: EsaClient): EsaClient => ({
      ...client,
      list: async (...call) => {
        const answer = await client.list(...call);
        const [first, ...others] = answer.Executions;
        return { ...answer, Executions: first ? [{ ...first, Status: "paused" }, ...others] : [] };
      },
    });
    world.client = tomorrow;
  });

  test("fails a job's create alone: the others are stopped, and all are kept as they are", async () => {
    const { message, partial } = await failureOf(new Resource("job", "a").up(newRun(), stopped));
    expect(message).toMatch(new RegExp(`1 of the 3 plans[^]*${ids[0]}.*"paused"`));
    expect(partial?.outputs).toMatchObject({ counts: { paused: 1, stopped: 2 }, desiredStatus: "mixed" });
    expect([0, 1, 2].map(statusOf)).toEqual(["running", "stopped", "stopped"]);
  });

  test("is stopped by a job's delete as any other", async () => {
    const state = { id: jobId, inputs: stopped, outputs: stopped };
    await new Resource("job", "a", state).delete(newRun());
    expect([0, 1, 2].map(statusOf)).toEqual(["stopped", "stopped", "stopped"]);
  });

  test("and that a Stop doesn't change, fails a job's delete alone", async () => {
    const shown = world.client;
    world.client = (client) => ({
      ...shown(client),
      stop: async (id, options) => {
        const answer = await client.stop(id, options);
        return id === ids[0] ? { ...answer, Status: "paused" } : answer;
      },
    });
    const state = { id: jobId, inputs: stopped, outputs: stopped };
    const failure = await failureOf(new Resource("job", "a", state).delete(newRun()));
    expect(failure.message).toMatch(new RegExp(`1 of the 3 plans[^]*${ids[0]}.*"paused"`));
    expect([1, 2].map(statusOf)).toEqual(["stopped", "stopped"]);
  });
});
