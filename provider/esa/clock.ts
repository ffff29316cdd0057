/** Time and chance, injected so that no test waits or depends on luck. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(delayMs: number): Promise<void>;
  /** A number from 0 (inclusive) to 1 (exclusive). */
  random(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  random: () => Math.random(),
};

/** A delay of at least half of `baseMs * 2^step`, the rest by chance, and never above `capMs`. */
export function backoffMs(clock: Clock, step: number, baseMs: number, capMs: number): number {
  const full = Math.min(capMs, baseMs * 2 ** step);
  return full / 2 + (clock.random() * full) / 2;
}
