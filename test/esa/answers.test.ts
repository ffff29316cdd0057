import type { DynamicProvider } from "../../provider/dynamic/provider";
import { failureOf, jobId, openWorld, otherJobId, otherPlanId, planId, type World } from "../world/world";
import { serve, type Loopback } from "./sending/servers";

/** Answers that no rule of ESA explains, over real HTTP: what a provider makes of them. */
let world: World;
let server: Loopback;
let answer: unknown;
let provider: DynamicProvider;
beforeEach(async () => {
  world = await openWorld();
  server = await serve(() => ({ body: JSON.stringify(answer) }));
  provider = world.newProvider({ "alicloud:endpoints": JSON.stringify([{ esa: server.url }]) });
});
afterEach(() => Promise.all([server.close(), world.close()]));

const plan = { Id: planId, JobId: jobId, AliUid: "1", Interval: 60, SliceLen: 10, Status: "stopped" };
const list = (...plans: object[]) => ({ RequestId: "R-LIST", TotalCount: plans.length, Executions: plans });
const outputs = { planId, jobId, desiredStatus: "stopped", timeoutSeconds: 2, __given: ["jobId"] };

test("a list that is shorter than it says does not prove that a plan is gone", async () => {
  answer = { ...list({ ...plan, Id: otherPlanId }), TotalCount: 2 };
  const { message } = await failureOf(provider.read(planId, outputs));
  expect(message).toMatch(/IncompleteList: the answer holds 1 of 2 plans and not this one[^]*R-LIST/);
});

test("a plan that the answer gives to another job is an error that names both jobs, never gone", async () => {
  answer = list({ ...plan, JobId: otherJobId });
  const inputs = { planId, jobId, desiredStatus: "stopped" };
  for (const failing of [provider.read(planId, outputs), provider.create(inputs)]) {
    expect((await failureOf(failing)).message).toMatch(new RegExp(`job ${otherJobId}, not to ${jobId}[^]*jobId`));
  }
});

test("a status of tomorrow is an error for its plan, and no trouble for the others", async () => {
  answer = list(plan, { ...plan, Id: otherPlanId, Status: "paused" });
  expect(await provider.read(planId, outputs)).toMatchObject({ props: { status: "stopped" } });
  const { message } = await failureOf(provider.read(otherPlanId, { ...outputs, planId: otherPlanId }));
  expect(message).toMatch(/has the status "paused"[^]*newer version/);
});

test("a Stop whose answer doesn't name the job, for a plan that runs on: says that jobId helps", async () => {
  answer = { ...plan, RequestId: "R-STOP", JobId: undefined, Status: "running" };
  const { message, properties } = await failureOf(provider.create({ planId, desiredStatus: "stopped" }));
  expect(message).toMatch(/job of the plan .* is not known[^]*Give jobId/);
  expect(properties).toMatchObject({ status: "running" });
});
