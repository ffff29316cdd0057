import type { Plan } from "../esa/plans";
import { decide, type Cause, type Decision, type Declared } from "../run/decide";
import type { Limits } from "../run/session";

export interface Forecast {
  /** In words, `<when>` standing for its start. */
  readonly what: string;
  /** Whether something is to be done, or fails. */
  readonly acts: boolean;
}

/** What a create or update that began now would do, by the rules of {@link decide}. */
export function forecast(desiredStatus: Declared["desiredStatus"], limits: Limits, plan: Plan, cause: Cause): Forecast {
  const decision = decide({ ...limits, desiredStatus }, plan.Status, cause);
  return { what: whatFollows(decision, limits, plan), acts: decision.do !== "nothing" };
}

function whatFollows(decision: Decision, { deadlineMs, setBy }: Limits, { Status, StartTime = "" }: Plan): string {
  switch (decision.do) {
    case "stop":
      return "to be stopped";
    case "start":
      return "to be started";
    case "refuse":
      return decision.because === "unknown status"
        ? "will fail, as this status is not known"
        : "will fail, as ESA cannot stop it before it begins <when> (see whenWaiting)";
    case "waitUntilRunning":
      return Date.parse(StartTime) > deadlineMs
        ? `will fail, as it begins <when>, after ${setBy}`
        : "to be stopped when it begins <when>";
    case "nothing":
      return Status === "waiting" ? "left to begin <when>" : "nothing to do";
  }
}

/** The plans of a job by what will become of them, in one line. */
export function summary(plans: readonly { readonly plan: Plan; readonly what: string }[]): string {
  const groups = new Map<string, Plan[]>();
  for (const { plan, what } of plans) {
    const key = `${plan.Status}: ${what}`;
    groups.set(key, [...(groups.get(key) ?? []), plan]);
  }
  return [...groups].map(([key, group]) => `${group.length} ${filled(key, group)}`).join("; ");
}

/** Puts the start of the plans into what is said of them. */
export function filled(text: string, plans: readonly Plan[]): string {
  const [first = "an unknown time"] = plans.flatMap(({ StartTime }) => StartTime ?? []).sort();
  return text.replace("<when>", plans.length > 1 ? `from ${first} on` : `at ${first}`);
}
