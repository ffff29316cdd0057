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

/** A prefetch plan as it was observed. */
export type Plan = WirePlan;

/** A List that others may share until it is sent. */
interface SharedList {
  readonly deadlineMs: number;
  readonly answer: Promise<ListAnswer>;
}

/**
 * Finds plans, and knows how old an observation may be. The API has no call that reads one plan: every look is a List of
 * its job, so looks share Lists. A Stop of a plan that was seen running needs no look of its own: it is what the user
 * asked for, repeats safely, and its answer says what became of the plan. All else needs a List that began after it was
 * asked for.
 */
export class Plans {
  private readonly recent = new Map<string, { readonly begunMs: number; readonly answer: Promise<ListAnswer> }>();
  private readonly unsent = new Map<string, SharedList>();
  /** By job, the end of a List that is under way. */
  private readonly underWay = new Map<string, AbortSignal>();
  /** Plans that a List has shown running, without a write of ours since. */
  private readonly running = new Map<string, Plan>();
  /** By plan, the number of the last write that began or ended. */
  private readonly written = new Map<string, number>();
  private readonly jobs = new Map<string, string>();
  private writes = 0;
  /** Hosts that poll at the same time don't do it at the same moments. */
  private readonly phaseMs: number;

  constructor(
    private readonly client: EsaClient,
    private readonly clock: Clock,
  ) {
    this.phaseMs = clock.random() * 60_000;
  }

  /**
   * The plan as a List shows it that begins after this call; undefined when the job has no such plan.
   *
   * @throws EsaError, also with the codes that say that the plan or job is gone.
   */
  async find(jobId: string, planId: string, options: CallOptions): Promise<Plan | undefined> {
    return pick(jobId, planId, await this.list(jobId, options));
  }

  /** Like {@link find}, but content with a List of the last two seconds: for reads, never to decide a write. */
  async read(jobId: string, planId: string, options: CallOptions): Promise<Plan | undefined> {
    return pick(jobId, planId, await this.recentList(jobId, options));
  }

  /** Every plan of a job, as a List shows them that begins after this call. */
  async findAll(jobId: string, options: CallOptions): Promise<readonly Plan[]> {
    return all(jobId, await this.list(jobId, options));
  }

  /** Like {@link findAll}, but content with a List of the last two seconds: for reads, never to decide a write. */
  async readAll(jobId: string, options: CallOptions): Promise<readonly Plan[]> {
    return all(jobId, await this.recentList(jobId, options));
  }

  /**
   * The plan where any List has shown it running, without a write of ours since: enough to stop it, and for nothing
   * else. A List that is under way is waited for.
   */
  async seenRunning(planId: string, jobId: string): Promise<Plan | undefined> {
    const end = this.underWay.get(jobId);
    if (end && !this.running.has(planId)) await this.clock.sleep(answerPatienceMs, end);
    const plan = this.running.get(planId);
    return plan?.JobId === undefined || plan.JobId.toLowerCase() === jobId ? plan : undefined;
  }

  /** The job that the answer to a write has named as the plan's. */
  jobOf(planId: string): string | undefined {
    return this.jobs.get(planId);
  }

  /** Makes a write: nothing that was seen of the plan before its end is believed after it. */
  async change<A extends WirePlan>(planId: string, write: () => Promise<A>): Promise<A> {
    this.forget(planId);
    try {
      const answer = await write();
      if (answer.JobId) this.jobs.set(planId, answer.JobId.toLowerCase());
      return answer;
    } finally {
      this.forget(planId);
    }
  }

  /**
   * How long a plan that is polled waits for its next look. Looks of all plans fall on the same moments, and so share
   * Lists: hundreds of plans that take their time are polled as often as one.
   *
   * @param spacingMs of the moments; powers of two of one another share most
   */
  untilNextLookMs(spacingMs: number): number {
    const earliestMs = this.clock.now() - this.phaseMs + spacingMs / 2;
    return Math.ceil(earliestMs / spacingMs) * spacingMs - earliestMs + spacingMs / 2;
  }

  private forget(planId: string): void {
    this.written.set(planId, ++this.writes);
    this.running.delete(planId);
    this.recent.clear();
  }

  private recentList(jobId: string, options: CallOptions): Promise<ListAnswer> {
    const begunMs = this.clock.now();
    let list = this.recent.get(jobId);
    if (!list || begunMs - list.begunMs > freshMs) {
      const answer = this.list(jobId, options);
      list = { begunMs, answer };
      this.recent.set(jobId, list);
      // A failure reaches everybody who waits for it, and nobody after them.
      answer.catch(() => {
        if (this.recent.get(jobId)?.answer === answer) this.recent.delete(jobId);
      });
    }
    return list.answer;
  }

  /**
   * A List that begins after this call. Whoever asks while it waits, for the window or for its turn under the rate that
   * the service allows, shares it, unless the List may take longer than there is time. Who has more time asks again
   * when it was too little.
   */
  private async list(jobId: string, options: CallOptions): Promise<ListAnswer> {
    for (;;) {
      const unsent = this.unsent.get(jobId);
      const list = unsent && unsent.deadlineMs <= options.deadlineMs + slackMs ? unsent : this.begin(jobId, options);
      try {
        return await list.answer;
      } catch (error) {
        const nowMs = this.clock.now();
        const ranOut = nowMs + longestPauseMs >= list.deadlineMs && list.deadlineMs < options.deadlineMs;
        if (!(error instanceof EsaError && isPassing(error) && ranOut && nowMs < options.deadlineMs)) throw error;
      }
    }
  }

  private begin(jobId: string, { deadlineMs, onRetry }: CallOptions): SharedList {
    let sentAfter: number | undefined;
    const onSend = () => {
      sentAfter ??= this.writes;
      if (this.unsent.get(jobId) === list) this.unsent.delete(jobId);
    };
    const send = async () => {
      const turn = { waits: false };
      // No signal: others may share this List.
      const onWait = () => void (turn.waits = true);
      const answer = this.client.list(jobId, { deadlineMs, onWait, onSend, ...(onRetry && { onRetry }) });
      if (!turn.waits) onSend();
      this.remember(await this.tracked(jobId, answer), sentAfter ?? -1);
      return answer;
    };
    const list: SharedList = { deadlineMs, answer: this.gather(jobId).then(send) };
    this.unsent.set(jobId, list);
    // One that fails before it is sent must not be shared on.
    list.answer.catch(onSend);
    return list;
  }

  private remember({ Executions }: ListAnswer, sentAfter: number): void {
    for (const plan of Executions) {
      const planId = plan.Id.toLowerCase();
      if (plan.Status !== "running") this.running.delete(planId);
      else if ((this.written.get(planId) ?? 0) <= sentAfter) this.running.set(planId, plan);
    }
  }

  /**
   * Waits for those who may share the next List: for the window, and while the List before it is under way, which for a
   * job of hundreds of plans takes longer. One that hangs holds nobody up.
   */
  private async gather(jobId: string): Promise<void> {
    await this.clock.sleep(windowMs);
    const end = this.underWay.get(jobId);
    if (end) await this.clock.sleep(patienceMs, end);
  }

  private async tracked<T>(jobId: string, list: Promise<T>): Promise<T> {
    const end = new AbortController();
    this.underWay.set(jobId, end.signal);
    try {
      return await list;
    } finally {
      if (this.underWay.get(jobId) === end.signal) this.underWay.delete(jobId);
      end.abort();
    }
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

function pick(jobId: string, planId: string, list: ListAnswer): Plan | undefined {
  const plan = list.Executions.find((candidate) => candidate.Id.toLowerCase() === planId);
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
