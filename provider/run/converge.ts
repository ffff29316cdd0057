import type { CallOptions } from "../esa/client";
import { cancelled, orCancelled } from "../esa/errors/cancelled";
import { classify, isPassing } from "../esa/errors/classify";
import { EsaError } from "../esa/errors/error";
import { ownCodes } from "../esa/errors/remedies";
import { assertOfJob, type Plan } from "../esa/plans";
import type { Remark } from "./decide";
import * as failures from "./failures";
import { isGone, type Limits, type Session, type Turn } from "./session";
import { Unfinished, type Outcome, type Target } from "./target";

const poll = { baseMs: 250, capMs: 4_000, reserveMs: 500 };
/** A plan that waits for its start is looked at the more rarely the further it is away: somebody may change it. */
const waiting = { shortestMs: 8_000, longestMs: 2_048_000, partOfAhead: 8 };
/** How often a plan may still show that it had failed after its Start was accepted, which takes effect later. */
const failedLooks = 4;
const absenceDelaysMs = [500, 1_000, 2_000];

/**
 * Brings a plan to a state: observe, decide, act, and again until nothing is left to do. One at a time for each plan.
 *
 * Nothing is repeated blindly: after a write whose effect is unknown the plan is looked at again, and a write that was
 * accepted is followed by looks only.
 * @throws EsaError when nothing was changed; Unfinished after a write or a wait, also where that was cancelled.
 */
export async function converge(target: Target, session: Session, limits: Limits): Promise<Outcome> {
  const run = new Run(target, session, limits);
  const end = session.progress.begin(target.planId, limits.deadlineMs);
  try {
    const work = session.alone(target.planId, limits, (turn) => run.toTheEnd(turn));
    return await orCancelled(work, limits.signal);
  } catch (error) {
    throw run.explain(error);
  } finally {
    end();
  }
}

class Run {
  private jobId: string | undefined;
  private observed: Plan | undefined;
  /** The write after which only looks follow. */
  private accepted: { readonly action: "stop" | "start"; readonly requestId: string } | undefined;
  /** The write that was sent last. */
  private sent: "stop" | "start" | undefined;
  /** The last write that failed in a way that doesn't tell what became of the plan. */
  private doubtful: EsaError | undefined;
  private refusals = 0;
  private polls = 0;
  private looksAtFailed = 0;
  /** Whether the plan may be other than before because of this run, or time was spent waiting for it. */
  private touched = false;

  constructor(
    private readonly target: Target,
    private readonly session: Session,
    private readonly limits: Limits,
  ) {}

  async toTheEnd(turn: Turn): Promise<Outcome> {
    let plan = await this.firstSight(turn);
    for (;;) {
      this.observed = plan;
      const decision = this.target.decide(plan);
      switch (decision.do) {
        case "nothing":
          return this.outcome(plan, decision.remark);
        case "refuse":
          throw decision.because === "waiting" ? failures.waiting(plan) : failures.unknownStatus(plan);
        case "waitUntilRunning":
          plan = await this.waitForStart(plan);
          break;
        case "stop":
        case "start":
          if (this.accepted?.action !== decision.do) plan = await this.write(decision.do);
          else if (plan.Status === "failed" && ++this.looksAtFailed > failedLooks)
            throw failures.failedAfterStart(this.target.planId, plan);
          else plan = await this.lookLater();
      }
    }
  }

  explain(thrown: unknown): unknown {
    if (!(thrown instanceof EsaError)) return thrown;
    const { planId, state } = this.target;
    const isCancelled = thrown.code === ownCodes.cancelled;
    const failure = isCancelled
      ? failures.cancelledBefore(planId, state, this.observed, this.touched ? this.sent : undefined)
      : thrown;
    const { jobId = this.jobId, requestId = this.accepted?.requestId } = failure.details;
    const error = failure.with({ planId, jobId, requestId });
    return this.touched && this.observed ? new Unfinished(error, this.outcome(this.observed)) : error;
  }

  private outcome(plan: Plan, remark?: Remark): Outcome {
    return { plan, requestId: this.accepted?.requestId, remark };
  }

  private async firstSight(turn: Turn): Promise<Plan> {
    const { planId, seen, stopFirst, state } = this.target;
    if (turn === "too late") throw failures.busy(planId, state, this.limits.timeoutSeconds);
    const { plans } = this.session;
    this.jobId = this.target.jobId ?? plans.jobOf(planId);
    if (this.jobId === undefined || stopFirst) return this.write("stop");
    // While another resource of this host was at work on the plan, it may have changed it.
    if (seen && turn === "first") return seen;
    const running = await plans.seenRunning(planId, this.jobId);
    return running && this.target.decide(running).do === "stop" ? running : this.look();
  }

  private async look(): Promise<Plan> {
    const { planId } = this.target;
    const { jobId } = this;
    if (jobId === undefined) throw failures.jobUnknown(planId);
    const find = () => this.session.plans.find(jobId, planId, this.options(true));
    return this.confirming(async () => (await find()) ?? Promise.reject(failures.absent(planId, jobId)));
  }

