import type { Clock, TimeLimit } from "./clock";
import { classify, toEsaError, type Failure } from "../errors/classify";
import { EsaError } from "../errors/error";

/** A call that found no turn in time: a failure with the code of a rejection. */
export class NotSent extends EsaError {
  constructor(action: string, why: string) {
    super({ action, code: "TooManyRequests", reason: `not sent: ${why}` });
  }
}

export interface RetryPolicy extends TimeLimit {
  readonly clock: Clock;
  /** For how long after the first failure repetitions begin. Default: no limit but the deadline. */
  readonly maxRetryMs?: number;
  /**
   * Whether the call may be repeated when its effect is unknown (default: yes). A caller that can look at the plan says
   * no, gets the error, looks, and decides itself.
   */
  readonly repeatAmbiguous?: boolean | undefined;
  /** @param untilMs when the repetitions end at the latest (milliseconds since the epoch) */
  readonly onRetry?: ((error: EsaError, delayMs: number, untilMs: number) => void) | undefined;
}

/** An endpoint that was never reached is more often a wrong address than a passing fault: do not wait for long. */
const unreachableLimitMs = 30_000;

/** The first pause, which doubles with each attempt: at least half of it, the rest by chance. */
const firstPauseMs: Partial<Record<Failure, number>> = { throttled: 500, ambiguous: 250, unreachable: 250 };
export const longestPauseMs = 20_000;

/** Sends a call until it succeeds, fails for good, or its time is over. Throws the EsaError of the last attempt. */
export async function withRetry<T>(action: string, attempt: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  const { clock, deadlineMs, maxRetryMs = Infinity, repeatAmbiguous = true } = policy;
  let last: EsaError | undefined;
  // The time before, in which the call may have waited for its turn, doesn't count.
  let failedMs: number | undefined;
  /** Since when the endpoint has not been reached. */
  let unreachableMs = Infinity;
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (thrown) {
      // What the service has said itself tells more than that there was no time to ask again.
      if (thrown instanceof NotSent) throw last ?? thrown;
      last = toEsaError(thrown, action).with({ attempts });
      const failure = classify(last);
      const firstMs = firstPauseMs[failure];
      if (firstMs === undefined || (failure === "ambiguous" && !repeatAmbiguous)) throw last;
      failedMs ??= clock.now();
      unreachableMs = failure === "unreachable" ? Math.min(unreachableMs, clock.now()) : Infinity;
      const limitMs = Math.min(deadlineMs, failedMs + maxRetryMs, unreachableMs + unreachableLimitMs);
      const pauseMs = Math.min(longestPauseMs, firstMs * 2 ** (attempts - 1));
      const delayMs = pauseMs / 2 + (clock.random() * pauseMs) / 2;
      if (clock.now() + delayMs >= limitMs) throw last;
      policy.onRetry?.(last, delayMs, limitMs);
      await clock.sleep(delayMs, policy.signal);
    }
  }
}
