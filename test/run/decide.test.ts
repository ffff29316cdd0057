import { planStatuses, type PlanStatus } from "../../provider/esa/statuses";
import {
  decide,
  decideDeleted,
  desiredStatuses,
  desiredStatusOf,
  jointStatusOf,
  satisfies,
  waitingPolicies,
  type Decision,
  type DesiredStatus,
  type WhenWaiting,
} from "../../provider/run/decide";

const nothing: Decision = { do: "nothing" };
const unknown: Decision = { do: "refuse", because: "unknown status" };
const left: Decision = { do: "nothing", remark: "left waiting" };
const causes = ["asked", "kept"] as const;

test.each<[string, readonly WhenWaiting[], Decision]>([
  ["running", waitingPolicies, { do: "stop" }],
  ["waiting", ["fail"], { do: "refuse", because: "waiting" }],
  ["waiting", ["wait"], { do: "waitUntilRunning" }],
  ["waiting", ["leave"], left],
  ["stopped", waitingPolicies, nothing],
  ["finished", waitingPolicies, { do: "nothing", remark: "had finished" }],
  ["failed", waitingPolicies, { do: "nothing", remark: "had failed" }],
  ["paused", waitingPolicies, unknown],
])("a declared `stopped` of a %s plan, whenWaiting %j: %j", (observed, policies, decision) => {
  for (const cause of causes) {
    for (const whenWaiting of policies) {
      expect(decide({ desiredStatus: "stopped", whenWaiting }, observed, cause)).toEqual(decision);
    }
  }
});

test("a waiting plan cannot be stopped where nothing is said of it", () => {
  expect(decide({ desiredStatus: "stopped" }, "waiting", "asked")).toEqual({ do: "refuse", because: "waiting" });
});

test.each<[string, readonly ("asked" | "kept")[], Decision]>([
  ["running", causes, nothing],
  ["waiting", causes, nothing],
  ["stopped", causes, { do: "start" }],
  ["finished", causes, { do: "nothing", remark: "had finished" }],
  ["failed", ["asked"], { do: "start" }],
  ["failed", ["kept"], { do: "nothing", remark: "failed again" }],
  ["paused", causes, unknown],
])("a declared `running` of a %s plan, %j: %j", (observed, given, decision) => {
  for (const cause of given) {
    for (const whenWaiting of waitingPolicies) {
      expect(decide({ desiredStatus: "running", whenWaiting }, observed, cause)).toEqual(decision);
    }
  }
});

test.each<[string, Decision]>([
  ["running", { do: "stop" }],
  ["waiting", left],
  ["stopped", nothing],
  ["finished", nothing],
  ["failed", nothing],
  ["paused", unknown],
])("a delete finds a %s plan: %j", (observed, decision) => {
  expect(decideDeleted(observed)).toEqual(decision);
});

test.each<[string, DesiredStatus | undefined, WhenWaiting, DesiredStatus | undefined]>([
  ["running", "stopped", "fail", "running"],
  ["running", undefined, "fail", "running"],
  ["stopped", "running", "fail", "stopped"],
  ["waiting", "stopped", "fail", "running"],
  ["waiting", "stopped", "wait", "running"],
  ["waiting", "stopped", "leave", "stopped"],
  ["waiting", "running", "leave", "running"],
  ["waiting", undefined, "leave", "running"],
  ["finished", "stopped", "fail", "stopped"],
  ["finished", undefined, "fail", "stopped"],
  ["failed", "running", "fail", "running"],
])("a refresh of a %s plan, declared %s (%s), shows %s", (observed, desiredStatus, whenWaiting, shown) => {
  expect(desiredStatusOf(observed, { desiredStatus, whenWaiting })).toBe(shown);
});

test.each<[string[], DesiredStatus, DesiredStatus | "mixed"]>([
  [[], "stopped", "stopped"],
  [["finished", "failed"], "running", "running"],
  [["stopped", "finished"], "running", "stopped"],
  [["running", "waiting", "finished"], "stopped", "running"],
  [["running", "stopped"], "running", "mixed"],
  [["running", "paused"], "running", "mixed"],
])("plans that are %j, declared %s, are %s together", (observed, desiredStatus, joint) => {
  expect(jointStatusOf(observed, { desiredStatus })).toBe(joint);
});

describe("whatever is declared,", () => {
  const declared = desiredStatuses.flatMap((desiredStatus) =>
    waitingPolicies.map((whenWaiting) => ({ desiredStatus, whenWaiting })),
  );

  test.each<PlanStatus>(["finished", "failed"])("a %s plan never drifts", (observed) => {
    for (const want of declared) expect(satisfies(want, observed)).toBe(true);
  });

  test.each(planStatuses)("a refresh of a %s plan shows another state exactly where it has drifted", (observed) => {
    for (const want of declared) {
      expect(desiredStatusOf(observed, want) === want.desiredStatus).toBe(satisfies(want, observed));
    }
  });

  test.each(planStatuses)("what ignoreChanges takes over of a %s plan asks for no write", (observed) => {
    for (const want of declared) {
      const desiredStatus = desiredStatusOf(observed, want);
      expect(satisfies({ ...want, desiredStatus }, observed)).toBe(true);
    }
  });
});
