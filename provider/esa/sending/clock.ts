/** Time and chance, injected so that no test waits or depends on luck. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `delayMs`, or as soon as `signal` is aborted. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
  /** A number from 0 (inclusive) to 1 (exclusive). */
  random(): number;
}

/** For how long something goes on. */
export interface TimeLimit {
  /** Nothing is sent, and no repetition begins, after this moment (milliseconds since the epoch). */
  readonly deadlineMs: number;
  /** Nor when this is aborted. */
  readonly signal?: AbortSignal | undefined;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, delayMs);
      if (signal?.aborted) wake();
      else signal?.addEventListener("abort", wake);
    }),
  random: () => Math.random(),
};
