import type { PlanInputs } from "../resources/arguments";
import { converge } from "./converge";
import { Declarations } from "../resources/declarations";
import { classify } from "../esa/errors/classify";
import type { CallOptions, EsaClient } from "../esa/client";
import type { Clock } from "../esa/sending/clock";
import { EsaError } from "../esa/errors/error";
import { Plans, type Plan } from "../esa/plans";
import * as failures from "./failures";
import { Progress, retryText } from "./progress";
import { decide, decideDeleted, type Cause, type Remark } from "./decide";
import type { Account } from "../settings";
import { limitsOf, type Limits, type PlanOutputs } from "../resources/plan/outputs";
import { Unfinished, type Outcome, type Surroundings } from "./target";

/** What the operations need from outside. */
export interface OperationsOptions {
  /** Makes an account's client on the first call that needs the API; throws EsaError when the configuration is wrong. */
  readonly connect: (account: Account) => Promise<EsaClient>;
  readonly clock: Clock;
  /** Shows one line to the user. */
  readonly print: (line: string) => void;
}

/** A plan that is to be brought to its declared state. */
export interface Wanted {
  readonly inputs: PlanInputs;
  /** The plan's job, given or learned before. */
  readonly jobId: string | undefined;
  readonly cause: Cause;
  /** Whether the plan may be too new to be seen. */
  readonly isNew?: boolean;
  /** The plan as a look for this very purpose has shown it. */
  readonly seen?: Plan;
  readonly limits: Limits;
}

/** What is done with plans on behalf of one run of Pulumi. */
export class Operations {
  readonly declarations = new Declarations();
  readonly progress: Progress;
  /** By profile and role: each account has a client, and so a rate, of its own. */
  private readonly connected = new Map<string, Promise<Surroundings>>();

  constructor(private readonly options: OperationsOptions) {
    this.progress = new Progress(options.clock, options.print);
  }

  /** Brings a plan to its declared state, and says what is worth a line. */
  async ensure(wanted: Omit<Wanted, "limits">): Promise<Outcome> {
    const { planId } = wanted.inputs;
    const limits = limitsOf(wanted.inputs, this.options.clock.now());
    const end = this.progress.begin(planId, limits.deadlineMs);
    try {
      const outcome = await this.bring({ ...wanted, limits });
      this.remark(planId, outcome.remark, outcome.plan.StartTime);
      return outcome;
    } finally {
      end();
    }
  }

  /** Brings a plan to its declared state. */
  async bring(wanted: Wanted): Promise<Outcome> {
    const { inputs, jobId, cause, isNew, seen } = wanted;
    const { planId, desiredStatus } = inputs;
    const { whenWaiting, ...limits } = wanted.limits;
    const assertUncontested = () => {
      if (this.declarations.contradict(desiredStatus, planId, jobId)) throw failures.contradiction(planId);
    };
    assertUncontested();
    const outcome = await converge(
      {
        planId,
        jobId,
        ...(seen && { seen }),
        state: desiredStatus,
        decide: (plan) => decide({ desiredStatus, whenWaiting }, plan.Status, cause),
        confirmAbsence: isNew === true,
        beforeWrite: assertUncontested,
        ...limits,
      },
      await this.connect(inputs),
    );
    this.declarations.done(planId, desiredStatus);
    return outcome;
  }

  /** Sees to it that a plan whose resource is deleted doesn't run on. A plan that is gone is as good. */
  async stopForGood(planId: string, olds: PlanOutputs): Promise<void> {
    if (this.declarations.has(planId, olds.jobId)) {
      this.leaveToOther(planId, "plan");
      return;
    }
    const limits = limitsOf(olds, this.options.clock.now());
    const end = this.progress.begin(planId, limits.deadlineMs);
    try {
      await this.stop(planId, olds, limits);
    } catch (error) {
      throw withConfigurationHint(error);
    } finally {
      end();
    }
  }

