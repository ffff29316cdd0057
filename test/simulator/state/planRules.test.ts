import fc from "fast-check";
import { begin, hold, reschedule, settle, type ScheduledPlan } from "../../../simulator/state/planRules";
import type { Plan, PlanStatus } from "../../../simulator";
import { PLAN } from "../running";

const at = (time: string): number => Date.parse(`2024-05-31T${time}Z`);
const plan = (Status: PlanStatus): Plan => ({ ...PLAN, AliUid: "1", Interval: 60, SliceLen: 10, Status });
const DELAY_MS = 30_000;

function statusAt(scheduled: ScheduledPlan, time: string): PlanStatus {
  return settle(scheduled, at(time)).plan.Status;
}

describe("a plan that was created or started runs from StartTime to EndTime", () => {
  test.each<[begun: string, seen: string, status: PlanStatus]>([
    ["12:00:00", "12:59:59", "waiting"],
    ["12:00:00", "13:00:00", "running"],
    ["12:00:00", "14:00:00", "finished"],
    ["13:30:00", "13:30:29", "waiting"],
    ["13:30:00", "13:30:30", "running"],
    ["13:30:00", "14:00:00", "finished"],
    ["15:00:00", "15:00:29", "waiting"],
    ["15:00:00", "15:00:30", "finished"],
  ])("begun at %s, seen at %s: %s", (begun, seen, status) => {
    expect(statusAt(begin(plan("stopped"), at(begun), DELAY_MS), seen)).toBe(status);
  });
});

describe("a status put by hand stays until the clock crosses a time of the plan", () => {
  test.each<[put: PlanStatus, when: string, seen: string, status: PlanStatus]>([
    ["waiting", "12:00:00", "13:00:00", "running"],
    ["waiting", "13:30:00", "13:59:59", "waiting"],
    ["waiting", "13:30:00", "14:00:00", "finished"],
    ["waiting", "15:00:00", "23:00:00", "waiting"],
    ["running", "12:00:00", "14:00:00", "finished"],
    ["finished", "12:00:00", "13:30:00", "finished"],
    ["stopped", "12:00:00", "23:00:00", "stopped"],
  ])("%s put at %s is at %s: %s", (put, when, seen, status) => {
    expect(statusAt(hold(plan(put), at(when)), seen)).toBe(status);
  });
});

describe("new times without a new status follow the rules", () => {
  test.each<[status: PlanStatus, when: string, seen: string, expected: PlanStatus]>([
    ["waiting", "12:00:00", "13:00:00", "running"],
    ["waiting", "13:30:00", "13:30:30", "running"],
    ["running", "15:00:00", "15:00:00", "finished"],
    ["stopped", "13:30:00", "23:00:00", "stopped"],
    ["finished", "13:30:00", "13:45:00", "finished"],
  ])("%s, changed at %s, is at %s: %s", (status, when, seen, expected) => {
    expect(statusAt(reschedule(plan(status), at(when), DELAY_MS), seen)).toBe(expected);
  });
});

test("looking often or once shows the same status", () => {
  const minute = fc.integer({ min: 0, max: 24 * 60 }).map((minutes) => at("00:00:00") + minutes * 60_000);
  fc.assert(
    fc.property(minute, fc.array(minute), minute, (begunMs, looks, lastMs) => {
      const begun = begin(plan("stopped"), begunMs, DELAY_MS);
      const seenOften = looks
        .filter((ms) => ms <= lastMs)
        .sort((a, b) => a - b)
        .reduce(settle, begun);
      expect(settle(seenOften, lastMs)).toEqual(settle(begun, lastMs));
    }),
  );
});
