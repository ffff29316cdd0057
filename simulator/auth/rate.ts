interface Bucket {
  tokens: number;
  filledMs: number;
}

/**
 * A token bucket for each account: `qps` tokens a second and as many at most, in real time. The API reference names the
 * refusal (`TooManyRequests`, HTTP 400) but neither the number nor whom it counts.
 */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();
  private qps: number | undefined;

  /** @param realNowMs the real clock, in ms since 1970 */
  constructor(
    qps: number | undefined,
    private readonly realNowMs: () => number = Date.now,
  ) {
    this.qps = qps;
  }

  /** Sets another limit, undefined for none, and fills every bucket. */
  set(qps: number | undefined): void {
    this.qps = qps;
    this.buckets.clear();
  }

  /** Takes a token; false when the account has none left. */
  admit(account: string): boolean {
    if (this.qps === undefined) return true;
    const burst = Math.max(1, this.qps);
    const now = this.realNowMs();
    const bucket = this.buckets.get(account) ?? { tokens: burst, filledMs: now };
    const refill = (Math.max(0, now - bucket.filledMs) / 1000) * this.qps;
    const tokens = Math.min(burst, bucket.tokens + refill);
    const admitted = tokens >= 1;
    this.buckets.set(account, { tokens: admitted ? tokens - 1 : tokens, filledMs: now });
    return admitted;
  }
}
