import { checkArguments as checkJob } from "../../provider/resources/job/arguments";
import { unknown } from "../../provider/resources/methods";
import { checkArguments } from "../../provider/resources/plan/arguments";

const plan = "66599bd7397885b43804901c";
const job = "665d3af3621bccf3fe29e1a4";
const both = `${job}:${plan}`;
const long = "9".repeat(99);
const given = { planId: plan, desiredStatus: "stopped" };

test("passes arguments on as they were given, without defaults", () => {
  const news = { ...given, jobId: job, whenWaiting: "leave", timeoutSeconds: 5 };
  expect(checkArguments({}, news)).toEqual({ inputs: news, failures: [] });
  expect(checkArguments({}, given)).toEqual({ inputs: given, failures: [] });
});

test.each<[string, Record<string, unknown>, string, RegExp]>([
  ["no plan", { desiredStatus: "stopped" }, "planId", /is missing.*24 hexadecimal/],
  ["no state", { planId: plan }, "desiredStatus", /is missing.*"stopped" or "running"/],
  ["a number for the plan", { ...given, planId: 7 }, "planId", /must be a string.*but is 7/],
  ["an id of three parts", { ...given, planId: `${job}:${plan}:x` }, "planId", /24 hexadecimal/],
  ["a composite id with a bad job", { ...given, planId: `x:${plan}` }, "jobId", /24 hexadecimal/],
  ["another state", { ...given, desiredStatus: "paused" }, "desiredStatus", /"stopped" or "running".*"paused"/],
  ["running without a job", { ...given, desiredStatus: "running" }, "jobId", /is missing.*needs the plan's job/],
  ["a number for the job, beside", { ...given, planId: both, jobId: 7 }, "jobId", /must be a string.*but is 7/],
  ["a contradictory job that is none", { ...given, planId: both, jobId: "x" }, "jobId", /^is x, but planId/],
  ["a contradictory job", { ...given, planId: both, jobId: plan }, "jobId", new RegExp(`${plan}.*${job}`)],
  ["a contradictory job, in part", { ...given, planId: both, jobId: long }, "jobId", /^is 9{57}\.{3}, but planId/],
  ["a time longer than a timer's", { ...given, timeoutSeconds: 3e6 }, "timeoutSeconds", /at most 2147483 .*24 days/],
  ["a long value, in part", { ...given, planId: long }, "planId", /but is "9{56}\.\.\.$/],
  ["a value of 60 characters, in whole", { ...given, planId: "9".repeat(58) }, "planId", /but is "9{58}"$/],
  ["a profile without a name", { ...given, profile: "" }, "profile", /name of a profile of the shared credentials/],
  ["a role's name alone", { ...given, roleArn: "esa" }, "roleArn", /ARN of a RAM role/],
  ["the API's id", { ...given, executionId: plan }, "executionId", /did you mean planId\?/],
  ["an unknown policy", { ...given, whenWaiting: "stop" }, "whenWaiting", /"fail" or "wait" or "leave"/],
  ["no time", { ...given, timeoutSeconds: 0 }, "timeoutSeconds", /greater than 0/],
  ["a time that is no number", { ...given, timeoutSeconds: Infinity }, "timeoutSeconds", /but is Infinity$/],
  ["a time in text", { ...given, timeoutSeconds: "60" }, "timeoutSeconds", /must be a number of seconds, but is "60"/],
  ["a misspelt argument", { ...given, timeoutSecond: 5 }, "timeoutSecond", /did you mean timeoutSeconds\?/],
  ["an argument cut short", { ...given, timeoutSeco: 5 }, "timeoutSeco", /did you mean timeoutSeconds\?/],
  ["pulumi-alicloud's name", { ...given, scheduledPreloadJobId: job }, "scheduledPreloadJobId", /mean jobId\?/],
  ["an argument like no other", { ...given, colour: 1 }, "colour", /its arguments are planId, /],
])("refuses %s", (_, news, property, reason) => {
  const { failures } = checkArguments({}, news);
  expect(failures).toEqual([{ property, reason: expect.stringMatching(reason) as string }]);
});

test.each([job.toUpperCase(), unknown])("takes the job of a composite id, where %p is given as well", (jobId) => {
  const news = { ...given, planId: both, jobId };
  expect(checkArguments({}, news)).toEqual({ inputs: { ...given, jobId: job }, failures: [] });
});

test("shows the job of a composite id in part, where another is given", () => {
  const { failures } = checkArguments({}, { ...given, planId: `${long}:${plan}`, jobId: job });
  expect(failures[0]?.reason).toMatch(/ names the job 9{57}\.{3}: give only one/);
});

test("suggests no argument of the other kind", () => {
  const [failure] = checkJob({}, { jobId: job, desiredStatus: "stopped", executionId: plan }).failures;
  expect(failure?.reason).toMatch(/^is not an argument of ScheduledPreloadJobState; its arguments are jobId, /);
});

test("ignores null", () => {
  expect(checkArguments({}, { ...given, jobId: null })).toEqual({ inputs: given, failures: [] });
});

describe("what is as before passes:", () => {
  const running = { planId: plan, desiredStatus: "running" };

  test("a plan that a refresh has found running, whose job is not given", () => {
    expect(checkArguments(running, running).failures).toEqual([]);
    expect(checkArguments(given, running).failures).toHaveLength(1);
    expect(checkArguments({ ...running, planId: job }, running).failures).toHaveLength(1);
  });

  test("a plan that is given in capitals", () => {
    expect(checkArguments(running, { ...running, planId: plan.toUpperCase() }).failures).toEqual([]);
  });

  test("the job of a composite id that ignoreChanges hands back without it", () => {
    expect(checkArguments({ ...given, jobId: job }, given).inputs).toEqual({ ...given, jobId: job });
    expect(checkArguments({ ...given, planId: job, jobId: job }, given).inputs).toEqual(given);
  });
});
