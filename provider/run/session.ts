import { setMaxListeners } from "node:events";

import type { Account } from "../esa/connection";
import type { CallOptions, EsaClient } from "../esa/client";
import { EsaError } from "../esa/errors/error";
import { classify } from "../esa/errors/classify";
import { Observations, Plans } from "../esa/plans";
import type { Clock } from "../esa/sending/clock";
import { defaultTimeoutSeconds, defaultWhenWaiting, maxTimeoutSeconds, type Remark, type WhenWaiting } from "./decide";
import { retryText, type Progress } from "./progress";

/** How long a method may take, what ends it before, and what it does with a waiting plan. */
export interface Limits {
  readonly whenWaiting: WhenWaiting;
  readonly timeoutSeconds: number;
  /** Where the user sets this time. */
  readonly setBy: "timeoutSeconds" | "customTimeouts";
  /** Milliseconds since the epoch. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What limits a method: its arguments, and what a front allows one call, whose time goes before theirs. */
export type Limiting = { readonly [Name in "whenWaiting" | "timeoutSeconds" | "signal"]?: Limits[Name] | undefined };

export function limitsOf(args: Limiting, nowMs: number, allowed: Limiting = {}): Limits {
  const { whenWaiting = defaultWhenWaiting } = args;
  const { timeoutSeconds: given = args.timeoutSeconds ?? defaultTimeoutSeconds, signal } = allowed;
  // A front may allow more than a timer can hold.
  const timeoutSeconds = Math.min(given, maxTimeoutSeconds);
  if (signal) setMaxListeners(0, signal);
  const setBy = allowed.timeoutSeconds === undefined ? "timeoutSeconds" : "customTimeouts";
  return { whenWaiting, timeoutSeconds, setBy, deadlineMs: nowMs + timeoutSeconds * 1000, signal };
}

/** What the methods need from outside. */
export interface Outside {
  /** Makes an account's client on the first call that needs the API; throws EsaError when the configuration is wrong. */
  readonly connect: (account: Account) => Promise<EsaClient>;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Tells the user one line about a plan or a job. */
  readonly report: (id: string, text: string) => void;
}

/** Whether somebody else had to be waited for, or was at work until the time was over. */
export type Turn = "first" | "next" | "too late";

/** What is done with an account's plans on behalf of one run of Pulumi. */
export class Session {
  readonly plans: Plans;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly report: Outside["report"];

  constructor(
    readonly client: EsaClient,
    outside: Outside,
    known: Observations,
    private readonly turns: Sessions["turns"],
  ) {
    ({ clock: this.clock, progress: this.progress, report: this.report } = outside);
    this.plans = new Plans(client, outside.clock, known);
  }

  /** Works on a plan while nobody else in this host does, or once it is too late for that. */
  async alone<T>(planId: string, limits: Limits, work: (turn: Turn) => Promise<T>): Promise<T> {
    const before = this.turns.get(planId);
    let end = (): void => undefined;
    const worked = new Promise<void>((resolve) => (end = resolve));
    const turn = Promise.all([before, worked]).then(() => {
      if (this.turns.get(planId) === turn) this.turns.delete(planId);
    });
    this.turns.set(planId, turn);
    try {
      return await work(before ? await this.turnAfter(before, limits) : "first");
    } finally {
      end();
    }
  }

  private async turnAfter(before: Promise<unknown>, { deadlineMs }: Limits): Promise<Turn> {
    const over = new AbortController();
    void before.then(() => over.abort());
    await this.clock.sleep(deadlineMs - this.clock.now(), over.signal);
    return over.signal.aborted ? "next" : "too late";
  }

  /** Options of a call for a plan or a job that tell what it waits for. */
  callOptions(id: string, { deadlineMs, signal }: Limits): CallOptions {
    return {
      deadlineMs,
      signal,
      onRetry: (error, delayMs, untilMs) => this.progress.waits(id, retryText(error, delayMs), delayMs, untilMs),
    };
  }
}

/** What is worth a line of a plan that is left as it is. */
export function textOf(remark: Remark, startTime = "an unknown time"): string {
  return {
    "had finished": "had finished already; nothing to do",
    "had failed": "had failed already; nothing to stop",
    "failed again": "warning: has failed and is left alone. To start it again, declare it stopped, then running",
    "left waiting": `warning: is waiting, which ESA cannot stop; it begins at ${startTime}`,
  }[remark];
}

/** The sessions of one host: each account has a client, and so a rate, of its own. */
export class Sessions {
  private readonly open = new Map<string, Promise<Session>>();
  /** By plan, the end of all work that was begun on it, for whichever account. */
  readonly turns = new Map<string, Promise<unknown>>();
  private readonly known = new Observations();

  constructor(readonly outside: Outside) {}

  /** Connects on the account's first call; a failure isn't kept. */
  of({ profile, roleArn }: Account): Promise<Session> {
    const key = JSON.stringify([profile, roleArn]);
    const { outside, known, turns } = this;
    const connecting = () => outside.connect({ profile, roleArn });
    const open = () => connecting().then((client) => new Session(client, outside, known, turns));
    const session = this.open.get(key) ?? open();
    this.open.set(key, session);
    session.catch(() => this.open.delete(key));
    return session;
  }
}

/** Whether a failure says for certain that the plan or its job does not exist. */
export function isGone(error: unknown): boolean {
  return error instanceof EsaError && classify(error) === "gone";
}
