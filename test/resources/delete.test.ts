import type { PlanStatus } from "../../provider/esa/statuses";
import { failureOf, jobId, otherPlanId, planId, putPlan, useWorld } from "../world/world";

const world = useWorld();

const props = {
  planId,
  jobId,
  desiredStatus: "stopped",
  whenWaiting: "fail",
  timeoutSeconds: 300,
  status: "stopped",
};
const withoutJob = { ...props, jobId: undefined };
const remove = (properties: Record<string, unknown> = props) => world.newProvider().delete(planId, properties);

/** Delete calls Stop, always: the state may be old. Both things that ESA may answer for a plan that isn't running. */
describe.each<[PlanStatus, string[], string[], PlanStatus, RegExp | undefined]>([
  ["running", ["Stop"], ["Stop"], "stopped", undefined],
  ["stopped", ["Stop 400", "List"], ["Stop"], "stopped", undefined],
  ["finished", ["Stop 400", "List"], ["Stop"], "finished", undefined],
  ["failed", ["Stop 400", "List"], ["Stop"], "failed", undefined],
  ["waiting", ["Stop 400", "List"], ["Stop"], "waiting", /warning: is waiting.*begins at 2026-06-01T13:00:00/],
])("deleting the resource of a %s plan", (status, refused, unchanged, left, warning) => {
  test.each([
    ["refuse", refused],
    ["unchanged", unchanged],
  ] as const)("(%s)", async (mode, calls) => {
    world.simulator.setStopWhenNotRunning(mode);
    putPlan(world, { Status: status });
    await remove();
    expect(world.calls()).toEqual(calls);
    expect(world.plan().Status).toBe(left);
    expect(world.printed).toEqual(warning ? [expect.stringMatching(warning)] : []);
  });
});

describe("a plan that is gone is done:", () => {
  test("by the code that its job is gone", async () => {
    putPlan(world);
    world.simulator.addFault({ kind: "error", code: "InvalidJob.NotFound" });
    await remove();
    expect(world.calls()).toEqual(["Stop 404"]);
  });

  test("by the list, after a refusal", async () => {
    putPlan(world, {}, otherPlanId);
    world.simulator.addFault({ kind: "error", code: "Surprise", action: "StopScheduledPreloadExecution" });
    await remove();
    expect(world.calls()).toEqual(["Stop 400", "List"]);
  });
});

test.each(["InvalidUid.PermissionDenied", "LogNotFound", "InvalidParameter.ObjectId"])(
  "the refusal %s is an error, and the resource stays",
  async (code) => {
    putPlan(world, { Status: "running" });
    world.simulator.addFault({ kind: "error", code });
    const failure = await failureOf(remove());
    expect(failure).toMatchObject({ code });
    expect(world.calls()).toHaveLength(1);
  },
);

test("without a job, a refusal by an unlisted code is an error that says that jobId helps", async () => {
  putPlan(world, { Status: "waiting" });
  expect((await failureOf(remove(withoutJob))).message).toMatch(/may not be running.*Give jobId/);
});

test("without a job, the Stop's answer is enough", async () => {
  putPlan(world, { Status: "running" });
  await remove(withoutJob);
  expect(world.plan().Status).toBe("stopped");
});

test("a Stop that never gets through is an error at the end of the time", async () => {
  putPlan(world, { Status: "running" });
  world.simulator.addFault({ kind: "http503", action: "StopScheduledPreloadExecution", times: 1000 });
  const failure = await failureOf(remove({ ...props, timeoutSeconds: 5 }));
  expect(failure.message).toMatch(/^StopScheduledPreloadExecution failed: ServiceUnavailable \(HTTP 503\)/);
});

test("survives a cut connection: looks before it stops again", async () => {
  putPlan(world, { Status: "running" });
  world.simulator.addFault({ kind: "resetAfterEffect" });
  await remove();
  expect(world.calls()).toEqual(["Stop cut", "List"]);
});
