import type { DynamicProvider } from "../../provider/dynamic/provider";
import { jobId, otherJobId, otherPlanId, planId, putPlan, useWorld } from "../world/world";
import { expectEnd, refused, setUp, type Row } from "./methods";

const world = useWorld();
let provider: DynamicProvider;
beforeEach(() => (provider = world.newProvider()));

const stopped = { planId, jobId, desiredStatus: "stopped" };
const running = { ...stopped, desiredStatus: "running" };

/** The outputs of a resource that was created with these arguments. */
async function created(args: Record<string, unknown>): Promise<Record<string, unknown>> {
  putPlan(world, { Status: args.desiredStatus as "stopped" });
  const { outs = {} } = await world.newProvider().create(args);
  world.simulator.clearCalls();
  return outs;
}

test.each<[string, object, object, Row]>([
  [
    "stops a plan that is now declared stopped, looking first with the job that was learned",
    running,
    { planId, desiredStatus: "stopped" },
    {
      plan: { Status: "running" },
      calls: ["List", "Stop"],
      outs: { desiredStatus: "stopped", status: "stopped", jobId, __given: [] },
    },
  ],
  [
    "leaves a plan alone that has failed since it was declared running, with a warning",
    { ...running, status: "stopped" },
    running,
    {
      plan: { Status: "failed" },
      calls: ["List"],
      outs: { status: "failed" },
      says: /warning: has failed and is left/,
    },
  ],
  [
    "stops a plan whose Stop was refused once by a code of no document",
    running,
    stopped,
    { plan: { Status: "running" }, fault: [refused("Surprise"), "Stop"], outs: { status: "stopped" } },
  ],
  [
    "fails for a plan whose Stop was refused so twice",
    running,
    stopped,
    {
      plan: { Status: "running" },
      fault: [refused("Surprise", 2), "Stop"],
      fails: /StopScheduledPreloadExecution failed: Surprise \(HTTP 400\)/,
    },
  ],
  [
    "tells a write's error where that may have had its effect, and keeps what is",
    stopped,
    { ...running, timeoutSeconds: 5, __provider: "the handler" },
    {
      plan: { Status: "stopped" },
      fault: [{ kind: "http503", times: 100 }, "Start"],
      fails: /^StartScheduledPreloadExecution failed: ServiceUnavailable/,
      keeps: { status: "stopped", desiredStatus: "stopped", timeoutSeconds: 5, __provider: "the handler" },
    },
  ],
  [
    "looks where an earlier Start may have had its effect, though it is declared stopped again",
    { ...stopped, unfinished: "running" },
    stopped,
    { plan: { Status: "running" }, calls: ["List", "Stop"], outs: { status: "stopped" } },
  ],
  [
    "repeats no write that the plan shows to have had its effect",
    stopped,
    running,
    {
      plan: { Status: "failed" },
      fault: [{ kind: "wrongTypes" }, "Start"],
      calls: ["List", "Start", "List"],
      outs: { status: expect.stringMatching(/waiting|running/) as string },
    },
  ],
  [
    "repeats a write that the plan shows to have had none",
    running,
    stopped,
    {
      plan: { Status: "running" },
      fault: [{ kind: "reset" }, "Stop"],
      calls: ["List", "Stop cut", "List", "Stop"],
      outs: { status: "stopped" },
    },
  ],
])("%s", async (_, before, news, row) => {
  const olds = { ...(await created({ ...before, status: undefined, unfinished: undefined })), ...before };
  setUp(world, row);
  await expectEnd(world, row, provider.update(planId, olds, { ...news }));
});

test.each([
  ["timeoutSeconds", { timeoutSeconds: 5 }],
  ["a jobId that was learned", { jobId }],
])("another %s makes no call where the last seen status fits", async (_, change) => {
  putPlan(world, { Status: "running" });
  const blind = { planId, desiredStatus: "stopped" };
  const { outs = {} } = await world.newProvider().create(blind);
  world.simulator.clearCalls();
  const updated = await provider.update(planId, outs, { ...blind, ...change });
  expect([world.calls(), world.printed]).toEqual([[], []]);
  expect(updated.outs).toEqual({ ...outs, ...change, __given: Object.keys(change) });
});

test("another job is looked at before it is believed", async () => {
  const olds = await created(stopped);
  putPlan(world, { JobId: otherJobId }, otherPlanId);
  const fails = new RegExp(`${planId} does not exist.*${otherJobId}`);
  await expectEnd(world, { calls: ["List"], fails }, provider.update(planId, olds, { ...stopped, jobId: otherJobId }));
});
