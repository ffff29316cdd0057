import { filled, forecast } from "../../provider/resources/forecast";
import type { DesiredStatus, WhenWaiting } from "../../provider/run/decide";
import { planOf } from "../world/scripted";

const deadlineMs = Date.parse("2026-06-01T13:00:00Z");
const [inTime, tooLate] = [deadlineMs, deadlineMs + 1].map((ms) => new Date(ms).toISOString());

test.each<[DesiredStatus, WhenWaiting, string, string | undefined, string]>([
  ["stopped", "fail", "running", inTime, "to be stopped"],
  ["running", "fail", "stopped", inTime, "to be started"],
  ["stopped", "fail", "paused", inTime, "will fail, as this status is not known"],
  [
    "stopped",
    "fail",
    "waiting",
    inTime,
    `will fail, as ESA cannot stop it before it begins at ${inTime} (see whenWaiting)`,
  ],
  ["stopped", "wait", "waiting", tooLate, `will fail, as it begins at ${tooLate}, after timeoutSeconds`],
  ["stopped", "wait", "waiting", inTime, `to be stopped when it begins at ${inTime}`],
  ["stopped", "wait", "waiting", undefined, "to be stopped when it begins at an unknown time"],
  ["running", "fail", "waiting", inTime, `left to begin at ${inTime}`],
  ["running", "fail", "finished", inTime, "nothing to do"],
])("declared %s (%s), a plan that is %s, from %s on, is %s", (desiredStatus, whenWaiting, Status, StartTime, text) => {
  const plan = planOf({ Status, StartTime });
  const limits = { whenWaiting, timeoutSeconds: 1, setBy: "timeoutSeconds", deadlineMs } as const;
  const { what, acts } = forecast(desiredStatus, limits, plan, "asked");
  expect(filled(what, [plan])).toBe(text);
  expect(acts).toBe(!/^(left|nothing)/.test(text));
});
