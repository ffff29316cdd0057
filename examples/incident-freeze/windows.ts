import { RunError } from "@pulumi/pulumi";

/** A time in which the site is frozen: ISO 8601 with an offset or `Z`; `until` is the first moment after it. */
export interface FreezeWindow {
  readonly from: string;
  readonly until: string;
  readonly reason?: string;
}

/**
 * The windows that are open.
 * @param nowMs since 1970
 * @throws RunError that names the first wrong window, open or not: a calendar is wrong long before its time comes
 */
export function openWindows(windows: readonly FreezeWindow[], nowMs: number): FreezeWindow[] {
  const checked = windows.map((window, index) => {
    const name = `Window ${index + 1} of the calendar`;
    const fromMs = timeMs(`"from" of ${name}`, window.from);
    const untilMs = timeMs(`"until" of ${name}`, window.until);
    if (fromMs >= untilMs) throw new RunError(`${name} ends before it begins: ${window.from} to ${window.until}.`);
    return { window, isOpen: fromMs <= nowMs && nowMs < untilMs };
  });
  return checked.filter(({ isOpen }) => isOpen).map(({ window }) => window);
}

/** @throws RunError for a text that is no time, or one that depends on where it is read */
export function timeMs(name: string, text: string): number {
  const ms = iso8601.test(text) ? Date.parse(text) : NaN;
  // JavaScript takes 31 February for 3 March.
  const isDay = new Date(text.slice(0, 10)).getUTCDate() === Number(text.slice(8, 10));
  if (isNaN(ms) || !isDay) throw new RunError(`${name} is "${text}". Write it as "2026-11-10T20:00:00+08:00".`);
  return ms;
}

const iso8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
