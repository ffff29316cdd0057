import type { CallOptions } from "../esa/client";
import { classify, isPassing } from "../esa/errors/classify";
import { EsaError } from "../esa/errors/error";
import { observedPlan, type Plan } from "../esa/plans";
import * as failures from "./failures";
import { retryText } from "./progress";
import type { Remark } from "./decide";
import { Unfinished, type Outcome, type Surroundings, type Target } from "./target";

const poll = { baseMs: 250, capMs: 4_000, reserveMs: 500 };
/** How often a plan that waits for its start is looked at: somebody may change its start. */
const waitingCapMs = 8_000;
const absenceDelaysMs = [500, 1_000, 2_000];

/**
 * Brings a plan to a state: observe, decide, act, and again until nothing is left to do.
 *
 * Nothing is repeated blindly: after a write whose effect is unknown the plan is looked at again, and a write that was
 * accepted is followed by looks only.
 *
 * @throws EsaError when nothing was changed; Unfinished after a write or a wait.
 */
export async function converge(target: Target, around: Surroundings): Promise<Outcome> {
  const run = new Run(target, around);
  try {
    return await run.toTheEnd();
  } catch (error) {
    throw run.explain(error);
  }
}

class Run {
  private jobId: string | undefined;
  private observed: Plan | undefined;
  /** The write that was accepted, after which only looks follow. */
  private accepted: { readonly action: "stop" | "start"; readonly requestId: string } | undefined;
  /** The last write that failed in a way that doesn't tell what became of the plan. */
  private doubtful: EsaError | undefined;
  private refusals = 0;
  private polls = 0;
  /** Whether the plan may be other than before because of this run, or time was spent waiting for it. */
  private touched = false;

  constructor(
    private readonly target: Target,
    private readonly around: Surroundings,
  ) {
    this.jobId = target.jobId;
  }

  async toTheEnd(): Promise<Outcome> {
    const blind = this.jobId === undefined || this.target.stopFirst === true;
    let plan = this.target.seen ?? (blind ? await this.write("stop") : await this.look());
    for (;;) {
      this.observed = plan;
      const decision = this.target.decide(plan);
      switch (decision.do) {
        case "nothing":
          return this.outcome(plan, decision.remark);
        case "refuse":
          throw failures.waiting(plan);
        case "waitUntilRunning":
          plan = await this.waitForStart(plan);
          break;
        case "stop":
        case "start":
          plan = await (this.accepted?.action === decision.do ? this.lookLater() : this.write(decision.do));
      }
    }
  }

  /** What is to be thrown for a failure of this run. */
  explain(thrown: unknown): unknown {
    if (!(thrown instanceof EsaError)) return thrown;
    const error = thrown.with({
      planId: this.target.planId,
      jobId: thrown.details.jobId ?? this.jobId,
      requestId: thrown.requestId ?? this.accepted?.requestId,
    });
    return this.touched && this.observed ? new Unfinished(error, this.outcome(this.observed)) : error;
  }

  private outcome(plan: Plan, remark?: Remark): Outcome {
    return { plan, ...(this.accepted && { requestId: this.accepted.requestId }), ...(remark && { remark }) };
  }

  private async look(): Promise<Plan> {
    const { planId } = this.target;
    const { jobId } = this;
    if (jobId === undefined) throw failures.jobUnknown(planId);
    return this.confirming(async () => {
      const plan = await this.around.plans.find(jobId, planId, this.options(true));
      if (!plan) throw failures.absent(planId, jobId);
      return plan;
    });
  }

  private async write(action: "stop" | "start"): Promise<Plan> {
    this.target.beforeWrite?.();
    if (action === "start") this.warnOfEnd();
    const { client, plans } = this.around;
    try {
      const answer = await this.confirming(() =>
        client[action](this.target.planId, this.options(this.jobId === undefined)),
      );
      // A Stop that ESA could not carry out may be answered with the plan as it is.
      if (action === "start" || answer.Status === "stopped" || answer.Status === "running") {
        this.accepted = { action, requestId: answer.RequestId };
        this.touched = true;
      }
      this.observed = observedPlan(answer, this.target.planId, this.jobId);
      this.jobId ??= answer.JobId?.toLowerCase();
      return this.observed;
    } catch (error) {
      return await this.afterFailedWrite(action, error);
    } finally {
      plans.forget();
    }
  }

