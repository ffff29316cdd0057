import { DefaultRateLimiter } from "@smithy/core/retry";

import { classify } from "./classify";
import { systemClock, type Clock } from "./clock";
import { EsaError } from "./errors";

/** When the calls of one account to one endpoint may be sent. */
export interface Pace {
  /**
   * Sends when it is this call's turn, in the order of the requests.
   *
   * @param deadlineMs the call isn't sent after this moment (milliseconds since the epoch)
   * @throws NotSent when no turn came in time; whatever `send` throws.
   */
  run<T>(action: string, deadlineMs: number, send: () => Promise<T>): Promise<T>;
}

/** No turn came in time: a failure with the code of a rejection. */
export class NotSent extends EsaError {
  constructor(action: string, why: string) {
    super({ action, code: "TooManyRequests", reason: `not sent: ${why}` });
  }
}

/** Every call is sent at once. */
export const unpaced: Pace = { run: (_action, _deadlineMs, send) => send() };

/** Calls in flight. More of them only raise how many are rejected before a new limit is known. */
const concurrency = 8;

/**
 * A pace that learns the service's limit from its rejections, and rises again when there are none. Without a rejection
 * nothing waits but for the number of calls in flight.
 *
 * The rate is what the AWS SDKs use for services that throttle (CUBIC, as in TCP); its own waiters wake together and
 * race for one token, so here only the first of a queue waits for it.
 */
export class AdaptivePace implements Pace {
  private readonly rate = new DefaultRateLimiter({ minFillRate: 1 });
  private readonly queue: (() => boolean)[] = [];
  private inFlight = 0;
  private granting = false;
  private hasThrottled = false;

  constructor(private readonly clock: Clock = systemClock) {}

  async run<T>(action: string, deadlineMs: number, send: () => Promise<T>): Promise<T> {
    if (!(await this.turn(deadlineMs))) {
      throw new NotSent(
        action,
        this.hasThrottled
          ? "the rate that ESA allows left no room for it in time"
          : "the calls before it took all the time",
      );
    }
    let throttled = false;
    try {
      return await send();
    } catch (error) {
      throttled = error instanceof EsaError && classify(error) === "throttled";
      this.hasThrottled ||= throttled;
      throw error;
    } finally {
      this.rate.updateClientSendingRate(throttled ? { errorType: "THROTTLING" } : {});
      this.inFlight--;
      void this.grant();
    }
  }

  /** Waits in the queue; false when the deadline came first. */
  private async turn(deadlineMs: number): Promise<boolean> {
    if (this.clock.now() >= deadlineMs) return false;
    const settled = new AbortController();
    let late = false;
    const granted = new Promise<void>((resolve) => {
      this.queue.push(() => {
        if (!late) resolve();
        return !late;
      });
    }).then(() => settled.abort());
    void this.grant();
    const expiry = this.clock.sleep(Math.max(0, deadlineMs - this.clock.now()), settled.signal);
    await Promise.race([granted, expiry.then(() => (late = !settled.signal.aborted))]);
    return !late;
  }

  /** Hands turns to those who wait, one after the other; a turn that its taker no longer needs goes to the next. */
  private async grant(): Promise<void> {
    if (this.granting) return;
    this.granting = true;
    while (this.queue.length > 0 && this.inFlight < concurrency) {
      await this.rate.getSendToken();
      let taken = false;
      while (!taken && this.queue.length > 0) taken = this.queue.shift()?.() ?? false;
      if (taken) this.inFlight++;
    }
    this.granting = false;
  }
}
