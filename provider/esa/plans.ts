import { isPassing } from "./errors/classify";
import type { CallOptions, EsaClient } from "./client";
import type { Clock } from "./sending/clock";
import { EsaError } from "./errors/error";
import { ownCodes } from "./errors/remedies";
import { longestPauseMs } from "./sending/retry";
import { isPlanStatus, type PlanStatus } from "./statuses";
import type { ListAnswer, WirePlan } from "./wire";

/** Looks that begin within this time share one List. Within a wave of Pulumi's calls the gaps are under 5 ms. */
const windowMs = 8;
/** For how long a List under way is waited for. */
const patienceMs = 250;
/** By how much a shared List may outlast the time of one who shares it. */
const slackMs = 1_000;
/** For how long a List may answer later reads: the waves of one refresh are this close to each other. */
const freshMs = 2_000;

/** A List that others may share until it is sent. */
interface SharedList {
  readonly deadlineMs: number;
  readonly answer: Promise<ListAnswer>;
}

/**
 * Finds plans. The API has no call that reads one plan: every look is a List of its job, so looks share Lists.
 */
export class Plans {
  private readonly recent = new Map<
    string,
    { readonly begunMs: number; readonly answer: Promise<ListAnswer> }
  >();
  private readonly unsent = new Map<string, SharedList>();
  /** By job, the end of a List that is under way. */
  private readonly underWay = new Map<string, AbortSignal>();
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

  /** Every plan of a job, as a List shows them that begins after this call. */
  async findAll(jobId: string, options: CallOptions): Promise<Plan[]> {
    return all(jobId, await this.list(jobId, options));
  }

  /** Like {@link findAll}, but content with a List of the last two seconds: for reads, never to decide a write. */
  async readAll(jobId: string, options: CallOptions): Promise<Plan[]> {
    return all(jobId, await this.recentList(jobId, options));
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

  /** Drops what reads would reuse: to be called with every write. */
  forget(): void {
    this.recent.clear();
  }

  /**
   * A List that begins after this call. Whoever asks while it waits, for the window or for its turn under the rate that
   * the service allows, shares it, unless the List may take longer than there is time. Who has more time asks again
   * when it was too little.
   */
  private async list(jobId: string, options: CallOptions): Promise<ListAnswer> {
    for (;;) {
      const unsent = this.unsent.get(jobId);
      const list =
        unsent && unsent.deadlineMs <= options.deadlineMs + slackMs ? unsent : this.begin(jobId, options);
      try {
        return await list.answer;
      } catch (error) {
        const nowMs = this.clock.now();
        const ranOut = nowMs + longestPauseMs >= list.deadlineMs && list.deadlineMs < options.deadlineMs;
        if (!(error instanceof EsaError && isPassing(error) && ranOut && nowMs < options.deadlineMs))
          throw error;
      }
    }
  }

  private begin(jobId: string, options: CallOptions): SharedList {
    const sent = () => {
      if (this.unsent.get(jobId) === list) this.unsent.delete(jobId);
    };
    const answer = this.gather(jobId).then(() =>
      this.tracked(jobId, this.client.list(jobId, { ...options, onSend: sent })),
    );
    const list: SharedList = { deadlineMs: options.deadlineMs, answer };
    this.unsent.set(jobId, list);
    // One that fails before it is sent must not be shared on.
    answer.catch(sent);
    return list;
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

/** A plan whose status this package knows. */
export interface Plan extends WirePlan {
  readonly Status: PlanStatus;
}

/**
 * A plan of an answer, as one that can be decided on.
 *
 * @throws EsaError when the service says that the plan belongs to another job than given, naming both; or when it has
 * a status that the documents don't list.
 */
export function observedPlan(plan: WirePlan, planId: string, jobId: string | undefined): Plan {
  if (jobId !== undefined && plan.JobId !== undefined && plan.JobId.toLowerCase() !== jobId) {
    throw new EsaError({
      code: ownCodes.planElsewhere,
      reason: `The plan ${planId} belongs to the job ${plan.JobId}, not to ${jobId}.`,
    });
  }
  const { Status } = plan;
  if (!isPlanStatus(Status)) {
    throw new EsaError({
      code: ownCodes.unknownStatus,
      reason: `The plan ${planId} has the status "${Status}", which this version of pulumi-esa-preload does not know.`,
    });
  }
  return { ...plan, Status };
}

function pick(jobId: string, planId: string, list: ListAnswer): Plan | undefined {
  const plan = list.Executions.find((candidate) => candidate.Id.toLowerCase() === planId);
  if (plan) return observedPlan(plan, planId, jobId);
  assertComplete(jobId, list, " and not this one");
  return undefined;
}

function all(jobId: string, list: ListAnswer): Plan[] {
  assertComplete(jobId, list, "");
  return list.Executions.map((plan) => observedPlan(plan, plan.Id, jobId));
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
