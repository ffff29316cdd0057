import { setMaxListeners } from "node:events";

import type { CallOptions, EsaClient } from "./client";
import { isPassing } from "./errors/classify";
import { EsaError } from "./errors/error";
import { ownCodes } from "./errors/remedies";
import type { Clock } from "./sending/clock";
import { longestPauseMs } from "./sending/retry";
import type { ListAnswer, WirePlan } from "./wire";

/** Looks that begin within this time share one List. Within a wave of Pulumi's calls the gaps are under 5 ms. */
const windowMs = 8;
/** For how long the next List is put off for one that is under way, and a Stop for its answer. */
const patienceMs = 250;
const answerPatienceMs = 2_000;
/** By how much a shared List may outlast the time of one who shares it. */
const slackMs = 1_000;
/** For how long a List may answer later reads: the waves of one refresh are this close to each other. */
const freshMs = 2_000;

export type Plan = WirePlan;

/** A List's answer, with its plans by their ids in lower case. */
interface Listed extends ListAnswer {
  readonly byId: ReadonlyMap<string, Plan>;
}

/** The last List of a job. */
interface JobList {
  readonly begunMs: number;
  readonly deadlineMs: number;
  /** How many writes had begun or ended before it was wanted. */
  readonly writes: number;
  readonly answer: Promise<Listed>;
  /** Others may share it until then. */
  sent: boolean;
  /** Aborted when it is answered or has failed. */
  readonly end: AbortSignal;
}

/** What is known of plans in one process, whichever account has seen or changed them. */
export class Observations {
  /** Plans that a List has shown running, without a write of ours since. */
  readonly running = new Map<string, Plan>();
  /** By plan, the number of the last write that began or ended. */
  readonly written = new Map<string, number>();
  /** By plan, the job that the answer to a write has named. */
  readonly jobs = new Map<string, string>();
  writes = 0;
}

/**
 * Finds plans, and knows how old an observation may be. The API has no call that reads one plan: every look is a List of
 * its job, so looks share Lists. A Stop of a plan that was seen running needs no look of its own: it is what the user
 * asked for, repeats safely, and its answer says what became of the plan. All else needs a List that began after it was
 * asked for.
 */
export class Plans {
  private readonly last = new Map<string, JobList>();
  /** Hosts that poll at the same time don't do it at the same moments. */
  private readonly phaseMs: number;

  constructor(
    private readonly client: EsaClient,
    private readonly clock: Clock,
    private readonly known = new Observations(),
  ) {
    this.phaseMs = clock.random() * 60_000;
  }

  /** The plan as a List shows it that begins after this call; undefined when the job has no such plan. */
  async find(jobId: string, planId: string, options: CallOptions): Promise<Plan | undefined> {
    return pick(jobId, planId, await this.list(jobId, options));
  }

  async findAll(jobId: string, options: CallOptions): Promise<readonly Plan[]> {
    return all(jobId, await this.list(jobId, options));
  }

  /** Like {@link find}, but content with a List of a moment ago: for reads, never to decide a write. */
  async read(jobId: string, planId: string, options: CallOptions): Promise<Plan | undefined> {
    return pick(jobId, planId, await this.recentList(jobId, options));
  }

  async readAll(jobId: string, options: CallOptions): Promise<readonly Plan[]> {
    return all(jobId, await this.recentList(jobId, options));
  }

  /** The plan where it is known to be running, for nothing but its Stop. A List that is under way is waited for. */
  async seenRunning(planId: string, jobId: string): Promise<Plan | undefined> {
    if (!this.known.running.has(planId)) await this.untilAnswered(this.last.get(jobId), answerPatienceMs);
    const plan = this.known.running.get(planId);
    return plan?.JobId === undefined || plan.JobId.toLowerCase() === jobId ? plan : undefined;
  }

  /** The job that the answer to a write has named as the plan's. */
  jobOf(planId: string): string | undefined {
    return this.known.jobs.get(planId);
  }

  /** Makes a write: nothing that was seen of the plan before its end is believed after it. */
  async change<A extends WirePlan>(planId: string, write: () => Promise<A>): Promise<A> {
    this.forget(planId);
    try {
      const answer = await write();
      if (answer.JobId) this.known.jobs.set(planId, answer.JobId.toLowerCase());
      return answer;
    } finally {
      this.forget(planId);
    }
  }

  /**
   * How long a plan that is polled waits for its next look. Looks of all plans fall on the same moments, and so share
   * Lists: hundreds of plans that take their time are polled as often as one.
   * @param spacingMs of the moments; powers of two of one another share most
   */
  untilNextLookMs(spacingMs: number): number {
    const earliestMs = this.clock.now() - this.phaseMs + spacingMs / 2;
    return Math.ceil(earliestMs / spacingMs) * spacingMs - earliestMs + spacingMs / 2;
  }

