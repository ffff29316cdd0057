import type { Plan } from "../contenders";

/** Plans with ids of 24 hexadecimal digits, spread evenly over jobs, each job's plans together. */
export function plansOf(n: number, jobs: number): Plan[] {
  const perJob = Math.ceil(n / jobs);
  return Array.from({ length: n }, (_, index) => ({
    planId: idOf("66599bd7", index),
    jobId: idOf("665d3af3", Math.floor(index / perJob)),
  }));
}

function idOf(firstDigits: string, number: number): string {
  return firstDigits + number.toString(16).padStart(16, "0");
}

/** All plans run, as the simulator is told. */
export function seedOf(plans: readonly Plan[]): object {
  return { plans: plans.map(({ planId, jobId }) => ({ Id: planId, JobId: jobId, Status: "running" })) };
}
