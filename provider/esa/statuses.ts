/** As the API spells them. Source: StopScheduledPreloadExecution, response element `Status`. */
export const planStatuses = ["waiting", "running", "finished", "failed", "stopped"] as const;

/** The status of a prefetch plan. */
export type PlanStatus = "waiting" | "running" | "finished" | "failed" | "stopped";

export function isPlanStatus(status: string): status is PlanStatus {
  return (planStatuses as readonly string[]).includes(status);
}
