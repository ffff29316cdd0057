import { DefaultRateLimiter } from "@smithy/core/retry";

import { classify } from "../errors/classify";
import { systemClock, type Clock } from "./clock";
import { cancelled } from "../errors/cancelled";
import { EsaError } from "../errors/error";
import { NotSent } from "./retry";

/** A call that is to be sent when it is its turn. */
export interface Turn {
  readonly action: string;
  /** Whether it changes nothing: writes that are wanted a moment later go before it. */
  readonly isRead: boolean;
  /** It isn't sent after this moment (milliseconds since the epoch). */
  readonly deadlineMs: number;
  /** It isn't sent when this is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** When the calls of one account to one endpoint may be sent. */
export interface Pace {
  /**
   * Sends when it is this call's turn: in the order of the requests, but for reads, which let writes go first.
   *
   * @throws NotSent when no turn came in time; whatever `send` throws.
   */
  run<T>(turn: Turn, send: () => Promise<T>): Promise<T>;
}

/** Calls in flight. More of them only raise how many are rejected before a new limit is known. */
const concurrency = 8;

/**
 * Writes that are wanted up to so much later go before a read: while it waits, more plans share the List that it is. One
 * that has hardly more time itself yields to none.
 */
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
 * when it has measured. As there, a rate that was lowered once follows what is sent, to twice of it at the most: after a
 * quiet spell it begins low.
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
      if (turn.signal?.aborted) throw cancelled();
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
      if (throttled && sentMs > this.rejectedMs) this.rejected();
      // It counts what is sent by what it is told of.
      else this.rate.updateClientSendingRate({});
      this.inFlight--;
      void this.grant();
    }
  }

  /** Lowers the rate for a rejected call that was sent after the rate was lowered before. */
  private rejected(): void {
    const nowMs = this.clock.now();
    this.rejectedMs = nowMs;
    const tell = () => this.rate.updateClientSendingRate({ errorType: "THROTTLING" });
    if (this.firstTold) tell();
    else this.firstTold = this.clock.sleep(measuredEveryMs - (nowMs % measuredEveryMs) + earlyMs).then(tell);
  }

  /** Waits in the queue; false when the deadline came first. */
  private async waitFor({ deadlineMs, isRead, signal }: Turn): Promise<boolean> {
    const nowMs = this.clock.now();
    if (nowMs >= deadlineMs) return false;
    const settled = new AbortController();
    let waits = true;
    const take = () => {
      if (waits) settled.abort();
      return waits;
    };
    const yieldMs = isRead && deadlineMs - nowMs > 2 * readsYieldMs ? readsYieldMs : 0;
    const dueMs = nowMs + yieldMs;
    const next = this.queue.findIndex((other) => other.dueMs > dueMs);
    this.queue.splice(next < 0 ? this.queue.length : next, 0, { dueMs, take });
    void this.grant();
    const woken = signal ? AbortSignal.any([settled.signal, signal]) : settled.signal;
    await this.clock.sleep(deadlineMs - nowMs, woken);
    waits = false;
    return settled.signal.aborted;
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
