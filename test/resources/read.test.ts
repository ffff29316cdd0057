import type { PlanStatus } from "../../provider/esa/statuses";
import { failureOf, jobId, planId, putPlan, useWorld } from "../world/world";

const world = useWorld();

const listAction = "ListScheduledPreloadExecutions";
const outputs = {
  planId,
  jobId,
  desiredStatus: "stopped",
  whenWaiting: "fail",
  timeoutSeconds: 300,
  status: "stopped",
  requestId: "the last write's",
  __given: ["jobId", "timeoutSeconds"],
};
const read = (props: Record<string, unknown> = outputs, id = planId) => world.newProvider().read(id, props);

test.each<[PlanStatus, string, string]>([
  ["stopped", "running", "stopped"],
  ["waiting", "stopped", "running"],
  ["finished", "running", "running"],
])("a %s plan that was declared %s shows desiredStatus %s in outputs and inputs", async (status, declared, shown) => {
  putPlan(world, { Status: status });
  const result = await read({ ...outputs, desiredStatus: declared, __given: ["jobId", "whenWaiting"] });
  expect(result.id).toBe(planId);
  expect(result.props).toMatchObject({ status, desiredStatus: shown, requestId: "the last write's" });
  expect(result.inputs).toEqual({ planId, jobId, whenWaiting: "fail", desiredStatus: shown });
  expect(world.calls()).toEqual(["List"]);
});

test("the inputs hold exactly the arguments that were given", async () => {
  putPlan(world, { Status: "stopped" });
  expect((await read()).inputs).toEqual({ planId, jobId, timeoutSeconds: 300, desiredStatus: "stopped" });
  const learned = await read({ ...outputs, __given: [] });
  expect(learned.inputs).toEqual({ planId, desiredStatus: "stopped" });
  expect(learned.props).toMatchObject({ jobId });
});

test("the resource is dropped when ESA says clearly that the plan's job is gone", async () => {
  putPlan(world);
  world.simulator.addFault({ kind: "error", code: "InvalidJob.NotFound" });
  expect(await read()).toEqual({ id: "", props: {} });
});

describe("everything else is an error, and the resource stays:", () => {
  test.each([
    ["a missing log", "LogNotFound", 404],
    ["an unheard-of code", "Surprise", 404],
    ["a code that is spelt like one of ours", "PlanNotFound", 404],
  ])("%s (%s)", async (_, code, statusCode) => {
    putPlan(world);
    world.simulator.addFault({ kind: "error", code, statusCode });
    const failure = await failureOf(read());
    expect(failure).toMatchObject({ code });
    expect(failure.message).toMatch(
      new RegExp(`^${listAction} failed: ${code} \\(HTTP ${statusCode}\\)[^]*plan ${planId}`),
    );
    expect(world.simulator.calls()).toHaveLength(1);
  });

  test("a job's, too", async () => {
    world.simulator.addFault({ kind: "error", code: "NoPermission" });
    const { message } = await failureOf(world.newProviders().jobs.read(jobId, { jobId }));
    expect(message).toMatch(`\n  job ${jobId}, request `);
  });

  test("a plan that the job's list says is another job's", async () => {
    putPlan(world);
    world.simulator.addFault({ kind: "wrongTypes", times: 1000 });
    expect(await failureOf(read({ ...outputs, timeoutSeconds: 3 }))).toMatchObject({
      code: "UnreadableAnswer",
    });
  });
});

test("refused credentials say that they may be old; a create's say where from", async () => {
  putPlan(world, { Status: "running" });
  const provider = world.newProvider({ "alicloud:secretKey": "another-secret" });
  const inputs = { planId, jobId, desiredStatus: "stopped" };
  const hint = /refresh.*destroy.*last `pulumi up`.*--run-program/;
  for (const recalled of [provider.read(planId, inputs), provider.delete(planId, inputs)]) {
    expect((await failureOf(recalled)).message).toMatch(hint);
  }
  const { message } = await failureOf(provider.create(inputs));
  expect(message).toContain("The credentials came from the stack configuration (alicloud:accessKey).");
  expect(message).not.toMatch(hint);
});

test("without any known job the resource stays as it was, and nothing is called", async () => {
  const props = { planId, desiredStatus: "stopped", whenWaiting: "fail", timeoutSeconds: 300, __given: [] };
  expect(await read(props)).toEqual({ id: planId, props, inputs: { planId, desiredStatus: "stopped" } });
  expect(world.calls()).toEqual([]);
});

test("get without the job is an error that shows the form", async () => {
  const failure = await failureOf(read({}, planId));
  expect(failure.message).toMatch(/without its job[^]*"<jobId>:<planId>"/);
  expect(world.calls()).toEqual([]);
});

describe("reads of one job share a List:", () => {
  test("also those that come within two seconds, and not those after", async () => {
    putPlan(world, { Status: "stopped" });
    const provider = world.newProvider();
    await provider.read(planId, outputs);
    world.simulator.advanceClock(1.5);
    await provider.read(planId, outputs);
    expect(world.calls()).toEqual(["List"]);
    world.simulator.advanceClock(1);
    await provider.read(planId, outputs);
    expect(world.calls()).toEqual(["List", "List"]);
  });

  test("a failure reaches all that wait for it, and nobody after them", async () => {
    putPlan(world, { Status: "stopped" });
    world.simulator.addFault({ kind: "error", code: "NoPermission" });
    const provider = world.newProvider();
    const first = await Promise.all([1, 2].map(() => failureOf(provider.read(planId, outputs))));
    expect(first.map(({ code }) => code)).toEqual(["NoPermission", "NoPermission"]);
    expect((await provider.read(planId, outputs)).id).toBe(planId);
  });
});
