import { checkArguments } from "../../provider/resources/plan/arguments";
import { diffPlan } from "../../provider/resources/plan/diff";
import { parseState } from "../../provider/resources/plan/outputs";

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
test.each<[string, object, Record<string, unknown>, string[]]>([
  ["another state is declared", stopped, { ...declared, ...running, jobId: job }, ["desiredStatus"]],
  ["the plan runs again", { ...stopped, status: "running" }, declared, ["desiredStatus"]],
  ["a refresh has shown it running", { ...stopped, ...running, status: "running" }, declared, ["desiredStatus"]],
  ["no status was recorded", { ...stopped, status: undefined }, declared, ["desiredStatus"]],
  ["another job is given", stopped, { ...declared, jobId: other }, ["jobId"]],
  ["whenWaiting changes", stopped, { ...declared, whenWaiting: "leave" }, ["whenWaiting"]],
  ["the time limit changes", stopped, { ...declared, timeoutSeconds: 5 }, ["timeoutSeconds"]],
  ["two things change", stopped, { ...declared, ...running, jobId: other }, ["desiredStatus", "jobId"]],
])("an update where %s", (_, olds, news, changed) => {
  expect(diff(olds, news)).toEqual(changed.map((argument) => ({ argument, replaces: false })));
});

test("takes the plan from the id where the state doesn't hold it", () => {
  expect(diff({ ...stopped, planId: undefined }, declared)).toEqual([]);
});
