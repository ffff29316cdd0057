import fc from "fast-check";
import { begin, hold, reschedule, settle, stop, type ScheduledPlan } from "../../../simulator/state/planRules";
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
    expect(statusAt(reschedule(hold(plan(status), at("11:00:00")), plan(status), at(when), DELAY_MS), seen)).toBe(
      expected,
    );
  });
});

describe("new times don't undo what a Stop or Start is bringing about", () => {
  const times = (StartTime: string, EndTime: string) => ({
    ...plan("running"),
    StartTime: `2024-05-31T${StartTime}Z`,
    EndTime: `2024-05-31T${EndTime}Z`,
  });
  const options = { stopDelayMs: DELAY_MS, whenNotRunning: "refuse" } as const;
  const stopping = stop(hold(plan("running"), at("13:10:00")), at("13:10:00"), options);

  test.each<[end: string, seen: string, expected: PlanStatus]>([
    ["15:00:00", "13:10:29", "running"],
    ["15:00:00", "13:10:30", "stopped"],
    ["13:10:20", "13:10:30", "finished"],
  ])("stopped at 13:10:00, its end is moved to %s: at %s it is %s", (end, seen, expected) => {
    if (stopping.do !== "become") throw new Error("It is not stopped.");
    const moved = reschedule(stopping.scheduled, times("13:00:00", end), at("13:10:10"), DELAY_MS);
    expect(statusAt(moved, seen)).toBe(expected);
  });

  test.each<[start: string, seen: string, expected: PlanStatus]>([
    ["13:05:00", "13:10:29", "waiting"],
    ["13:05:00", "13:10:30", "running"],
    ["13:30:00", "13:10:30", "waiting"],
    ["13:30:00", "13:30:00", "running"],
  ])("started at 13:10:00, its start is moved to %s: at %s it is %s", (start, seen, expected) => {
    const begun = begin(plan("stopped"), at("13:10:00"), DELAY_MS);
    const after = { ...times(start, "14:00:00"), Status: "waiting" } as const;
    expect(statusAt(reschedule(begun, after, at("13:10:20"), DELAY_MS), seen)).toBe(expected);
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
