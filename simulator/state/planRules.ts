import type { Plan, PlanStatus, WhenNotRunning } from "../types";
import { parseTime } from "../wire/values";

/** A change of status that the clock will bring. */
interface Transition {
  atMs: number;
  to: PlanStatus;
}

/** A plan and what the clock does with it next. */
export interface ScheduledPlan {
  plan: Plan;
  next: Transition | undefined;
}

/** What a call does to a plan. */
export type Decision =
  { do: "become"; scheduled: ScheduledPlan } | { do: "keep" } | { do: "refuse"; status: PlanStatus };

const instant = (text: string): number => parseTime(text) ?? Number.NaN;

/**
 * The plan at `nowMs`. `waiting` becomes `running` at its StartTime, `running` becomes `finished` at its EndTime
 * (API reference: the meaning of StartTime, EndTime and of the statuses). Newer pages add that a plan runs only on a
 * site that was verified: here every site was. `stopped` and `failed` stay: the documents are silent on what EndTime
 * does to them.
 */
export function settle(scheduled: ScheduledPlan, nowMs: number): ScheduledPlan {
  let current = scheduled;
  while (current.next !== undefined && current.next.atMs <= nowMs) {
    const { to } = current.next;
    const plan = { ...current.plan, Status: to };
    current = { plan, next: to === "running" ? finish(plan) : undefined };
  }
  return current;
}

function finish(plan: Plan): Transition {
  return { atMs: instant(plan.EndTime), to: "finished" };
}

/**
 * A plan that was created or started: `waiting`, then `running` at StartTime, or after the delay when StartTime has
 * passed. The documents say only that Start is asynchronous, with `waiting` as the example answer.
 */
export function begin(plan: Plan, nowMs: number, startDelayMs: number): ScheduledPlan {
  const startMs = instant(plan.StartTime);
  const atMs = startMs > nowMs ? startMs : nowMs + startDelayMs;
  return { plan: { ...plan, Status: "waiting" }, next: { atMs, to: "running" } };
}

/**
 * A plan whose times were changed while its status was not: the rules apply to the new times. A Stop or Start that is
 * taking effect still does.
 */
export function reschedule(before: ScheduledPlan, plan: Plan, nowMs: number, startDelayMs: number): ScheduledPlan {
  const { next } = before;
  if (plan.Status === "waiting") {
    const isStarting = next?.to === "running" && instant(before.plan.StartTime) <= nowMs;
    return isStarting && instant(plan.StartTime) <= nowMs ? { plan, next } : begin(plan, nowMs, startDelayMs);
  }
  if (plan.Status !== "running") return { plan, next: undefined };
  const end = finish(plan);
  return { plan, next: next?.to === "stopped" && next.atMs < end.atMs ? next : end };
}

/**
 * A plan whose status was set by hand: it stays as it was put, even against its times, until the clock crosses its
 * StartTime or EndTime. A convenience of the simulator, without a counterpart in ESA.
 */
export function hold(plan: Plan, nowMs: number): ScheduledPlan {
  const startMs = instant(plan.StartTime);
  const endMs = instant(plan.EndTime);
  const ends: Transition | undefined = endMs > nowMs ? { atMs: endMs, to: "finished" } : undefined;
  if (plan.Status === "waiting") {
    return { plan, next: startMs > nowMs ? { atMs: startMs, to: "running" } : ends };
  }
  return { plan, next: plan.Status === "running" ? ends : undefined };
}

/**
 * Stop. Newer pages of the API reference: it takes effect only while the plan is `running`. What the service answers
 * otherwise is not documented, so both possibilities can be selected. Neither is whether it is asynchronous, as Start is:
 * with a delay the plan stays `running` until then, a second Stop changes nothing, and an earlier EndTime finishes it.
 */
export function stop(
  { plan, next }: ScheduledPlan,
  nowMs: number,
  options: { stopDelayMs: number; whenNotRunning: WhenNotRunning },
): Decision {
  if (plan.Status !== "running") {
    return options.whenNotRunning === "refuse" ? { do: "refuse", status: plan.Status } : { do: "keep" };
  }
  if (options.stopDelayMs === 0) {
    return { do: "become", scheduled: { plan: { ...plan, Status: "stopped" }, next: undefined } };
  }
  const atMs = nowMs + options.stopDelayMs;
  if (next?.to === "stopped" || (next && next.atMs <= atMs)) return { do: "keep" };
  return { do: "become", scheduled: { plan, next: { atMs, to: "stopped" } } };
}

/**
 * Start. The documents name no status that it needs. Our choice: `stopped` and `failed` begin again; `waiting` and
 * `running` are answered unchanged; `finished` follows the same switch as Stop.
 */
export function start(
  scheduled: ScheduledPlan,
  nowMs: number,
  options: { startDelayMs: number; whenNotRunning: WhenNotRunning },
): Decision {
  const { plan, next } = scheduled;
  const begun: Decision = { do: "become", scheduled: begin(plan, nowMs, options.startDelayMs) };
  switch (plan.Status) {
    case "stopped":
    case "failed":
      return begun;
    case "waiting":
      // A plan put to `waiting` by hand after its StartTime would never run by itself.
      return next?.to === "running" ? { do: "keep" } : begun;
    case "running":
      return { do: "keep" };
    case "finished":
      return options.whenNotRunning === "refuse" ? { do: "refuse", status: plan.Status } : { do: "keep" };
  }
}
