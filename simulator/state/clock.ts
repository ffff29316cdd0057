/** Times of later years have another form. */
const END_MS = Date.UTC(9999, 11, 31);

/** Virtual time: it begins at `startMs`, ticks with the real clock and can be moved forward. */
export class VirtualClock {
  private beganMs: number;
  private advancedMs = 0;

  /**
   * @param startMs the virtual time at the beginning, in ms since 1970; undefined: the real time
   * @param realNowMs the real clock, in ms since 1970
   */
  constructor(
    private readonly startMs: number | undefined,
    private readonly realNowMs: () => number = Date.now,
  ) {
    this.beganMs = realNowMs();
  }

  /** The virtual time in ms since 1970. */
  now(): number {
    const real = this.realNowMs();
    return (this.startMs ?? this.beganMs) + (real - this.beganMs) + this.advancedMs;
  }

  /** Moves the time forward by so many seconds. */
  advance(seconds: number): void {
    if (!Number.isFinite(seconds) || seconds < 0) {
      throw new RangeError("advanceSeconds: expected a number of seconds, 0 or more; the clock never goes back");
    }
    if (this.now() + seconds * 1000 > END_MS) throw new RangeError("advanceSeconds: the clock ends with the year 9999");
    this.advancedMs += seconds * 1000;
  }

  /** Back to the time of the start. */
  reset(): void {
    this.beganMs = this.realNowMs();
    this.advancedMs = 0;
  }
}
