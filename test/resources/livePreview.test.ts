import type { DynamicProvider } from "../../provider/dynamic/provider";
import type { PlanStatus } from "../../provider/esa/statuses";
import { failureOf, jobId, otherJobId, otherPlanId, planId, putPlan, useWorld } from "../world/world";

const stopped = { planId, jobId, desiredStatus: "stopped" };
const running = { planId, jobId, desiredStatus: "running" };
const live = { "esaPreload:livePreview": "true" };
const startTime = "2026-06-01T13:00:00Z";

const world = useWorld();

/** What a preview of a new resource says. */
async function previewed(args: Record<string, unknown>, config = live): Promise<string[]> {
  await world.newProvider(config).check({}, args);
  return world.printed;
}

/** The outputs of a resource that has been created, with nothing left of the calls for it. */
async function created(args: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { outs = {} } = await world.newProvider().create(args);
  world.simulator.clearCalls();
  return outs;
}

test.each<[PlanStatus, Record<string, unknown>, string]>([
  ["running", stopped, "is running: to be stopped"],
  ["failed", running, "is failed: to be started"],
  ["waiting", running, `is waiting: left to begin at ${startTime}`],
])("a %s plan that is to be %j", async (status, args, text) => {
  putPlan(world, { Status: status, ...(status === "waiting" && { StartTime: startTime }) });
  expect(await previewed(args)).toEqual([`${planId}: live preview: ${text}`]);
  expect(world.calls()).toEqual(["List"]);
});

test("a plan that its job doesn't have will fail", async () => {
  putPlan(world, { Status: "running" }, otherPlanId);
  expect(await previewed(stopped)).toEqual([
    `${planId}: live preview: the job ${jobId} has no such plan; \`pulumi up\` will fail`,
  ]);
});

test("without a job it says why it sees nothing", async () => {
  expect(await previewed({ planId, desiredStatus: "stopped" })).toEqual([
    `${planId}: live preview: not looked at, as its job is not known; give jobId`,
  ]);
  expect(world.calls()).toEqual([]);
});

test("no permission is said once for all plans of the job, with what to do, and fails nothing", async () => {
  putPlan(world, { Status: "running" });
  world.simulator.addFault({ kind: "error", code: "NoPermission", statusCode: 403 });
  const provider = world.newProvider(live);
  for (const id of [planId, otherPlanId]) {
    expect((await provider.check({}, { ...stopped, planId: id })).failures).toEqual([]);
  }
  expect(world.printed).toHaveLength(1);
  expect(world.printed[0]).toMatch(
    new RegExp(`^${jobId}: live preview: its plans cannot be seen: .*NoPermission.*Check that the credentials`),
  );
  await provider.check({}, { ...stopped, jobId: otherJobId, profile: "p" });
  expect(world.connections.at(-1)).toMatchObject({ profile: "p" });
});

test("a look that is not answered ends after twenty seconds", async () => {
  world.simulator.addFault({ kind: "throttle", times: 1_000 });
  const begunMs = world.clock.now();
  expect(await previewed(stopped)).toHaveLength(1);
  expect(world.clock.now() - begunMs).toBeLessThanOrEqual(20_000);
});

test.each<[string, (provider: DynamicProvider, olds: Record<string, unknown>) => Promise<unknown>]>([
  ["check of what is wrong", (provider) => provider.check({}, { ...stopped, timeoutSeconds: 0 })],
  ["check of a resource that exists", (provider) => provider.check(stopped, stopped)],
  ["diff with what is wrong", (provider, olds) => provider.diff(planId, olds, { ...stopped, timeoutSeconds: 0 })],
  ["diff that replaces", (provider, olds) => provider.diff(planId, olds, { ...stopped, planId: otherPlanId })],
])("a %s looks at nothing", async (_, ask) => {
  putPlan(world, { Status: "stopped" });
  const olds = await created(stopped);
  await ask(world.newProvider(live), olds);
  expect(world.calls()).toEqual([]);
});

