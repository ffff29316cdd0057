import { EsaError } from "../esa/errors/error";
import type { Plan } from "../esa/plans";
import type { Cause } from "../run/decide";
import * as failures from "../run/failures";
import { isGone, limitsOf, type Limiting, type Sessions } from "../run/session";
import { filled, forecast, summary } from "./forecast";
import type { JobInputs } from "./job/arguments";
import type { Call } from "./methods";
import type { PlanInputs } from "./plan/arguments";

/** For how long a look may go on: a preview is not held up for an endpoint that doesn't answer. */
const lookMs = 20_000;

/** What `pulumi up` will do with a resource. */
export interface Prospect {
  readonly cause: Cause;
  /** Whether it will look at the plan at all: it leaves alone what fits by the state. */
  readonly looks: boolean;
  /** Whether what isn't there fails the preview. */
  readonly mustExist?: boolean;
  /** What the front allows it. */
  readonly allowed?: Limiting;
}

/** What is there, and whether `pulumi up` will change it. */
export interface Look<Found> {
  readonly found: Found;
  readonly acts: boolean;
}

/**
 * Says what `pulumi up` will meet. It only reads, once for each job, and fails a preview only for what must exist and
 * doesn't. Where a front cannot tell a preview from an update, it looks in both.
 */
export class LivePreview {
  /** The plans of each job, by their ids. */
  private readonly jobs = new Map<string, Promise<ReadonlyMap<string, Plan>>>();
  private readonly said = new Set<string>();

  /** @param isOn throws EsaError where the setting is neither on nor off. */
  constructor(
    private readonly sessions: Sessions,
    private readonly isOn: () => boolean,
  ) {}

  isWanted({ preview }: Call): boolean {
    return this.isOn() && preview !== false;
  }

  /** @param jobId the plan's job, given or learned */
  async plan(inputs: PlanInputs, jobId: string | undefined, prospect: Prospect): Promise<Look<Plan> | undefined> {
    const { planId } = inputs;
    if (jobId === undefined) {
      this.say(planId, "live preview: not looked at, as its job is not known; give jobId");
      return undefined;
    }
    const plans = await this.look({ ...inputs, jobId }, prospect);
    const plan = plans?.get(planId);
    if (plan) {
      const { what, acts } = this.forecast(inputs, plan, prospect);
      const text = `live preview: is ${plan.Status}: ${filled(what, [plan])}${unknownUnless(prospect)}`;
      if (prospect.looks || acts) this.say(planId, text);
    } else if (plans && prospect.mustExist) {
      throw failures.absent(planId, jobId);
    } else if (plans) {
      const then = prospect.looks ? "`pulumi up` will fail" : "a refresh drops it from the state";
      this.say(planId, `live preview: the job ${jobId} has no such plan; ${then}`);
    }
    return plan && { found: plan, acts: this.forecast(inputs, plan, prospect).acts };
  }

  async job(inputs: JobInputs, prospect: Prospect): Promise<Look<readonly Plan[]> | undefined> {
    const seen = await this.look(inputs, prospect);
    const plans = seen && [...seen.values()];
    const found = plans?.map((plan) => ({ plan, ...this.forecast(inputs, plan, prospect) }));
    if (found && (prospect.looks || found.some(({ acts }) => acts))) {
      this.say(inputs.jobId, `live preview: ${summary(found) || "no plans"}${unknownUnless(prospect)}`);
    }
    return plans && { found: plans, acts: found?.some(({ acts }) => acts) ?? false };
  }

  private forecast(inputs: PlanInputs | JobInputs, plan: Plan, { cause, allowed }: Prospect) {
    const limits = limitsOf(inputs, this.sessions.outside.clock.now(), allowed);
    return forecast(inputs.desiredStatus, limits, plan, cause);
  }

  /** The plans of a job; undefined where they cannot be seen, which is said once. */
  private async look(
    { jobId, profile, roleArn }: JobInputs,
    { mustExist }: Prospect,
  ): Promise<ReadonlyMap<string, Plan> | undefined> {
    const key = JSON.stringify([jobId, profile, roleArn]);
    const look = async () => {
      const { plans, clock } = await this.sessions.of({ profile, roleArn });
      const found = await plans.findAll(jobId, { deadlineMs: clock.now() + lookMs });
      return new Map(found.map((plan) => [plan.Id.toLowerCase(), plan]));
    };
    const found = this.jobs.get(key) ?? look();
    this.jobs.set(key, found);
    try {
      return await found;
    } catch (error) {
      if (!(error instanceof EsaError) || (mustExist && isGone(error))) throw error;
      const [remedy = ""] = error.remedy.split("\n");
      this.say(jobId, `live preview: its plans cannot be seen: ${error.headline} ${remedy}`);
      return undefined;
    }
  }

  /** A plan that is refreshed and then compared would be told twice. */
  private say(id: string, text: string): void {
    if (this.said.has(`${id} ${text}`)) return;
    this.said.add(`${id} ${text}`);
    this.sessions.outside.report(id, text);
  }
}

function unknownUnless({ looks }: Prospect): string {
  return looks ? "" : " (only by `pulumi up --refresh`: the state does not show it yet)";
}
