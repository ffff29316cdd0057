/** The signature nonces that were used, each remembered as long as its date can be valid. */
export class Nonces {
  private readonly expiries = new Map<string, number>();
  private sweepAt = 1000;

  /** Marks a nonce as used until `expiresMs`; false when it was used already. */
  use(accessKeyId: string, nonce: string, nowMs: number, expiresMs: number): boolean {
    if (this.expiries.size >= this.sweepAt) this.sweep(nowMs);
    const key = `${accessKeyId}\n${nonce}`;
    if ((this.expiries.get(key) ?? 0) > nowMs) return false;
    this.expiries.set(key, expiresMs);
    return true;
  }

  clear(): void {
    this.expiries.clear();
  }

  private sweep(nowMs: number): void {
    for (const [key, expiresMs] of this.expiries) if (expiresMs <= nowMs) this.expiries.delete(key);
    this.sweepAt = Math.max(1000, this.expiries.size * 2);
  }
}
