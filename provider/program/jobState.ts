import * as pulumi from "@pulumi/pulumi";

import type { Account } from "../esa/connection";
import type { PlanStatus } from "../esa/statuses";
import { jobHandlerSource, scheduledPreloadJobStateType } from "../dynamic/handler";
import type { DesiredStatus, WhenWaiting } from "../run/decide";
import { assertCommonProcess, fillInDefaults, isOfKind, propertiesOf, splitOptions } from "./register";

/** The arguments of {@link ScheduledPreloadJobState}. */
export interface ScheduledPreloadJobStateArgs {
  /**
   * The id of the job (prefetch task; 24 hexadecimal digits), pulumi-alicloud's `scheduledPreloadJobId`. A change
   * replaces the resource.
   */
  readonly jobId: pulumi.Input<string>;
  /** The status that every plan of the job should have: `"stopped"` or `"running"`. Required. */
  readonly desiredStatus: pulumi.Input<DesiredStatus>;
  /**
   * What to do if plans to be stopped have not started yet, because ESA can stop only running plans: `"fail"` (default),
   * `"wait"` until they run and then stop them, or `"leave"` them alone.
   */
  readonly whenWaiting?: pulumi.Input<WhenWaiting | undefined>;
  /** How long one create, update or delete may take for all plans together, in seconds. Default 300. */
  readonly timeoutSeconds?: pulumi.Input<number | undefined>;
  /** A profile of the shared credentials file, instead of the stack's credentials and role. Stored in plain text. */
  readonly profile?: pulumi.Input<string | undefined>;
  /** The ARN of a RAM role to assume with the credentials, instead of the stack's role. Stored in plain text. */
  readonly roleArn?: pulumi.Input<string | undefined>;
}

/** A plan of a job, as last observed. */
export interface ScheduledPreloadPlanSummary {
  /** The plan's id. */
  readonly id: string;
  readonly status: PlanStatus;
  /** ISO 8601. */
  readonly startTime?: string;
  /** ISO 8601. */
  readonly endTime?: string;
}

/**
 * The run state of every plan of a job as one resource, for example to stop all of them in an incident. Plans that are
 * added later show as drift if they are not as declared. Deleting the resource stops the plans that run.
 *
 * API: StopScheduledPreloadExecution, StartScheduledPreloadExecution, ListScheduledPreloadExecutions (2024-09-10).
 */
export class ScheduledPreloadJobState extends pulumi.CustomResource {
  /** The job's id. */
  declare readonly jobId: pulumi.Output<string>;
  /** The declared run state; after a refresh, the one that the plans have, "mixed" where they differ. */
  declare readonly desiredStatus: pulumi.Output<DesiredStatus | "mixed">;
  /** What is done if plans to be stopped have not started yet. */
  declare readonly whenWaiting: pulumi.Output<WhenWaiting>;
  /** How long one create, update or delete may take, in seconds. */
  declare readonly timeoutSeconds: pulumi.Output<number>;
  /** The profile whose credentials are used; undefined if they are the stack's. */
  declare readonly profile: pulumi.Output<string | undefined>;
  /** The role that is assumed; undefined if it is the stack's, or none. */
  declare readonly roleArn: pulumi.Output<string | undefined>;
  /** Every plan of the job, as last observed. */
  declare readonly plans: pulumi.Output<ScheduledPreloadPlanSummary[]>;
  /** The number of plans of each status. */
  declare readonly counts: pulumi.Output<Record<PlanStatus, number>>;

  /**
   * Reads the plans of a job without managing them: nothing is ever started or stopped for it.
   * @param opts also `profile` and `roleArn`, to read them with another account than the stack's.
   */
  static get(
    name: string,
    jobId: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions & Account,
  ): ScheduledPreloadJobState {
    const { account, options } = splitOptions(opts);
    return new ScheduledPreloadJobState(name, account as ScheduledPreloadJobStateArgs, { ...options, id: jobId });
  }

  /** Whether a value is a ScheduledPreloadJobState, also of another copy of this package. */
  static override isInstance(value: unknown): value is ScheduledPreloadJobState {
    return isOfKind(value, registration);
  }

  constructor(name: string, args: ScheduledPreloadJobStateArgs, opts?: pulumi.CustomResourceOptions) {
    super(registration.type, name, propertiesOf(registration, name, args, opts), opts);
    assertCommonProcess(this, name);
    fillInDefaults(this, opts);
  }
}

const registration = {
  type: scheduledPreloadJobStateType,
  handler: jobHandlerSource,
  outputs: ["jobId", "desiredStatus", "whenWaiting", "timeoutSeconds", "profile", "roleArn", "plans", "counts"],
};
