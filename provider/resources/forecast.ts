import type { Plan } from "../esa/plans";
import { decide, type Cause, type Declared } from "../run/decide";
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
  switch (decision.do) {
    case "stop":
      return { what: "to be stopped", acts: true };
    case "start":
      return { what: "to be started", acts: true };
    case "refuse":
      return decision.because === "unknown status"
        ? { what: "will fail, as this status is not known", acts: true }
        : { what: "will fail, as ESA cannot stop it before it begins <when> (see whenWaiting)", acts: true };
    case "waitUntilRunning":
      return Date.parse(plan.StartTime ?? "") > limits.deadlineMs
        ? { what: "will fail, as it begins <when>, after timeoutSeconds", acts: true }
        : { what: "to be stopped when it begins <when>", acts: true };
    case "nothing":
      return { what: plan.Status === "waiting" ? "left to begin <when>" : "nothing to do", acts: false };
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
