import { Gone } from "../../provider/resources/methods";
import type { PlanStatus } from "../../provider/esa/statuses";
import { failureOf, jobId, otherJobId, otherPlanId, planId, putPlan, useWorld } from "../world/world";

const world = useWorld();
const both = `${jobId}:${planId}`;
const put = (...statuses: PlanStatus[]) =>
  statuses.forEach((Status, index) => putPlan(world, { Status }, [planId, otherPlanId][index]));

test.each<["plans" | "jobs", string, PlanStatus[], string]>([
  ["plans", both, ["waiting"], "running"],
  ["plans", both.toUpperCase(), ["finished"], "stopped"],
  ["jobs", jobId, ["running", "waiting"], "running"],
  ["jobs", jobId, ["stopped", "finished"], "stopped"],
])("of %s, %s, which are %j, declares %s", async (kind, id, statuses, desiredStatus) => {
  put(...statuses);
  const inputs = { ...(kind === "plans" && { planId }), jobId, desiredStatus };
  const found = await world.newMethods()[kind].import(id, {});
  expect(found).toMatchObject({ id: kind === "plans" ? planId : jobId, outputs: { ...inputs, timeoutSeconds: 300 } });
  expect(found).toHaveProperty("inputs", inputs);
});

test.each<["plans" | "jobs", string, RegExp]>([
  ["plans", planId, /without its job/],
  ["plans", `${jobId}:x`, new RegExp(`"${jobId}:x" is not the id of a plan`)],
  ["jobs", "x", /not the id of a job/],
  ["jobs", jobId, new RegExp(`job ${jobId} cannot .* as its plans differ: 1 running, 1 stopped`)],
])("of %s, %s, fails", async (kind, id, message) => {
  put("running", "stopped");
  expect((await failureOf(world.newMethods()[kind].import(id, {}))).message).toMatch(message);
  expect(await world.newMethods().jobs.import(otherJobId, {})).toBe(Gone);
});
