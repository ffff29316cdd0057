import type { Clock } from "../esa/sending/clock";
import type { EsaError } from "../esa/errors/error";

/** The shortest and the longest time between two lines; in between it grows with the run. */
const everyMs = { shortest: 5_000, longest: 60_000 };
/** What a plan waits for is told when it takes longer than this. */
const quietMs = 2_000;

/** Says what a long run waits for and how far it is, in at most one line every few seconds. */
export class Progress {
  /** The plans under way: since when and until when at the latest, in milliseconds since the epoch. */
  private readonly underWay = new Map<string, { readonly begunMs: number; readonly deadlineMs: number }>();
  private done = 0;
  private saidMs = -Infinity;
  /** Since when plans have been under way without a break. */
  private busySinceMs = 0;

  constructor(
    private readonly clock: Clock,
    private readonly print: (line: string) => void,
  ) {}

  /** Counts a plan as under way, until the function that it returns is called. */
  begin(planId: string, deadlineMs: number): () => void {
    if (this.underWay.size === 0) this.busySinceMs = this.clock.now();
    this.underWay.set(planId, { begunMs: this.clock.now(), deadlineMs });
    return () => {
      this.underWay.delete(planId);
      this.done++;
      const takesLong = this.clock.now() - this.busySinceMs >= everyMs.shortest;
      if (!takesLong || this.underWay.size === 0 || !this.isTimeToSay()) return;
      this.say(this.count(), Math.max(...[...this.underWay.values()].map((plan) => plan.deadlineMs)));
    };
  }

  /** Tells what a plan waits for. `aheadMs` is how long it waits now. */
  waits(planId: string, text: string, aheadMs: number, deadlineMs: number): void {
    const nowMs = this.clock.now();
    const begunMs = this.underWay.get(planId)?.begunMs ?? nowMs;
    if (nowMs + aheadMs - begunMs < quietMs) return;
    const others = this.underWay.size > 1 ? ` (${this.count()})` : "";
    if (this.isTimeToSay()) this.say(`${planId}: ${text}${others}`, deadlineMs);
  }

  private count(): string {
    return `${this.done} plans done, ${this.underWay.size} under way`;
  }

  private isTimeToSay(): boolean {
    const nowMs = this.clock.now();
    const everyNowMs = Math.max(everyMs.shortest, (nowMs - this.busySinceMs) / 2);
    return nowMs - this.saidMs >= Math.min(everyNowMs, everyMs.longest);
  }

  private say(text: string, deadlineMs: number): void {
    this.saidMs = this.clock.now();
    this.print(`${text}; until ${new Date(deadlineMs).toISOString().replace(/\.\d+Z$/, "Z")} at the latest`);
  }
}

/** What is told of a call that is tried again. */
export function retryText(error: EsaError, delayMs: number): string {
  return `${error.headline.replace(/\.?$/, ".")} Trying again in ${Math.ceil(delayMs / 1000)} s`;
}
