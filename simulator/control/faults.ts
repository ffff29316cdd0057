import { findAction } from "../actions/find";
import { refuseUnknown } from "../state/settings";
import type { Fault, FaultKind } from "../types";

/** Whether a call takes effect under each kind, where the fault does not say it itself. */
const EFFECT_BY_DEFAULT: Record<FaultKind, boolean> = {
  throttle: false,
  http503: false,
  html502: false,
  truncated: true,
  reset: false,
  resetAfterEffect: true,
  slow: true,
  wrongTypes: true,
  error: false,
};

/** A fault that was checked and completed. */
export interface ReadyFault extends Fault {
  times: number;
  delayMs: number;
  afterEffect: boolean;
}

/** The faults that were ordered and not yet used up. */
export class Faults {
  private queue: ReadyFault[] = [];

  /** Adds a fault behind the others. Throws an Error that names the field. */
  add(fault: Fault): ReadyFault {
    const ready = check(fault);
    this.queue.push(ready);
    return { ...ready };
  }

  /** The fault for a call of this action, used up by one; undefined when there is none. */
  take(action: string): ReadyFault | undefined {
    const fault = this.queue.find((entry) => entry.action === undefined || entry.action === action);
    if (fault === undefined) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) this.queue = this.queue.filter((entry) => entry !== fault);
    return fault;
  }

  list(): ReadyFault[] {
    return this.queue.map((fault) => ({ ...fault }));
  }

  clear(): void {
    this.queue = [];
  }
}

function check(fault: Fault): ReadyFault {
  refuseUnknown(
    fault,
    ["kind", "action", "times", "code", "statusCode", "message", "delayMs", "afterEffect"],
    "fault field",
  );
  const { kind, times = 1, delayMs = 5000, statusCode } = fault;
  if (!Object.hasOwn(EFFECT_BY_DEFAULT, kind)) {
    throw new Error(`kind: expected one of ${Object.keys(EFFECT_BY_DEFAULT).join(", ")}, got ${JSON.stringify(kind)}`);
  }
  whole("times", times, 1, Number.MAX_SAFE_INTEGER);
  whole("delayMs", delayMs, 0, 3_600_000);
  if (statusCode !== undefined) whole("statusCode", statusCode, 200, 599);
  if (fault.action !== undefined && findAction(fault.action) === undefined) {
    throw new Error(`action: there is no action ${JSON.stringify(fault.action)}`);
  }
  for (const name of ["code", "message"] as const) {
    const value: unknown = fault[name];
    if (value !== undefined && typeof value !== "string") throw new Error(`${name}: expected a string`);
  }
  const afterEffect: unknown = fault.afterEffect ?? EFFECT_BY_DEFAULT[kind];
  if (typeof afterEffect !== "boolean") throw new Error("afterEffect: expected true or false");
  if (kind === "resetAfterEffect" && !afterEffect)
    throw new Error('afterEffect: false contradicts the kind; use "reset"');
  if (kind === "error" && fault.code === undefined) throw new Error('code: the kind "error" needs one');
  return { ...fault, times, delayMs, afterEffect };
}

function whole(name: string, value: unknown, least: number, most: number): void {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw new Error(`${name}: expected a whole number from ${least} to ${most}, got ${JSON.stringify(value)}`);
  }
}
