import { diffJob } from "../../provider/resources/job/diff";
import { parseState as parseJob } from "../../provider/resources/job/outputs";
import { unknown } from "../../provider/resources/methods";
import { checkArguments } from "../../provider/resources/plan/arguments";
import { diffPlan } from "../../provider/resources/plan/diff";
import { observed, parseState } from "../../provider/resources/plan/outputs";
import { planOf } from "../world/scripted";

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

function diff(outputs: object, news: Record<string, unknown>) {
  const olds = parseState({ id: plan, inputs: declared, outputs: { ...outputs } });
  return diffPlan(olds, checkArguments(olds, news).inputs);
}

test.each<[string, object, Record<string, unknown>]>([
  ["everything is as declared", stopped, declared],
  ["the job is given that was learned", stopped, { ...declared, jobId: job }],
  ["the other form of the same plan is given", stopped, { ...declared, planId: `${job}:${plan}` }],
  ["a job is given that is none", stopped, { ...declared, jobId: 7 }],
  ["a default is written out", stopped, { ...declared, whenWaiting: "fail", timeoutSeconds: 300 }],
  ["only request id and times differ", { ...stopped, requestId: "R2", startTime: "later" }, declared],
  ["the plan has finished", { ...stopped, status: "finished" }, declared],
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
  expect(diff(olds, news)).toEqual([]);
});

const running = { desiredStatus: "running" };
const ofJob = { jobId: job, desiredStatus: "stopped" };
const ended = { ...ofJob, plans: [{ id: plan, status: "finished" }] };
test.each<[string, object, Record<string, unknown>, string[]]>([
  ["another state is declared", stopped, { ...declared, ...running, jobId: job }, ["desiredStatus"]],
  ["the plan runs again", { ...stopped, status: "running" }, declared, ["desiredStatus"]],
  ["a refresh has shown it running", { ...stopped, ...running, status: "running" }, declared, ["desiredStatus"]],
  ["no status was recorded", { ...stopped, status: undefined }, declared, ["desiredStatus"]],
  [
    "no state is declared",
    { ...stopped, desiredStatus: undefined, status: "running" },
    { planId: plan },
    ["desiredStatus"],
  ],
  ["a time limit is to be known", stopped, { ...declared, timeoutSeconds: unknown }, ["timeoutSeconds"]],
  ["another job is given", stopped, { ...declared, jobId: other }, ["jobId"]],
  ["whenWaiting changes", stopped, { ...declared, whenWaiting: "leave" }, ["whenWaiting"]],
  ["the time limit changes", stopped, { ...declared, timeoutSeconds: 5 }, ["timeoutSeconds"]],
  ["two things change", stopped, { ...declared, ...running, jobId: other }, ["desiredStatus", "jobId"]],
])("an update where %s", (_, olds, news, changed) => {
  expect(diff(olds, news)).toEqual(changed.map((argument) => ({ argument, replaces: false })));
});

test.each<[string, object, Record<string, unknown>, boolean]>([
  ["another state is declared of plans that have ended", ended, { ...ofJob, ...running }, true],
  ["no plans were recorded", ofJob, ofJob, true],
  ["plans that differ are left so", { ...ended, desiredStatus: "mixed" }, { ...ofJob, desiredStatus: "mixed" }, false],
  [
    "plans that were not recorded are left so",
    { ...ofJob, desiredStatus: "mixed" },
    { ...ofJob, desiredStatus: "mixed" },
    true,
  ],
])("of a job where %s", (_, outputs, news, changes) => {
  expect(diffJob(parseJob({ id: job, inputs: news, outputs: { ...outputs } }), news)).toHaveLength(changes ? 1 : 0);
});

test("what ESA leaves out of a plan stays as it was", () => {
  const shown = planOf({ JobId: undefined, StartTime: undefined });
  expect(observed({ jobId: job, startTime: "then" }, shown, "e")).toMatchObject({ jobId: job, startTime: "then" });
});

test("takes the plan from the id where the state doesn't hold it", () => {
  expect(diff({ ...stopped, planId: undefined }, declared)).toEqual([]);
});
