import type { PlanStatus, Simulator } from "../../simulator";
import type { Declared, Model, Truth } from "./model";

/** Two jobs: plans 0 and 2 of the first, 1 of the second. */
export const planIds = [0, 1, 2].map((plan) => `66599bd7397885b43804901${plan}`);
const jobOf = (plan: number) => `665d3af3621bccf3fe29e1a${plan % 2}`;

/** One resource of a state file. */
export interface Resource {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The system under test: a simulator and a stack. Operations say whether they succeeded. */
export interface System {
  readonly simulator: Simulator;
  /** What a state holds of arguments that were not given. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Whether a refresh is told the arguments, as a plugin is and a dynamic provider isn't. */
  readonly readsInputs: boolean;
  up(program: ReadonlyMap<string, Declared>): Promise<boolean>;
  refresh(program: ReadonlyMap<string, Declared>): Promise<boolean>;
  destroy(program: ReadonlyMap<string, Declared>): Promise<boolean>;
  resources(): Promise<ReadonlyMap<string, Resource>>;
}

/** The arguments of a resource. */
export function argsOf({ plan, desired, form, leave }: Declared): Record<string, unknown> {
  const planId = planIds[plan] ?? "";
  return {
    planId: form === "composite" ? `${jobOf(plan)}:${planId}` : planId,
    desiredStatus: desired,
    ...(form === "with job" && { jobId: jobOf(plan) }),
    ...(leave && { whenWaiting: "leave" }),
  };
}

/** Plans, calls that took effect, and the stack are what the model says. */
export async function assertSame(model: Model, system: System): Promise<void> {
  const { simulator, defaults } = system;
  const statuses = new Map(simulator.plans().map(({ Id, Status }) => [Id, Status]));
  expect(planIds.map((id): Truth => statuses.get(id) ?? "gone")).toEqual(model.plans);
  expect(simulator.calls().filter(({ effect }) => effect)).toHaveLength(model.effects);
  const resources = [...(await system.resources())].map(([name, { inputs, outputs }]) => {
    const declared = Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));
    const { planId, jobId, desiredStatus, status, whenWaiting } = outputs;
    return [name, declared, { planId, jobId, desiredStatus, status, whenWaiting }];
  });
  const expected = [...model.stack].map(([name, { plan, inputs, desired: desiredStatus, leave, status }]) => {
    const ids = { planId: planIds[plan], jobId: jobOf(plan) };
    const { planId } = ids;
    const given = { ...(inputs.job ? ids : { planId }), ...(inputs.leave && { whenWaiting: "leave" }) };
    const outputs = { ...ids, desiredStatus, status, whenWaiting: leave ? "leave" : defaults.whenWaiting };
    return [name, { ...given, desiredStatus: inputs.desired }, outputs];
  });
  expect(sorted(resources)).toEqual(sorted(expected));
}

const sorted = (entries: unknown[][]) => entries.sort(([a], [b]) => String(a).localeCompare(String(b)));

export const dayMs = 86_400_000;

/** Puts a plan by hand; a waiting one begins in a day, and none ends. */
export function putPlan(simulator: Simulator, plan: number, Status: PlanStatus): void {
  const nowMs = simulator.now().getTime();
  simulator.putPlan(planIds[plan] ?? "", {
    JobId: jobOf(plan),
    Status,
    StartTime: new Date(nowMs + (Status === "waiting" ? dayMs : -dayMs)).toISOString(),
    EndTime: new Date(nowMs + 3650 * dayMs).toISOString(),
  });
}
