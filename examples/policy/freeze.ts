import { ResourceValidationPolicy } from "@pulumi/policy";
import { scheduledPreloadJobStateType, scheduledPreloadPlanStateType } from "pulumi-esa-preload";

/** A time in which nothing may be declared running: ISO 8601 with an offset or `Z`; `until` is not part of it. */
export interface FreezeWindow {
  readonly from: string;
  readonly until: string;
  readonly reason?: string;
}

/** What the policy is configured with. */
export interface FreezeConfig {
  readonly windows?: FreezeWindow[];
}

const types: string[] = [scheduledPreloadPlanStateType, scheduledPreloadJobStateType];

/**
 * @param now when the preview or the update runs
 */
export function noRunningInFreeze(now: () => Date): ResourceValidationPolicy {
  return {
    name: "no-running-plan-in-freeze",
    description: "No prefetch plan may be declared running during a freeze window.",
    enforcementLevel: "mandatory",
    configSchema: {
      properties: {
        windows: {
          type: "array",
          items: {
            type: "object",
            properties: { from: time, until: time, reason: { type: "string" } },
            required: ["from", "until"],
            additionalProperties: false,
          },
        },
      },
    },
    validateResource: (resource, reportViolation) => {
      if (types.indexOf(resource.type) < 0) return;
      const { windows = [] } = resource.getConfig<FreezeConfig>();
      const present = windows.filter((window) => contains(window, now()))[0];
      // A desiredStatus that a preview does not know yet ends this in a warning; the update knows it.
      if (present === undefined || resource.props.desiredStatus !== "running") return;
      const reason = present.reason === undefined ? "" : ` (${present.reason})`;
      reportViolation(
        `"${resource.name}" is declared running, but until ${present.until} there is a freeze${reason}. ` +
          'Declare desiredStatus "stopped".',
      );
    },
  };
}

const time = {
  type: "string" as const,
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})$",
};

function contains({ from, until }: FreezeWindow, now: Date): boolean {
  const [fromMs, untilMs] = [from, until].map((text) => {
    const ms = Date.parse(text);
    if (isNaN(ms)) throw new Error(`"${text}" is no time.`);
    return ms;
  }) as [number, number];
  return fromMs <= now.getTime() && now.getTime() < untilMs;
}