describe("a resource that exists", () => {
  test("says nothing while the plan is as the state says, and what a change of the declared state will do", async () => {
    putPlan(world, { Status: "running" });
    const olds = await created(stopped);
    expect(await world.newProvider(live).diff(planId, { ...olds, __provider: "" }, stopped)).toEqual({
      changes: false,
    });
    expect(world.printed).toEqual([]);
    expect(world.calls()).toEqual(["List"]);
    await world.newProvider(live).diff(planId, olds, running);
    expect(world.printed).toEqual([`${planId}: live preview: is stopped: to be started`]);
  });

  test("says that `up` alone will not see a plan that somebody restarted", async () => {
    putPlan(world, { Status: "running" });
    const olds = await created(stopped);
    putPlan(world, { Status: "running" });
    await world.newProvider(live).diff(planId, olds, { ...stopped, timeoutSeconds: 60 });
    expect(world.printed).toEqual([
      `${planId}: live preview: is running: to be stopped (only by \`pulumi up --refresh\`: the state does not show it yet)`,
    ]);
  });
});

test("a whole job is summed up in one line", async () => {
  const ids = [1, 2, 3, 4, 5].map((digit) => planId.slice(0, -1) + digit.toString());
  const statuses: PlanStatus[] = ["running", "waiting", "running", "waiting", "finished"];
  statuses.forEach((status, index) => {
    const fields = {
      Status: status,
      ...(status === "waiting" && { StartTime: `2026-06-01T1${4 - index}:00:00Z` }),
    };
    putPlan(world, fields, ids[index]);
  });
  await world.newProviders(live).jobs.check({}, { jobId, desiredStatus: "stopped", whenWaiting: "leave" });
  expect(world.printed).toEqual([
    `${jobId}: live preview: 2 running: to be stopped; ` +
      "2 waiting: left to begin from 2026-06-01T11:00:00Z on; 1 finished: nothing to do",
  ]);
});

test("of a job that exists, only what the state doesn't know or a change will do is told", async () => {
  putPlan(world, { Status: "running" });
  putPlan(world, { Status: "finished" }, otherPlanId);
  const jobs = world.newProviders().jobs;
  const job = { jobId, desiredStatus: "stopped" };
  const { outs = {} } = await jobs.create(job);
  await world.newProviders(live).jobs.diff(jobId, outs, job);
  expect(world.printed).toEqual([]);
  putPlan(world, { Status: "running" });
  await world.newProviders(live).jobs.diff(jobId, outs, job);
  await world.newProviders(live).jobs.diff(jobId, outs, { ...job, desiredStatus: "running" });
  for (const id of [planId, otherPlanId]) world.simulator.deletePlan(id);
  await world.newProviders(live).jobs.check({}, job);
  expect(world.printed).toEqual([
    `${jobId}: live preview: 1 running: to be stopped; 1 finished: nothing to do (only by \`pulumi up --refresh\`: the state does not show it yet)`,
    `${jobId}: live preview: 1 running: nothing to do; 1 finished: nothing to do`,
    `${jobId}: live preview: no plans`,
  ]);
});

test("a plan that is gone is dropped by a refresh", async () => {
  putPlan(world, { Status: "running" }, otherPlanId);
  putPlan(world, { Status: "stopped" });
  const olds = await created(stopped);
  world.simulator.deletePlan(planId);
  await world.newProvider(live).diff(planId, olds, stopped);
  expect(world.printed).toEqual([
    `${planId}: live preview: the job ${jobId} has no such plan; a refresh drops it from the state`,
  ]);
});

test("without the setting, or with false, nothing is looked at", async () => {
  putPlan(world, { Status: "running" });
  expect(await previewed(stopped, {} as typeof live)).toEqual([]);
  expect(await previewed(stopped, { "esaPreload:livePreview": "false" })).toEqual([]);
  expect(world.calls()).toEqual([]);
});

test("a setting that is neither is an error that says how to set it", async () => {
  const failure = await failureOf(previewed(stopped, { "esaPreload:livePreview": "yes" }));
  expect(failure.message).toMatch(/esaPreload:livePreview is "yes"[^]*pulumi config set esaPreload:livePreview true/);
});
