import DataLoader from "dataloader";

import type { CallOptions, EsaClient } from "./client";
import type { Clock } from "./clock";
import { EsaError } from "./errors";
import { ownCodes } from "./remedies";
import { isPlanStatus, type PlanStatus } from "./statuses";
import type { ListAnswer, WirePlan } from "./wire";

/** Looks that begin within this time share one List. Within a wave of Pulumi's calls the gaps are under 5 ms. */
const windowMs = 8;
/** For how long a List may answer later reads: the waves of one refresh are this close to each other. */
const freshMs = 2_000;

interface Look {
  readonly jobId: string;
  readonly options: CallOptions;
}

/**
 * Finds plans. The API has no call that reads one plan: every look is a List of its job, so looks share Lists.
 */
export class Plans {
  private readonly recent = new Map<
    string,
    { readonly begunMs: number; readonly answer: Promise<ListAnswer> }
  >();
  private readonly lists: DataLoader<Look, ListAnswer>;

  constructor(
    private readonly client: EsaClient,
    private readonly clock: Clock,
  ) {
    this.lists = new DataLoader((looks) => this.listEach(looks), {
      cache: false,
      batchScheduleFn: (dispatch) => void clock.sleep(windowMs).then(dispatch),
    });
  }

  /**
   * The plan as a List shows it that begins after this call; undefined when the job has no such plan.
   *
   * @throws EsaError, also with the codes that say that the plan or job is gone.
   */
  async find(jobId: string, planId: string, options: CallOptions): Promise<Plan | undefined> {
    return pick(jobId, planId, await this.lists.load({ jobId, options }));
  }

  /** Like {@link find}, but content with a List of the last two seconds: for reads, never to decide a write. */
  async read(jobId: string, planId: string, options: CallOptions): Promise<Plan | undefined> {
    return pick(jobId, planId, await this.recentList(jobId, options));
  }

  private recentList(jobId: string, options: CallOptions): Promise<ListAnswer> {
    const begunMs = this.clock.now();
    let list = this.recent.get(jobId);
    if (!list || begunMs - list.begunMs > freshMs) {
      const answer = this.lists.load({ jobId, options });
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
    return all(jobId, await this.lists.load({ jobId, options }));
  }

  /** Like {@link findAll}, but content with a List of the last two seconds: for reads, never to decide a write. */
  async readAll(jobId: string, options: CallOptions): Promise<Plan[]> {
    return all(jobId, await this.recentList(jobId, options));
  }

  /** Drops what reads would reuse: to be called with every write. */
  forget(): void {
    this.recent.clear();
  }

  private async listEach(looks: readonly Look[]): Promise<(ListAnswer | Error)[]> {
    const jobs = new Map<string, CallOptions>();
    for (const { jobId, options } of looks) {
      const other = jobs.get(jobId);
      if (!other || other.deadlineMs < options.deadlineMs) jobs.set(jobId, options);
    }
    const answers = new Map<string, Promise<ListAnswer | Error>>();
    for (const [jobId, options] of jobs) {
      answers.set(
        jobId,
        this.client.list(jobId, options).catch((error: unknown) => error as Error),
      );
    }
    return Promise.all(looks.map(({ jobId }) => answers.get(jobId) as Promise<ListAnswer | Error>));
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
