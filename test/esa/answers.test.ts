import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { createEsaClient } from "../../provider/esa/client";
import { unpaced } from "../world/unpaced";
import type { Clock } from "../../provider/esa/sending/clock";
import { createProviders } from "../../provider/dynamic/host";
import type { DynamicProvider } from "../../provider/dynamic/provider";
import { readSettings } from "../../provider/settings";
import { failureOf, jobId, otherJobId, otherPlanId, planId } from "../world/world";

/** Answers that no rule of ESA explains, over real HTTP: what a provider makes of them. */
let server: Server;
let answers: Record<string, unknown>;
let calls: string[];
let provider: DynamicProvider;

const plan = {
  Id: planId,
  JobId: jobId,
  AliUid: "1",
  StartTime: "2026-06-01T11:00:00Z",
  EndTime: "2026-06-02T11:00:00Z",
  Interval: 60,
  SliceLen: 10,
  Status: "stopped",
};
const list = (...plans: object[]) => ({ RequestId: "R-LIST", TotalCount: plans.length, Executions: plans });
const outputs = { planId, jobId, desiredStatus: "stopped", timeoutSeconds: 2, __given: ["jobId"] };

beforeEach(async () => {
  calls = [];
  server = createServer((request, response) => {
    const action = String(request.headers["x-acs-action"]).replace("ScheduledPreloadExecution", "");
    calls.push(action);
    response.setHeader("content-type", "application/json").end(JSON.stringify(answers[action]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const config: Record<string, string> = {
    "alicloud:endpoints": JSON.stringify([{ esa: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }]),
    "alicloud:accessKey": "key",
    "alicloud:secretKey": "secret",
  };
  let nowMs = Date.parse("2026-06-01T12:00:00Z");
  const clock: Clock = {
    now: () => nowMs,
    sleep: (delayMs) => Promise.resolve(void (nowMs += delayMs)),
    random: () => 0.5,
  };
  provider = createProviders({
    clock,
    print: () => undefined,
    connect: () =>
      Promise.resolve(
        createEsaClient(
          readSettings((key) => config[key], {}),
          "test",
          { clock, pace: unpaced },
        ),
      ),
  }).plans;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

test("a list that is shorter than it says does not prove that a plan is gone", async () => {
  answers = { Lists: { ...list({ ...plan, Id: otherPlanId }), TotalCount: 2 } };
  const failure = await failureOf(provider.read(planId, outputs));
  expect(failure.message).toMatch(/IncompleteList: the answer holds 1 of 2 plans and not this one/);
  expect(failure.message).toContain("R-LIST");
});

test("a list that is shorter than it says, but holds the plan, is as good as any", async () => {
  answers = { Lists: { ...list(plan), TotalCount: 2 } };
  expect(await provider.read(planId, outputs)).toMatchObject({ id: planId, props: { status: "stopped" } });
});

test("a plan that the answer gives to another job is an error that names both jobs, never gone", async () => {
  answers = { Lists: list({ ...plan, JobId: otherJobId }) };
  for (const failing of [provider.read(planId, outputs), provider.create(outputsAsInputs())]) {
    expect((await failureOf(failing)).message).toMatch(new RegExp(`job ${otherJobId}, not to ${jobId}[^]*jobId`));
  }
});

test("a status of tomorrow is an error for its plan, and no trouble for the others", async () => {
  answers = { Lists: list(plan, { ...plan, Id: otherPlanId, Status: "paused" }) };
  expect(await provider.read(planId, outputs)).toMatchObject({ props: { status: "stopped" } });
  const failure = await failureOf(provider.read(otherPlanId, { ...outputs, planId: otherPlanId }));
  expect(failure.message).toMatch(/has the status "paused"[^]*newer version/);
});

test("elements that are missing, null or new are no error", async () => {
  answers = { Lists: list({ Id: planId, Status: "stopped", JobId: null, Interval: null, Surprise: [1] }) };
  const { props } = await provider.read(planId, outputs);
  expect(props).toEqual({ ...outputs, status: "stopped", endpoint: expect.stringMatching(/^127/) as string });
});

test.each([
  ["no list", { RequestId: "R", TotalCount: 0 }],
  ["text for the list", { RequestId: "R", TotalCount: 1, Executions: "none" }],
  ["a plan without an id", { RequestId: "R", TotalCount: 1, Executions: [{ Status: "stopped" }] }],
  ["a list instead of an object", [plan]],
  ["null", null],
])("an answer with %s is tried again, then told", async (_, answer) => {
  answers = { Lists: answer };
  const failure = await failureOf(provider.read(planId, outputs));
  expect(failure).toMatchObject({ code: "UnreadableAnswer" });
  expect(calls.length).toBeGreaterThan(1);
});

test("ids are compared without regard to case", async () => {
  answers = { Lists: list({ ...plan, Id: planId.toUpperCase(), JobId: jobId.toUpperCase() }) };
  expect(await provider.read(planId, outputs)).toMatchObject({ id: planId, props: { planId, jobId } });
});

test("a Stop whose answer doesn't name the job, for a plan that runs on: says that jobId helps", async () => {
  answers = { Stop: { ...plan, RequestId: "R-STOP", JobId: undefined, Status: "running" } };
  const failure = await failureOf(provider.create({ planId, desiredStatus: "stopped" }));
  expect(failure.message).toMatch(/job of the plan .* is not known[^]*Give jobId/);
  expect(failure.properties).toMatchObject({ status: "running" });
});

function outputsAsInputs(): Record<string, unknown> {
  return { planId, jobId, desiredStatus: "stopped" };
}
