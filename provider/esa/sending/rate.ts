/** Calls in flight. More of them only raise how many are rejected before a limit is known. */
const concurrency = 8;
/** For how long nothing is sent after the first rejection; what is admitted then tells of the limit. */
const pauseMs = 1_000;
/** A rejection is compared with the oldest that was so short a time ago, or else with the last. */
const measuredMs = 3_000;
/** What one rejection leaves at the least of the rate that was measured before. */
const remains = 0.8;
/** For how long calls wait without a rejection until the rate has doubled. A limit that is met again is tried less often. */
const doubling = { firstMs: 2_500, longestMs: 8_000, growth: 1.8, steepness: 6, tolerance: 0.15 };
/** Calls per second: the lowest rate, and what is added at the least where it doubles. */
const lowest = { rate: 0.5, rise: 4 };
/** For how long turns that came late may be made up for. */
const creditMs = 100;

/**
 * The rate that a service allows which tells only when it was too much.
 *
 * A rejection means that all that is allowed is used up. So what is admitted between two rejections is what the service
 * allows in that time, or the share of it that others leave. From there the rate rises while calls wait for it, hardly at
 * first and then fast: to find a limit that was raised, or the share of those who have ended. When nothing waits it stays:
 * after a quiet spell it is what it was.
 */
export class LearnedRate {
  /** Calls per second, as measured at the last rejection. */
  private base = Infinity;
  /** For how long calls have waited since. */
  private waitedMs = 0;
  private doublingMs = doubling.firstMs;
  private admittedCalls = 0;
  /** For how long nothing has waited: it tells nothing of the limit. */
  private quietMs = 0;
  /** The last ones, oldest first, with what had been until then. */
  private readonly rejections: { readonly ms: number; readonly admittedCalls: number; readonly quietMs: number }[] = [];
  private sentMs = 0;
  /** When the next call may be sent. */
  private nextMs = -Infinity;

  get isLimited(): boolean {
    return this.rejections.length > 0;
  }

  /** At first few: a low limit is met soon, and then rejects all that are in flight. */
  get mostInFlight(): number {
    return Math.min(concurrency, Math.floor(Math.sqrt(1 + this.admittedCalls / 4)));
  }

  untilNextMs(nowMs: number): number {
    return this.nextMs - nowMs;
  }

  sent(nowMs: number): void {
    const perCallMs = 1000 / this.current();
    this.waitedMs += Math.min(nowMs - this.sentMs, perCallMs);
    const sinceMs = nowMs - Math.max(this.sentMs, this.rejections.at(-1)?.ms ?? -Infinity);
    this.quietMs += Math.max(0, sinceMs - Math.max(pauseMs, perCallMs));
    this.sentMs = nowMs;
    this.nextMs = Math.max(this.nextMs, nowMs - creditMs) + perCallMs;
  }

  admitted(): void {
    this.admittedCalls++;
  }

  /** Of calls that were in flight together only the first rejection is news. */
  rejected(sentMs: number, nowMs: number): void {
    if (sentMs <= (this.rejections.at(-1)?.ms ?? -Infinity)) return;
    while (this.rejections[1] && nowMs - (this.rejections[0]?.ms ?? nowMs) > measuredMs) {
      this.rejections.shift();
    }
    const [earlier] = this.rejections;
    const { admittedCalls, quietMs } = this;
    this.rejections.push({ ms: nowMs, admittedCalls, quietMs });
    if (earlier) {
      this.measure((admittedCalls - earlier.admittedCalls) / (nowMs - earlier.ms - (quietMs - earlier.quietMs)));
    }
    this.nextMs = nowMs + (earlier ? 1000 / this.base : pauseMs);
  }

  /** @param perMs calls that were admitted in a millisecond, between two rejections */
  private measure(perMs: number): void {
    const share = 1000 * perMs;
    const isConfirmed = Math.abs(share / this.base - 1) < doubling.tolerance;
    const { firstMs, longestMs, growth } = doubling;
    this.base = Math.max(lowest.rate, share, this.base === Infinity ? 0 : this.base * remains);
    this.doublingMs = isConfirmed ? Math.min(longestMs, this.doublingMs * growth) : firstMs;
    this.waitedMs = 0;
  }

  private current(): number {
    if (this.base === Infinity) return Infinity;
    return this.base + Math.max(this.base, lowest.rise) * (this.waitedMs / this.doublingMs) ** doubling.steepness;
  }
}
