import type { ResourceValidationPolicy } from "@pulumi/policy";

import * as calendar from "../../examples/incident-freeze/calendar.json";
import { noRunningInFreeze, type FreezeWindow } from "../../examples/policy/freeze";
import { scheduledPreloadPlanStateType } from "../../provider/index";

const night: FreezeWindow = { from: "2026-06-18T20:00:00+08:00", until: "2026-06-19T02:00:00+08:00" };
const plan = { type: scheduledPreloadPlanStateType, props: { desiredStatus: "running" } };

/** What the policy reports of a resource. */
function violations(now: string, resource: { type: string; props: object }, windows = [night]): string[] {
  const reported: string[] = [];
  const policy: ResourceValidationPolicy = noRunningInFreeze(() => new Date(now));
  const validate = policy.validateResource as (args: unknown, report: (message: string) => void) => void;
  validate({ ...resource, name: "launch", getConfig: () => ({ windows }) }, (message) => reported.push(message));
  return reported;
}

test.each([
  ["before it", "2026-06-18T11:59:59.999Z", 0],
  ["from its first moment", "2026-06-18T12:00:00Z", 1],
  ["to its last", "2026-06-18T17:59:59.999Z", 1],
  ["after it", "2026-06-18T18:00:00Z", 0],
])("a window counts %s", (_, now, count) => {
  expect(violations(now, plan)).toHaveLength(count);
});

const inside = "2026-06-18T15:00:00Z";

test("a resource of another package with the same argument is not judged", () => {
  expect(violations(inside, { ...plan, type: "aws:rds/instance:Instance" })).toEqual([]);
});

test("any of several windows counts, none allows everything", () => {
  const other = { from: "2026-01-01T00:00:00Z", until: "2026-01-02T00:00:00Z" };
  expect(violations(inside, plan, [other, { ...night, reason: "618" }])[0]).toMatch(/freeze \(618\)\./);
  expect(violations(inside, plan, [other])).toEqual([]);
  expect(violations(inside, plan, [])).toEqual([]);
});

test("the calendar of examples/incident-freeze is its configuration", () => {
  const { windows } = calendar[noRunningInFreeze(() => new Date()).name as keyof typeof calendar];
  expect(violations("2026-11-11T17:00:00Z", plan, windows)[0]).toMatch(
    "2026-11-11T18:00:00Z there is a freeze (move of",
  );
});

test("a window whose time is none is an error, not an open door", () => {
  expect(() => violations(inside, plan, [{ ...night, until: "2026-02-31T99:00:00Z" }])).toThrow(
    '"2026-02-31T99:00:00Z" is no time.',
  );
});