  private forget(planId: string): void {
    this.known.written.set(planId, ++this.known.writes);
    this.known.running.delete(planId);
  }

  private async untilAnswered(list: JobList | undefined, longestMs: number): Promise<void> {
    if (list?.sent && !list.end.aborted) await this.clock.sleep(longestMs, list.end);
  }

  private recentList(jobId: string, options: CallOptions): Promise<Listed> {
    const last = this.last.get(jobId);
    const isRecent =
      last?.writes === this.known.writes &&
      this.clock.now() - last.begunMs <= freshMs &&
      last.deadlineMs + freshMs >= options.deadlineMs;
    return isRecent ? last.answer : this.list(jobId, options);
  }

  /**
   * A List that begins after this call. Whoever asks while it waits, for the window or for its turn under the rate that
   * the service allows, shares it, unless the List may take longer than there is time. Who has more time asks again
   * when it was too little.
   */
  private async list(jobId: string, options: CallOptions): Promise<Listed> {
    for (;;) {
      const last = this.last.get(jobId);
      const isShared = last && !last.sent && last.deadlineMs <= options.deadlineMs + slackMs;
      const list = isShared ? last : this.begin(jobId, options, last);
      try {
        return await list.answer;
      } catch (error) {
        const nowMs = this.clock.now();
        const ranOut = nowMs + longestPauseMs >= list.deadlineMs && list.deadlineMs < options.deadlineMs;
        if (!(error instanceof EsaError && isPassing(error) && ranOut && nowMs < options.deadlineMs)) throw error;
      }
    }
  }

  /** Gathers those who may share the List, also while the one before it is under way; one that hangs holds nobody up. */
  private begin(jobId: string, { deadlineMs, onRetry }: CallOptions, last: JobList | undefined): JobList {
    const end = new AbortController();
    setMaxListeners(0, end.signal);
    const send = async () => {
      await this.clock.sleep(windowMs);
      await this.untilAnswered(last, patienceMs);
      let sentAfter: number | undefined;
      let waits = false as boolean;
      const onWait = () => {
        waits = true;
      };
      const onSend = () => {
        sentAfter ??= this.known.writes;
        list.sent = true;
      };
      // No signal: others may share this List.
      const answer = this.client.list(jobId, { deadlineMs, onWait, onSend, ...(onRetry && { onRetry }) });
      if (!waits) onSend();
      return this.remember(await answer, sentAfter ?? -1);
    };
    const ended = () => {
      list.sent = true;
      end.abort();
    };
    const list: JobList = {
      begunMs: this.clock.now(),
      deadlineMs,
      writes: this.known.writes,
      answer: send().finally(ended),
      sent: false,
      end: end.signal,
    };
    this.last.set(jobId, list);
    // A failure reaches everybody who waits for it, and nobody after them.
    list.answer.catch(() => {
      if (this.last.get(jobId) === list) this.last.delete(jobId);
    });
    return list;
  }

  private remember(answer: ListAnswer, sentAfter: number): Listed {
    const byId = new Map(answer.Executions.map((plan) => [plan.Id.toLowerCase(), plan]));
    for (const [planId, plan] of byId) {
      if (plan.Status !== "running") this.known.running.delete(planId);
      else if ((this.known.written.get(planId) ?? 0) <= sentAfter) this.known.running.set(planId, plan);
    }
    return { ...answer, byId };
  }
}

/** @throws EsaError when the service says that the plan belongs to another job than given, naming both. */
export function assertOfJob(plan: Plan, planId: string, jobId: string | undefined): void {
  if (jobId === undefined || plan.JobId === undefined || plan.JobId.toLowerCase() === jobId) return;
  throw new EsaError({
    code: ownCodes.planElsewhere,
    reason: `The plan ${planId} belongs to the job ${plan.JobId}, not to ${jobId}.`,
  });
}

function pick(jobId: string, planId: string, list: Listed): Plan | undefined {
  const plan = list.byId.get(planId);
  if (plan) assertOfJob(plan, planId, jobId);
  else assertComplete(jobId, list, " and not this one");
  return plan;
}

function all(jobId: string, list: ListAnswer): readonly Plan[] {
  assertComplete(jobId, list, "");
  return list.Executions;
}

function assertComplete(jobId: string, list: ListAnswer, lacking: string): void {
  if (list.TotalCount === list.Executions.length) return;
  throw new EsaError({
    action: "ListScheduledPreloadExecutions",
    code: ownCodes.incompleteList,
    reason: `the answer holds ${list.Executions.length} of ${list.TotalCount} plans${lacking}`,
    requestId: list.RequestId,
    jobId,
  });
}
