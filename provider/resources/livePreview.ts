import { EsaError } from "../esa/errors/error";
import type { Plan } from "../esa/plans";
import type { Cause } from "../run/decide";
import { limitsOf, type Sessions } from "../run/session";
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
}

/**
 * Says in check and diff what `pulumi up` will meet. It only reads, once for each job, and never fails a preview. Where a
 * front cannot tell a preview from an update, it looks in both.
 */
export class LivePreview {
  private readonly jobs = new Map<string, Promise<readonly Plan[] | undefined>>();
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
  async plan(inputs: PlanInputs, jobId: string | undefined, prospect: Prospect): Promise<void> {
    const { planId } = inputs;
    if (jobId === undefined) {
      this.say(planId, "live preview: not looked at, as its job is not known; give jobId");
      return;
    }
    const plans = await this.look({ ...inputs, jobId });
    const plan = plans?.find(({ Id }) => Id.toLowerCase() === planId);
    if (plan) {
      const { what, acts } = this.forecast(inputs, plan, prospect);
      const text = `live preview: is ${plan.Status}${unknownUnless(prospect)}: ${filled(what, [plan])}`;
      if (prospect.looks || acts) this.say(planId, text);
    } else if (plans) {
      const then = prospect.looks ? "`pulumi up` will fail" : "a refresh drops it from the state";
      this.say(planId, `live preview: the job ${jobId} has no such plan; ${then}`);
    }
  }

  async job(inputs: JobInputs, prospect: Prospect): Promise<void> {
    const found = (await this.look(inputs))?.map((plan) => ({ plan, ...this.forecast(inputs, plan, prospect) }));
    if (!found || !(prospect.looks || found.some(({ acts }) => acts))) return;
    this.say(inputs.jobId, `live preview${unknownUnless(prospect)}: ${summary(found) || "no plans"}`);
  }

  private forecast(inputs: PlanInputs | JobInputs, plan: Plan, { cause }: Prospect) {
    return forecast(inputs.desiredStatus, limitsOf(inputs, this.sessions.outside.clock.now()), plan, cause);
  }

  /** The plans of a job; undefined where they cannot be seen, which is said once. */
  private look({ jobId, profile, roleArn }: JobInputs): Promise<readonly Plan[] | undefined> {
    const key = JSON.stringify([jobId, profile, roleArn]);
    const look = async () => {
      try {
        const { plans, clock } = await this.sessions.of({ profile, roleArn });
        return await plans.findAll(jobId, { deadlineMs: clock.now() + lookMs });
      } catch (error) {
        if (!(error instanceof EsaError)) throw error;
        const [remedy = ""] = error.remedy.split("\n");
        this.say(jobId, `live preview: its plans cannot be seen: ${error.headline} ${remedy}`);
        return undefined;
      }
    };
    const found = this.jobs.get(key) ?? look();
    this.jobs.set(key, found);
    return found;
  }

  /** A plan that is refreshed and then compared would be told twice. */
  private say(id: string, text: string): void {
    if (this.said.has(`${id} ${text}`)) return;
    this.said.add(`${id} ${text}`);
    this.sessions.outside.report(id, text);
  }
}

function unknownUnless({ looks }: Prospect): string {
  return looks ? "" : ", which the state does not know; with `pulumi up --refresh`";
}
