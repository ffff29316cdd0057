import { unknownValue } from "../../provider/resources/arguments";
import { diffPlan } from "../../provider/resources/plan/diff";
import { parseOutputs } from "../../provider/resources/plan/outputs";

const plan = "66599bd7397885b43804901c";
const other = "66599bd7397885b43804901d";
const job = "665d3af3621bccf3fe29e1a4";

const declared = { planId: plan, desiredStatus: "stopped" };
const stopped = {
  ...declared,
  jobId: job,
  status: "stopped",
  whenWaiting: "fail",
  timeoutSeconds: 300,
  requestId: "R1",
};

const diff = (olds: object, news: Record<string, unknown>) => diffPlan(plan, parseOutputs({ ...olds }), news);

test.each<[string, object, Record<string, unknown>]>([
  ["everything is as declared", stopped, declared],
  ["the job is given that was learned", stopped, { ...declared, jobId: job }],
  ["the job is no longer given", { ...stopped, __given: ["jobId"] }, declared],
  ["the other form of the same plan is given", stopped, { ...declared, planId: `${job}:${plan}` }],
  ["a default is written out", stopped, { ...declared, whenWaiting: "fail", timeoutSeconds: 300 }],
  ["only request id and times differ", { ...stopped, requestId: "R2", startTime: "later" }, declared],
  ["the plan has finished", { ...stopped, status: "finished" }, declared],
  ["the plan has failed", { ...stopped, status: "failed" }, declared],
  [
    "it waits and is to be left so",
    { ...stopped, status: "waiting", whenWaiting: "leave" },
    { ...declared, whenWaiting: "leave" },
  ],
  [
    "a plan that is to run waits",
    { ...stopped, status: "waiting", desiredStatus: "running" },
    { ...declared, jobId: job, desiredStatus: "running" },
  ],
])("no change where %s", (_, olds, news) => {
  expect(diff(olds, news)).toEqual({ changes: false });
});

test.each<[string, object, Record<string, unknown>]>([
  ["another state is declared", stopped, { ...declared, desiredStatus: "running", jobId: job }],
  ["the plan runs again", { ...stopped, status: "running" }, declared],
  ["a refresh has shown it running", { ...stopped, status: "running", desiredStatus: "running" }, declared],
  ["it waits, which isn't stopped", { ...stopped, status: "waiting" }, declared],
  ["no status was recorded", { ...stopped, status: undefined }, declared],
  ["another job is given", stopped, { ...declared, jobId: other }],
  ["whenWaiting changes", stopped, { ...declared, whenWaiting: "leave" }],
  ["the time limit changes", stopped, { ...declared, timeoutSeconds: 5 }],
  ["the state isn't known yet", stopped, { ...declared, desiredStatus: unknownValue }],
  ["the plan isn't known yet", stopped, { ...declared, planId: unknownValue }],
])("an update where %s", (_, olds, news) => {
  expect(diff(olds, news)).toEqual({ changes: true });
});

test("another plan replaces the resource", () => {
  expect(diff(stopped, { ...declared, planId: other })).toEqual({ changes: true, replaces: ["planId"] });
});

test("takes the plan from the id where the state doesn't hold it", () => {
  expect(diff({ ...stopped, planId: undefined }, declared)).toEqual({ changes: false });
});