  /** Stops a plan that runs, whatever was seen of it before. A plan that is gone is as good. */
  async stop(planId: string, olds: Account & Pick<PlanOutputs, "jobId">, limits: Limits): Promise<void> {
    const { deadlineMs, timeoutSeconds } = limits;
    const target = { planId, jobId: olds.jobId, deadlineMs, timeoutSeconds };
    try {
      const outcome = await converge(
        { ...target, state: "stopped", decide: (plan) => decideDeleted(plan.Status), stopFirst: true },
        await this.connect(olds),
      );
      this.remark(planId, outcome.remark, outcome.plan.StartTime);
    } catch (thrown) {
      const error = thrown instanceof Unfinished ? thrown.error : thrown;
      if (!isGone(error)) throw error;
    }
  }

  /** Says that a plan or job is not stopped with its resource, because another resource declares it. */
  leaveToOther(id: string, what: "plan" | "job"): void {
    this.report(id, `not stopped: another resource of this program declares this ${what}`);
  }

  /** Says what is worth a line of a plan that is left as it was last seen. */
  remarkOnKnown(inputs: PlanInputs, olds: PlanOutputs): void {
    if (!olds.status) return;
    const { whenWaiting } = limitsOf(inputs, 0);
    const decision = decide({ ...inputs, whenWaiting }, olds.status, "kept");
    if (decision.do === "nothing") this.remark(inputs.planId, decision.remark, olds.startTime);
  }

  /** The plan as it is; undefined when it is gone for certain. */
  async read(jobId: string, planId: string, account: Account): Promise<Plan | undefined> {
    const { plans, clock } = await this.connect(account);
    try {
      return await plans.read(jobId, planId, limitsOf({}, clock.now()));
    } catch (error) {
      if (isGone(error)) return undefined;
      throw withConfigurationHint(error instanceof EsaError ? error.with({ planId }) : error);
    }
  }

  /** Connects on the account's first call; a failure isn't kept. */
  async connect({ profile, roleArn }: Account): Promise<Surroundings> {
    const key = JSON.stringify([profile, roleArn]);
    const connected = this.connected.get(key) ?? this.surroundingsOf({ profile, roleArn });
    this.connected.set(key, connected);
    try {
      return await connected;
    } catch (error) {
      this.connected.delete(key);
      throw error;
    }
  }

  private async surroundingsOf(account: Account): Promise<Surroundings> {
    const { clock } = this.options;
    const client = await this.options.connect(account);
    const report = (planId: string, text: string) => this.report(planId, text);
    return { client, plans: new Plans(client, clock), clock, report, progress: this.progress };
  }

  /** Options of a call for a plan or a job that tell what it waits for. */
  callOptions(id: string, deadlineMs: number): CallOptions {
    return {
      deadlineMs,
      onRetry: (error, delayMs) => {
        this.progress.waits(id, retryText(error, delayMs), delayMs, deadlineMs);
      },
    };
  }

  /** Milliseconds since the epoch. */
  nowMs(): number {
    return this.options.clock.now();
  }

  /** Shows one line about a plan or a job. */
  report(id: string, text: string): void {
    this.options.print(`${id}: ${text}`);
  }

  private remark(planId: string, remark: Remark | undefined, startTime: string | undefined): void {
    if (remark) this.report(planId, remarks[remark](startTime ?? "an unknown time"));
  }
}

const remarks: Readonly<Record<Remark, (startTime: string) => string>> = {
  "had finished": () => "had finished already; nothing to do",
  "had failed": () => "had failed already; nothing to stop",
  "failed again": () =>
    "warning: has failed and is left alone; to start it again, declare it stopped, then running",
  "left waiting": (startTime) => `warning: is waiting, which ESA cannot stop; it begins at ${startTime}`,
};

/** Whether a failure says for certain that the plan or its job does not exist. */
export function isGone(error: unknown): boolean {
  return error instanceof EsaError && classify(error) === "gone";
}

/** The engine hands reads and deletes of its own the configuration that the last `up` has left in the state. */
export function withConfigurationHint(error: unknown): unknown {
  if (!(error instanceof EsaError) || !error.details.configured) return error;
  const hint =
    "`pulumi refresh` and `pulumi destroy` use the configuration of the last `pulumi up`; with --run-program they use the present one.";
  return error.with({ remedy: `${error.remedy}\n${hint}` });
}
