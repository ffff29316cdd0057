import fc from "fast-check";

import { planStatuses, type PlanStatus } from "../../provider/esa/statuses";
import {
  decide,
  decideDeleted,
  desiredStatuses,
  desiredStatusOf,
  satisfies,
  waitingPolicies,
  type Decision,
  type DesiredStatus,
  type WhenWaiting,
} from "../../provider/run/decide";

const nothing: Decision = { do: "nothing" };

describe("a declared `stopped`", () => {
  const table: [PlanStatus, WhenWaiting, Decision][] = [
    ["running", "fail", { do: "stop" }],
    ["running", "wait", { do: "stop" }],
    ["running", "leave", { do: "stop" }],
    ["waiting", "fail", { do: "refuse", because: "waiting" }],
    ["waiting", "wait", { do: "waitUntilRunning" }],
    ["waiting", "leave", { do: "nothing", remark: "left waiting" }],
    ["stopped", "fail", nothing],
    ["finished", "fail", { do: "nothing", remark: "had finished" }],
    ["failed", "fail", { do: "nothing", remark: "had failed" }],
  ];
  test.each(table)("of a %s plan, whenWaiting %s: %j", (observed, whenWaiting, decision) => {
    for (const cause of ["asked", "kept"] as const) {
      expect(decide({ desiredStatus: "stopped", whenWaiting }, observed, cause)).toEqual(decision);
    }
  });
});

describe("a declared `running`", () => {
  const table: [PlanStatus, "asked" | "kept", Decision][] = [
    ["running", "asked", nothing],
    ["waiting", "asked", nothing],
    ["stopped", "asked", { do: "start" }],
    ["stopped", "kept", { do: "start" }],
    ["finished", "asked", { do: "nothing", remark: "had finished" }],
    ["failed", "asked", { do: "start" }],
    ["failed", "kept", { do: "nothing", remark: "failed again" }],
  ];
  test.each(table)("of a %s plan, %s: %j", (observed, cause, decision) => {
    for (const whenWaiting of waitingPolicies) {
      expect(decide({ desiredStatus: "running", whenWaiting }, observed, cause)).toEqual(decision);
    }
  });
});

test.each<[PlanStatus, Decision]>([
  ["running", { do: "stop" }],
  ["waiting", { do: "nothing", remark: "left waiting" }],
  ["stopped", nothing],
  ["finished", nothing],
  ["failed", nothing],
])("a delete finds a %s plan: %j", (observed, decision) => {
  expect(decideDeleted(observed)).toEqual(decision);
});

test.each<[PlanStatus, DesiredStatus, WhenWaiting, DesiredStatus]>([
  ["running", "stopped", "fail", "running"],
  ["running", "running", "fail", "running"],
  ["stopped", "running", "fail", "stopped"],
  ["waiting", "stopped", "fail", "running"],
  ["waiting", "stopped", "wait", "running"],
  ["waiting", "stopped", "leave", "stopped"],
  ["waiting", "running", "leave", "running"],
  ["finished", "stopped", "fail", "stopped"],
  ["finished", "running", "fail", "running"],
  ["failed", "stopped", "fail", "stopped"],
  ["failed", "running", "fail", "running"],
])("a refresh of a %s plan, declared %s (%s), shows %s", (observed, desiredStatus, whenWaiting, shown) => {
  expect(desiredStatusOf(observed, { desiredStatus, whenWaiting })).toBe(shown);
});

const declared = fc.record({
  desiredStatus: fc.constantFrom(...desiredStatuses),
  whenWaiting: fc.constantFrom(...waitingPolicies),
});
const ended = fc.constantFrom<PlanStatus>("finished", "failed");

test("an ended plan never drifts: CI must not show the same change for ever", () => {
  fc.assert(fc.property(declared, ended, (want, observed) => satisfies(want, observed)));
});

test("what a refresh shows differs from what is declared exactly where the plan has drifted", () => {
  fc.assert(
    fc.property(declared, fc.constantFrom(...planStatuses), (want, observed) => {
      expect(desiredStatusOf(observed, want) === want.desiredStatus).toBe(satisfies(want, observed));
    }),
  );
});

test("a state that was taken over from a refresh, as ignoreChanges does, asks for no write", () => {
  fc.assert(
    fc.property(declared, fc.constantFrom<PlanStatus>("running", "stopped"), (want, observed) => {
      const seen = desiredStatusOf(observed, want) ?? want.desiredStatus;
      expect(satisfies({ ...want, desiredStatus: seen }, observed)).toBe(true);
    }),
  );
});