  /** Looks at the plan after a write that may have had an effect, or was refused for a reason that only it can tell. */
  private async afterFailedWrite(action: "stop" | "start", error: unknown): Promise<Plan> {
    if (!(error instanceof EsaError)) throw error;
    const failure = classify(error);
    const refusedUnexplained = failure === "unlisted" && action === "stop";
    if (failure !== "ambiguous" && !refusedUnexplained) throw error;
    if (failure === "ambiguous") this.touched = true;
    if (this.jobId === undefined) throw refusedUnexplained ? failures.refusedWithoutJob(error) : error;
    // Refused twice for a plan that both times looked as if the call were right: the service's word stands.
    if (refusedUnexplained && ++this.refusals > 1) throw error;
    this.doubtful = error;
    return this.lookLater();
  }

  private async lookLater(): Promise<Plan> {
    const { clock, plans } = this.around;
    const remainingMs = this.target.deadlineMs - clock.now() - poll.reserveMs;
    if (remainingMs <= 0) throw this.overdue();
    const spacingMs = Math.min(poll.capMs, poll.baseMs * 2 ** this.polls++);
    const delayMs = Math.min(remainingMs, plans.untilNextLookMs(spacingMs));
    this.tellWait(`is ${this.observed?.Status ?? "not seen"} and to be ${this.target.state}`, delayMs);
    await clock.sleep(delayMs);
    try {
      return await this.look();
    } catch (error) {
      // A look that found no time or no answer is not what failed: the plan is not as declared.
      throw error instanceof EsaError && isPassing(error) ? this.overdue(error) : error;
    }
  }

  private overdue(lastLook?: EsaError): EsaError {
    if (!this.accepted && this.doubtful) return this.doubtful;
    const { planId, state, timeoutSeconds } = this.target;
    return failures.notReached(planId, state, this.observed, timeoutSeconds, lastLook);
  }

  private async waitForStart(plan: Plan): Promise<Plan> {
    const { clock } = this.around;
    const { deadlineMs, timeoutSeconds } = this.target;
    const startMs = Date.parse(plan.StartTime ?? "");
    const aheadMs = startMs - clock.now();
    if (startMs > deadlineMs) throw failures.startsTooLate(plan, timeoutSeconds, Math.ceil(aheadMs / 1000));
    this.touched = true;
    if (!(aheadMs > 0)) return this.lookLater();
    this.tellWait(
      `waiting for its start at ${plan.StartTime ?? "an unknown time"}, to stop it then`,
      aheadMs,
    );
    await clock.sleep(Math.min(aheadMs, this.around.plans.untilNextLookMs(waitingCapMs)));
    return this.look();
  }

  private warnOfEnd(): void {
    const end = this.observed?.EndTime;
    if (end === undefined || !(Date.parse(end) < this.around.clock.now())) return;
    this.around.report(
      this.target.planId,
      `warning: started after its end time ${end}; ESA may finish it at once`,
    );
  }

  /** On create, what seems to be gone may be too new to be seen: asks again for a moment. */
  private async confirming<T>(ask: () => Promise<T>): Promise<T> {
    const { clock } = this.around;
    const delaysMs = this.target.confirmAbsence && !this.observed ? [...absenceDelaysMs] : [];
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        const delayMs =
          error instanceof EsaError && classify(error) === "gone" ? delaysMs.shift() : undefined;
        if (delayMs === undefined || clock.now() + delayMs > this.target.deadlineMs) throw error;
        await clock.sleep(delayMs);
      }
    }
  }

  private options(repeatAmbiguous: boolean): CallOptions {
    const onRetry = (error: EsaError, delayMs: number) => {
      this.tellWait(retryText(error, delayMs), delayMs);
    };
    return { deadlineMs: this.target.deadlineMs, repeatAmbiguous, onRetry };
  }

  private tellWait(text: string, delayMs: number): void {
    const { planId, deadlineMs } = this.target;
    this.around.progress.waits(planId, text, delayMs, deadlineMs);
  }
}
