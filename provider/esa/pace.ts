import { DefaultRateLimiter } from "@smithy/core/retry";

import { classify } from "./classify";
import { systemClock, type Clock } from "./clock";
import { EsaError } from "./errors";
import { NotSent } from "./retry";

/** A call that is to be sent when it is its turn. */
export interface Turn {
  readonly action: string;
  /** Whether it changes nothing: writes that are wanted a moment later go before it. */
  readonly isRead: boolean;
  /** It isn't sent after this moment (milliseconds since the epoch). */
  readonly deadlineMs: number;
}

/** When the calls of one account to one endpoint may be sent. */
export interface Pace {
  /**
   * Sends when it is this call's turn, in the order of the requests.
   *
   * @throws NotSent when no turn came in time; whatever `send` throws.
   */
  run<T>(turn: Turn, send: () => Promise<T>): Promise<T>;
}

/** Every call is sent at once. */
export const unpaced: Pace = { run: (_turn, send) => send() };

/** Calls in flight. More of them only raise how many are rejected before a new limit is known. */
const concurrency = 8;

/** Writes that are wanted up to so much later go before a read: while it waits, more plans share the List that it is. */
const readsYieldMs = 1_000;
/** The rate measures itself anew at these moments of the clock. */
const measuredEveryMs = 500;
/** By how much a timer may come early, with room to spare. */
const earlyMs = 10;

/**
 * A pace that learns the service's limit from its rejections, and rises again when there are none. Without a rejection
 * nothing waits but for the number of calls in flight.
 *
 * The rate is what the AWS SDKs use for services that throttle (CUBIC, as in TCP), but for three things. Its own waiters
 * wake together and race for one token, so here only the first of a queue waits for it. It takes each rejection for news,
 * so it is told of one for all calls that were in flight together. And it begins at what it has measured before, which
 * for a rejection in the first moments is nothing, and takes seconds to rise from there: it is told of the first one
 * when it has measured.
 */
export class AdaptivePace implements Pace {
  private readonly rate = new DefaultRateLimiter({ minFillRate: 1 });
  /** In the order of their turns; `take` is false where nobody waits for it any more. */
  private readonly queue: { readonly dueMs: number; readonly take: () => boolean }[] = [];
  private inFlight = 0;
  private granting = false;
  /** When the first rejection has been told; no turn is given before. */
  private firstTold: Promise<void> | undefined;
  /** When the last rejection came that was news. */
  private rejectedMs = -Infinity;

  constructor(private readonly clock: Clock = systemClock) {}

  async run<T>(turn: Turn, send: () => Promise<T>): Promise<T> {
    if (!(await this.waitFor(turn))) {
      throw new NotSent(
        turn.action,
        this.firstTold
          ? "the rate that ESA allows left no room for it in time"
          : "the calls before it took all the time",
      );
    }
    const sentMs = this.clock.now();
    let throttled = false;
    try {
      return await send();
    } catch (error) {
      throttled = error instanceof EsaError && classify(error) === "throttled";
      throw error;
    } finally {
      if (throttled) this.rejected(sentMs);
      else this.rate.updateClientSendingRate({});
      this.inFlight--;
      void this.grant();
    }
  }

  /** Lowers the rate for a rejected call, unless it was sent before the rate was lowered. */
  private rejected(sentMs: number): void {
    if (sentMs <= this.rejectedMs) return;
    const nowMs = this.clock.now();
    this.rejectedMs = nowMs;
    const tell = () => this.rate.updateClientSendingRate({ errorType: "THROTTLING" });
    if (this.firstTold) tell();
    else this.firstTold = this.clock.sleep(measuredEveryMs - (nowMs % measuredEveryMs) + earlyMs).then(tell);
  }

  /** Waits in the queue; false when the deadline came first. */
  private async waitFor({ deadlineMs, isRead }: Turn): Promise<boolean> {
    if (this.clock.now() >= deadlineMs) return false;
    const settled = new AbortController();
    let late = false;
    const granted = new Promise<void>((resolve) => {
      const dueMs = this.clock.now() + (isRead ? readsYieldMs : 0);
      const take = () => {
        if (!late) resolve();
        return !late;
      };
      const next = this.queue.findIndex((other) => other.dueMs > dueMs);
      this.queue.splice(next < 0 ? this.queue.length : next, 0, { dueMs, take });
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
      await this.firstTold;
      await this.rate.getSendToken();
      let taken = false;
      while (!taken && this.queue.length > 0) taken = this.queue.shift()?.take() ?? false;
      if (taken) this.inFlight++;
    }
    this.granting = false;
  }
}