  private async write(action: "stop" | "start"): Promise<Plan> {
    const { planId } = this.target;
    if (this.limits.signal?.aborted) throw cancelled();
    this.target.beforeWrite?.();
    if (action === "start") this.warnOfEnd();
    const { client, plans } = this.session;
    const touchedBefore = this.touched;
    try {
      const answer = await this.confirming(() =>
        plans.change(planId, () => {
          this.touched = true;
          this.sent = action;
          return client[action](planId, this.options(this.jobId === undefined));
        }),
      );
      // A Stop that ESA could not carry out may be answered with the plan as it is.
      const isAccepted = action === "start" || answer.Status === "stopped" || answer.Status === "running";
      if (isAccepted) this.accepted = { action, requestId: answer.RequestId };
      else this.touched = touchedBefore;
      assertOfJob(answer, planId, this.jobId);
      this.observed = answer;
      this.jobId ??= answer.JobId?.toLowerCase();
      return answer;
    } catch (error) {
      if (!isAmbiguous(error)) this.touched = touchedBefore || this.accepted !== undefined;
      return await this.afterFailedWrite(action, error);
    }
  }

  /** Looks at the plan after a write that may have had an effect, or was refused for a reason that only it can tell. */
  private async afterFailedWrite(action: "stop" | "start", error: unknown): Promise<Plan> {
    if (!(error instanceof EsaError)) throw error;
    const unexplained = classify(error) === "unlisted";
    if (!unexplained && !isAmbiguous(error)) throw error;
    if (this.jobId === undefined) throw unexplained ? failures.refusedWithoutJob(error) : error;
    // Refused twice for a plan that both times looked as if the call were right: the service's word stands.
    if (unexplained && ++this.refusals > 1) throw error;
    this.doubtful = error;
    const before = this.observed?.Status;
    const plan = await this.lookLater();
    // A Start, unlike a Stop, was decided by a fresh look: nothing has changed.
    if (unexplained && action === "start" && plan.Status === before) throw error;
    return plan;
  }

  private async lookLater(): Promise<Plan> {
    const { plans } = this.session;
    const remainingMs = this.limits.deadlineMs - this.session.clock.now() - poll.reserveMs;
    if (remainingMs <= 0) throw this.overdue();
    const spacingMs = Math.min(poll.capMs, poll.baseMs * 2 ** this.polls++);
    const delayMs = Math.min(remainingMs, plans.untilNextLookMs(spacingMs));
    this.tellWait(`is ${this.observed?.Status ?? "not seen"} and to be ${this.target.state}`, delayMs);
    await this.sleep(delayMs);
    try {
      return await this.look();
    } catch (error) {
      // A look that found no time or no answer is not what failed: the plan is not as declared.
      throw error instanceof EsaError && isPassing(error) ? this.overdue(error) : error;
    }
  }

  private overdue(lastLook?: EsaError): EsaError {
    if (!this.accepted && this.doubtful) return this.doubtful;
    const { planId, state, stopFirst: isDelete } = this.target;
    const { deadlineMs, timeoutSeconds, setBy } = this.limits;
    const leftSeconds = Math.floor((deadlineMs - this.session.clock.now()) / 1000);
    const seconds = Math.min(timeoutSeconds, Math.max(1, Math.ceil(timeoutSeconds - Math.max(0, leftSeconds))));
    return failures.notReached(planId, state, this.observed, { setBy, seconds, isDelete }, lastLook);
  }

  private async waitForStart(plan: Plan): Promise<Plan> {
    const { clock, plans } = this.session;
    const { deadlineMs } = this.limits;
    const startMs = Date.parse(plan.StartTime ?? "");
    const aheadMs = startMs - clock.now();
    if (startMs > deadlineMs) throw failures.startsTooLate(plan, this.limits, Math.ceil(aheadMs / 1000));
    this.touched = true;
    if (!(aheadMs > 0)) return this.lookLater();
    this.tellWait(`waiting for its start at ${plan.StartTime ?? "an unknown time"}, to stop it then`, aheadMs);
    const { shortestMs, longestMs, partOfAhead } = waiting;
    let spacingMs = shortestMs;
    while (spacingMs * 2 * partOfAhead <= aheadMs && spacingMs < longestMs) spacingMs *= 2;
    await this.sleep(Math.min(aheadMs, plans.untilNextLookMs(spacingMs)));
    return this.look();
  }

  private warnOfEnd(): void {
    const end = this.observed?.EndTime;
    if (end === undefined || !(Date.parse(end) < this.session.clock.now())) return;
    this.session.report(this.target.planId, `warning: started after its end time ${end}; ESA may finish it at once`);
  }

  /** On create, what seems to be gone may be too new to be seen: asks again for a moment. */
  private async confirming<T>(ask: () => Promise<T>): Promise<T> {
    const delaysMs = this.target.confirmAbsence && !this.observed ? [...absenceDelaysMs] : [];
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        const delayMs = isGone(error) ? delaysMs.shift() : undefined;
        if (delayMs === undefined || this.session.clock.now() + delayMs > this.limits.deadlineMs) throw error;
        await this.sleep(delayMs);
      }
    }
  }

  private async sleep(delayMs: number): Promise<void> {
    const { signal } = this.limits;
    await this.session.clock.sleep(delayMs, signal);
    if (signal?.aborted) throw cancelled();
  }

  private options(repeatAmbiguous: boolean): CallOptions {
    return { ...this.session.callOptions(this.target.planId, this.limits), repeatAmbiguous };
  }

  private tellWait(text: string, delayMs: number): void {
    this.session.progress.waits(this.target.planId, text, delayMs, this.limits.deadlineMs);
  }
}

const isAmbiguous = (error: unknown) => error instanceof EsaError && classify(error) === "ambiguous";
