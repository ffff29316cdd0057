import type { Plan } from "../../provider/esa/plans";
import { EsaError } from "../../provider/esa/errors/error";
import * as failures from "../../provider/run/failures";
import { planOf } from "../world/scripted";
import { jobId, planId } from "../world/world";

const plan: Plan = planOf({ Status: "running" });
const unanswered = new EsaError({ code: "RequestTimeout", action: "List", reason: "no answer within the time limit" });
const refused = new EsaError({ code: "NoPermission", action: "Stop", planId, reason: "not allowed", configured: true });

/** What a user reads: the reason, and what to do next. */
test.each<[EsaError, string, RegExp]>([
  [
    failures.absent(planId, jobId),
    `The plan ${planId} does not exist: the job ${jobId} has no such plan.`,
    /Check planId/,
  ],
  [
    failures.waiting(plan),
    `The plan ${planId} cannot be stopped: it is waiting and begins at an unknown time. ESA stops a running plan only.`,
    /whenWaiting to "wait" .* or to "leave" .*; or delete the plan\.$/,
  ],
  [
    failures.unknownStatus(planOf({ Status: "paused" })),
    `The plan ${planId} has the status "paused", which this version of pulumi-esa-preload does not know.`,
    /newer version of pulumi-esa-preload/,
  ],
  [
    failures.startsTooLate(planOf({ StartTime: "2026-06-01T13:00:00Z" }), 60, 3_600),
    `The plan ${planId} begins at 2026-06-01T13:00:00Z, in 3600 s: that is after the 60 s of timeoutSeconds.`,
    /timeoutSeconds to at least 3660 .* when it has begun\.$/,
  ],
  [
    failures.notReached(planId, "stopped", plan, 9, unanswered),
    `The plan ${planId} was not stopped within 9 s: it is running, as far as is known (List failed: RequestTimeout: no answer within the time limit).`,
    /`pulumi up` again to go on, or raise timeoutSeconds\.$/,
  ],
  [
    failures.busy(planId, "running", 9),
    `The plan ${planId} was not running within 9 s: another resource of this program is still at work on it.`,
    /`pulumi up` again, or keep one of the resources\.$/,
  ],
  [
    failures.failedAfterStart(planId, plan),
    `The plan ${planId} was started, and has failed.`,
    /console .* stopped, then/,
  ],
  [
    failures.cancelledBefore(planId, "stopped", undefined),
    `The plan ${planId} was not stopped when the run was cancelled: its status is not known.`,
    /`pulumi up` again to go on/,
  ],
  [
    failures.jobUnknown(planId),
    `The job of the plan ${planId} is not known, so its status cannot be looked up.`,
    /^Give jobId\.$/,
  ],
  [failures.refusedWithoutJob(refused), refused.reason, /Give jobId/],
  [failures.noPlanId("x".repeat(99)), `"${"x".repeat(60)}" is not the id of a plan.`, /`pulumi state delete URN`/],
  [
    failures.getWithoutJob(planId),
    `The plan ${planId} cannot be read without its job.`,
    /"<jobId>:<planId>": ESA shows/,
  ],
  [
    failures.contradiction("job j", ["a", "b"]),
    "Two resources of this program declare different states for the job j: a and b.",
    /Keep one of them. Nothing was started or stopped/,
  ],
  [
    failures.notLeft("job j", '"b"'),
    'The job j was not stopped: "b" declares it running, but has failed.',
    /Mend that resource, then .*; or remove it as well/,
  ],
  [
    failures.goneElsewhere("job j", "before", "now"),
    "now knows nothing of the job j, which was last seen at before: it may only be another endpoint.",
    /alicloud:endpoints, .* so that before is called; .*`pulumi state delete URN`/,
  ],
  [
    failures.invalidArguments([
      { property: "a", reason: "is wrong" },
      { property: "b", reason: "is missing" },
    ]),
    "a is wrong. b is missing.",
    /^Correct the arguments of the resource\.$/,
  ],
  [failures.notBoolean("k", "yes"), 'k is "yes".', /true or false: `pulumi config set k true`/],
  [
    failures.plansNotReached(jobId, "stopped", 3, [refused, refused.with({ planId: undefined })]),
    `2 of the 3 plans of the job ${jobId} were not stopped:\n    ${planId}: ${refused.headline}\n    a plan: ${refused.headline}`,
    /^What was done is kept\. Check that the credentials [^\n]*$/,
  ],
])("%s", (failure, reason, remedy) => {
  expect(failure.reason).toBe(reason);
  expect(failure.remedy).toMatch(remedy);
  // The dynamic provider host would print it.
  expect(failure.stack).toBe("");
});

test("credentials of the configuration that one plan's failure is about are those of the job's", () => {
  expect(failures.plansNotReached(jobId, "stopped", 1, [refused]).details.configured).toBe(true);
});
