import * as pulumi from "@pulumi/pulumi";

import { handlerSource, scheduledPreloadPlanStateType } from "../dynamic/handler";
import type { Account } from "../esa/connection";
import type { PlanStatus } from "../esa/statuses";
import type { DesiredStatus, WhenWaiting } from "../run/decide";
import { assertCommonProcess, fillInDefaults, isOfKind, propertiesOf, splitOptions } from "./register";

/** The arguments of {@link ScheduledPreloadPlanState}. */
export interface ScheduledPreloadPlanStateArgs {
  /**
   * The id of the prefetch plan (24 hexadecimal digits), pulumi-alicloud's `scheduledPreloadExecutionId`;
   * or `"<jobId>:<planId>"`, the resource id of its `esa.ScheduledPreloadExecution`. A change replaces the resource.
   */
  readonly planId: pulumi.Input<string>;
  /** The status that the plan should have: `"stopped"` or `"running"`. Required. */
  readonly desiredStatus: pulumi.Input<DesiredStatus>;
  /**
   * The id of the plan's job (its prefetch task), pulumi-alicloud's `scheduledPreloadJobId`. Required for `"running"`.
   * ESA shows a plan only through its job, so without it a stop is sent without looking at the plan first.
   */
  readonly jobId?: pulumi.Input<string | undefined>;
  /**
   * What to do if a plan to be stopped has not started yet, because ESA can stop only a running plan: `"fail"` (default),
   * `"wait"` until it runs and then stop it, or `"leave"` it alone.
   */
  readonly whenWaiting?: pulumi.Input<WhenWaiting | undefined>;
  /**
   * How long one create, update or delete may take to reach the declared state, retries included, in seconds.
   * Default 300.
   */
  readonly timeoutSeconds?: pulumi.Input<number | undefined>;
  /** A profile of the shared credentials file, instead of the stack's credentials and role. Stored in plain text. */
  readonly profile?: pulumi.Input<string | undefined>;
  /** The ARN of a RAM role to assume with the credentials, instead of the stack's role. Stored in plain text. */
  readonly roleArn?: pulumi.Input<string | undefined>;
}

/**
 * The run state of a scheduled prefetch plan of Alibaba Cloud ESA.
 *
 * Creating it adopts an existing plan and brings it to the declared state; deleting it stops the plan if it
 * runs. The resource's id is the plan's id.
 *
 * API: StopScheduledPreloadExecution, StartScheduledPreloadExecution, ListScheduledPreloadExecutions (2024-09-10).
 */
export class ScheduledPreloadPlanState extends pulumi.CustomResource {
  /** The plan's id. */
  declare readonly planId: pulumi.Output<string>;
  /** The id of the plan's job, given or learned from the API. */
  declare readonly jobId: pulumi.Output<string>;
  /** The declared run state; after a refresh, the one that the plan has. */
  declare readonly desiredStatus: pulumi.Output<DesiredStatus>;
  /** What is done if a plan to be stopped has not started yet. */
  declare readonly whenWaiting: pulumi.Output<WhenWaiting>;
  /** How long one create, update or delete may take, in seconds. */
  declare readonly timeoutSeconds: pulumi.Output<number>;
  /** The profile whose credentials are used; undefined if they are the stack's. */
  declare readonly profile: pulumi.Output<string | undefined>;
  /** The role that is assumed; undefined if it is the stack's, or none. */
  declare readonly roleArn: pulumi.Output<string | undefined>;
  /** The plan's status as last observed. */
  declare readonly status: pulumi.Output<PlanStatus>;
  /** When the plan starts (ISO 8601). */
  declare readonly startTime: pulumi.Output<string>;
  /** When the plan ends (ISO 8601). */
  declare readonly endTime: pulumi.Output<string>;
  /** The time between two batches, in seconds. */
  declare readonly interval: pulumi.Output<number>;
  /** The number of URLs in each batch. */
  declare readonly sliceLen: pulumi.Output<number>;
  /** The Alibaba Cloud account that the plan belongs to. */
  declare readonly aliUid: pulumi.Output<string>;
  /** The request ID of the last call that changed something; undefined if there was none. */
  declare readonly requestId: pulumi.Output<string | undefined>;

  /**
   * Reads a plan without managing it: nothing is ever started or stopped for it.
   * @param id `"<jobId>:<planId>"`: ESA shows a plan only through its job.
   * @param opts also `profile` and `roleArn`, to read it with another account than the stack's.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions & Account,
  ): ScheduledPreloadPlanState {
    const { account, options } = splitOptions(opts);
    return new ScheduledPreloadPlanState(name, account as ScheduledPreloadPlanStateArgs, { ...options, id });
  }

  /** Whether a value is a ScheduledPreloadPlanState, also of another copy of this package. */
  static override isInstance(value: unknown): value is ScheduledPreloadPlanState {
    return isOfKind(value, registration);
  }

  constructor(name: string, args: ScheduledPreloadPlanStateArgs, opts?: pulumi.CustomResourceOptions) {
    super(registration.type, name, propertiesOf(registration, name, args, opts), opts);
    assertCommonProcess(this, name);
    fillInDefaults(this, opts);
  }
}

const registration = {
  type: scheduledPreloadPlanStateType,
  handler: handlerSource,
  outputs: [
    ...["planId", "desiredStatus", "jobId", "whenWaiting", "timeoutSeconds", "profile", "roleArn", "status"],
    ...["startTime", "endTime", "interval", "sliceLen", "aliUid", "requestId"],
  ],
};
