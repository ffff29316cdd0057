import { outputsFor, refreshed, storedIn } from "../../provider/dynamic/properties";
import { jobKind } from "../../provider/resources/job/arguments";
import { planKind } from "../../provider/resources/plan/arguments";
import { jobId, planId } from "../world/world";

const plan = { planId, desiredStatus: "stopped" };
/** As the methods give them, with every default. */
const outputs = { ...plan, jobId, whenWaiting: "fail", timeoutSeconds: 300, status: "stopped" };
const withoutDefaults = { ...plan, jobId, status: "stopped" };

test.each([
  ["the job is given", { jobId }, {}, {}],
  ["the job is learned", {}, {}, { __given: [] }],
  ["a default is given", { jobId, timeoutSeconds: 300 }, { timeoutSeconds: 300 }, {}],
  ["one is given and the job learned", { whenWaiting: "fail" }, { whenWaiting: "fail" }, { __given: ["whenWaiting"] }],
  ["a role is given", { jobId, roleArn: "role" }, { roleArn: "role" }, {}],
])("a state holds what was given, and says so only where it doesn't show: %s", (_, given, more, said) => {
  const inputs = { ...plan, ...given };
  const stored = outputsFor(planKind, { ...outputs, ...given }, inputs, "owner");
  expect(stored).toEqual({ ...withoutDefaults, ...more, ...said, __owner: "owner" });
  expect(storedIn(planKind, planId, stored).inputs).toEqual(inputs);
  expect(refreshed({ ...withoutDefaults, ...more }, stored)).toEqual(stored);
});

test("without the resource's name it always says what was given", () => {
  const all = { jobId, desiredStatus: "stopped", whenWaiting: "fail", timeoutSeconds: 300 };
  const stored = outputsFor(jobKind, all, { jobId, desiredStatus: "stopped" }, undefined);
  expect(stored).toMatchObject({ __given: [] });
  expect(storedIn(jobKind, jobId, stored).inputs).toEqual({ jobId, desiredStatus: "stopped" });
});

test("a resource that is only read has no inputs, in whatever account", () => {
  expect(storedIn(planKind, planId, { ...withoutDefaults, profile: "owner" }).inputs).toBeUndefined();
});
