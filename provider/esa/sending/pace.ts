import { DefaultRateLimiter } from "@smithy/core/retry";

import { classify } from "../errors/classify";
import { systemClock, type Clock, type TimeLimit } from "./clock";
import { cancelled } from "../errors/cancelled";
import { EsaError } from "../errors/error";
import { NotSent } from "./retry";

/** A call that is to be sent when it is its turn. */
export interface Turn extends TimeLimit {
  readonly action: string;
  /** Whether it changes nothing: writes that are wanted a moment later go before it. */
  readonly isRead: boolean;
}

/** When the calls of one account to one endpoint may be sent. */
export type Pace = Pick<AdaptivePace, "run">;

/** Calls in flight. More of them only raise how many are rejected before a new limit is known. */
const concurrency = 8;

/** Writes wanted so soon go before a read: meanwhile more plans share its List. In haste it yields to none. */
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
export class AdaptivePace {
  private readonly rate = new DefaultRateLimiter({ minFillRate: 1 });
  private readonly queue: { readonly dueMs: number; readonly granted: AbortController }[] = [];
  private inFlight = 0;
  private granting = false;
  /** When the first rejection has been told; no turn is given before. */
  private firstTold: Promise<void> | undefined;
  /** When the last rejection came that was news. */
  private rejectedMs = -Infinity;

  constructor(private readonly clock: Clock = systemClock) {}

  /**
   * Sends when it is this call's turn: in the order of the requests, but for reads, which let writes go first.
   * @throws NotSent when no turn came in time; whatever `send` throws.
   */
  async run<T>(turn: Turn, send: () => Promise<T>): Promise<T> {
    if (!(await this.isGranted(turn))) {
      if (turn.signal?.aborted) throw cancelled();
      const noRoom = "the rate that ESA allows left no room for it in time";
      throw new NotSent(turn.action, this.firstTold ? noRoom : "the calls before it took all the time");
    }
    const sentMs = this.clock.now();
    let throttled = false;
    try {
      return await send();
    } catch (error) {
      throttled = error instanceof EsaError && classify(error) === "throttled";
      throw error;
    } finally {
      // Only a call that was sent after the rate was lowered brings news.
      if (throttled && sentMs > this.rejectedMs) this.rejected();
      // It counts what is sent by what it is told of.
      else this.rate.updateClientSendingRate({});
      this.inFlight--;
      void this.grant();
    }
  }

  private rejected(): void {
    const nowMs = this.clock.now();
    this.rejectedMs = nowMs;
    const tell = () => this.rate.updateClientSendingRate({ errorType: "THROTTLING" });
    if (this.firstTold) tell();
    else this.firstTold = this.clock.sleep(measuredEveryMs - (nowMs % measuredEveryMs) + earlyMs).then(tell);
  }

  /** Waits in the queue; false when the deadline came first. */
  private async isGranted({ deadlineMs, isRead, signal }: Turn): Promise<boolean> {
    const nowMs = this.clock.now();
    if (nowMs >= deadlineMs) return false;
    const yields = isRead && deadlineMs - nowMs > 2 * readsYieldMs;
    const waiting = { dueMs: nowMs + (yields ? readsYieldMs : 0), granted: new AbortController() };
    this.queue.push(waiting);
    this.queue.sort((one, other) => one.dueMs - other.dueMs);
    void this.grant();
    const granted = waiting.granted.signal;
    await this.clock.sleep(deadlineMs - nowMs, signal ? AbortSignal.any([granted, signal]) : granted);
    if (!granted.aborted) this.queue.splice(this.queue.indexOf(waiting), 1);
    return granted.aborted;
  }

  /** Hands turns to those who wait, one after the other; the turn of one who gave up meanwhile goes to the next. */
  private async grant(): Promise<void> {
    if (this.granting) return;
    this.granting = true;
    while (this.queue.length > 0 && this.inFlight < concurrency) {
      await this.firstTold;
      await this.rate.getSendToken();
      const next = this.queue.shift();
      if (!next) break;
      this.inFlight++;
      next.granted.abort();
    }
    this.granting = false;
  }
}
