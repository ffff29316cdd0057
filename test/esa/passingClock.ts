import type { Clock } from "../../provider/esa/sending/clock";

/** A clock on which a wait takes no time, but lets it pass. */
export function passingClock(): Clock {
  let nowMs = Date.parse("2026-06-01T12:00:00Z");
  const sleep = (delayMs: number) => {
    nowMs += delayMs;
    return Promise.resolve();
  };
  return { now: () => nowMs, sleep, random: () => 0.5 };
}
