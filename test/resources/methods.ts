import type { Fault, PlanFields, WhenNotRunning } from "../../simulator";
import { failureOf, otherPlanId, putPlan, type World } from "../world/world";

/** What a method meets, and how it ends. */
export interface Row {
  /** The plan as it is; without it, its job has another one only. */
  readonly plan?: PlanFields;
  /** What a Stop of what isn't running is answered. */
  readonly mode?: WhenNotRunning;
  /** What befalls the next calls of an action, or of any. */
  readonly fault?: readonly [Omit<Fault, "action">?, ("List" | "Stop" | "Start")?];
  readonly calls?: readonly string[];
  readonly outs?: object;
  readonly fails?: RegExp;
  /** What the state keeps after the failure. */
  readonly keeps?: object;
  /** The one line that is said, but for progress. */
  readonly says?: RegExp;
  readonly left?: string;
}

export const refused = (code: string, times = 1) => ({ kind: "error", code, times }) as const;

const noFault: NonNullable<Row["fault"]> = [];

/** Sets the scene of a row. */
export function setUp(world: World, { plan, mode, fault: [fault, action] = noFault }: Row): void {
  putPlan(world, plan ?? {}, plan ? undefined : otherPlanId);
  if (mode) world.simulator.setStopWhenNotRunning(mode);
  const name = action && (`${action}ScheduledPreloadExecution${action === "List" ? "s" : ""}` as const);
  if (fault) world.simulator.addFault({ ...fault, ...(name && { action: name }) });
}

export async function expectEnd(
  world: World,
  { calls, outs, fails, keeps, says, left }: Row,
  work: Promise<unknown>,
): Promise<void> {
  if (fails) {
    const { message, id, properties } = await failureOf(work);
    expect(message).toMatch(fails);
    expect(message).not.toMatch(/undefined/);
    expect(id !== undefined).toBe(keeps !== undefined);
    if (keeps) expect(properties).toMatchObject(keeps);
  } else {
    expect(await work).toMatchObject(outs ? { outs } : {});
  }
  if (calls) expect(world.calls()).toEqual(calls);
  if (left) expect(world.plan().Status).toBe(left);
  // But for what tells how far a run is.
  const said = world.printed.filter((line) => !line.includes("; until "));
  expect(said).toEqual(says ? [expect.stringMatching(says)] : []);
}
