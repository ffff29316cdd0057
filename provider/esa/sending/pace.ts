import { classify } from "../errors/classify";
import { systemClock, type Clock, type TimeLimit } from "./clock";
import { cancelled } from "../errors/cancelled";
import { EsaError } from "../errors/error";
import { NotSent } from "./retry";
import { LearnedRate } from "./rate";

/** A call that is to be sent when it is its turn. */
export interface Turn extends TimeLimit {
  readonly action: string;
  /** Whether it changes nothing: writes that are wanted a moment later go before it. */
  readonly isRead: boolean;
}

/** When the calls of one account to one endpoint may be sent. */
export type Pace = Pick<AdaptivePace, "run">;

/** Writes wanted so soon go before a read: meanwhile more plans share its List. In haste it yields to none. */
const readsYieldMs = 1_000;

/**
 * A pace that learns the service's limit from its rejections, and rises again when there are none. Without a rejection
 * nothing waits but for the number of calls in flight.
 */
export class AdaptivePace {
  private readonly rate = new LearnedRate();
  private readonly queue: { readonly dueMs: number; readonly granted: AbortController }[] = [];
  private inFlight = 0;
  private granting = false;

  constructor(private readonly clock: Clock = systemClock) {}

  /**
   * Sends when it is this call's turn: in the order of the requests, but for reads, which let writes go first.
   * @throws NotSent when no turn came in time; whatever `send` throws.
   */
  async run<T>(turn: Turn, send: () => Promise<T>): Promise<T> {
    const leftMs = turn.deadlineMs - this.clock.now();
    if (leftMs <= 0) throw new NotSent(turn.action, "no time was left for it");
    if (!(await this.isGranted(turn, leftMs))) {
      if (turn.signal?.aborted) throw cancelled();
      const noRoom = "the rate that ESA allows left no room for it in time";
      throw new NotSent(turn.action, this.rate.isLimited ? noRoom : "the calls before it took all the time");
    }
    const sentMs = this.clock.now();
    let throttled = false;
    try {
      return await send();
    } catch (error) {
      throttled = error instanceof EsaError && classify(error) === "throttled";
      throw error;
    } finally {
      if (throttled) this.rate.rejected(sentMs, this.clock.now());
      else this.rate.admitted();
      this.inFlight--;
      void this.grant();
    }
  }

  /** Waits in the queue; false when the deadline came first. */
  private async isGranted({ isRead, signal }: Turn, leftMs: number): Promise<boolean> {
    const yields = isRead && leftMs > 2 * readsYieldMs;
    const waiting = { dueMs: this.clock.now() + (yields ? readsYieldMs : 0), granted: new AbortController() };
    const next = this.queue.findLastIndex(({ dueMs }) => dueMs <= waiting.dueMs) + 1;
    this.queue.splice(next, 0, waiting);
    void this.grant();
    const granted = waiting.granted.signal;
    await this.clock.sleep(leftMs, signal ? AbortSignal.any([granted, signal]) : granted);
    if (!granted.aborted) this.queue.splice(this.queue.indexOf(waiting), 1);
    return granted.aborted;
  }

  /** Hands turns to those who wait, one after the other; the turn of one who gave up meanwhile goes to the next. */
  private async grant(): Promise<void> {
    if (this.granting) return;
    this.granting = true;
    while (this.queue.length > 0 && this.inFlight < this.rate.mostInFlight) {
      const waitMs = this.rate.untilNextMs(this.clock.now());
      if (waitMs > 0) {
        // A timer takes whole milliseconds.
        await this.clock.sleep(Math.ceil(waitMs));
        continue;
      }
      this.rate.sent(this.clock.now());
      this.inFlight++;
      this.queue.shift()?.granted.abort();
    }
    this.granting = false;
  }
}
