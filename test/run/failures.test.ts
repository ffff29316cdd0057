import type { Plan } from "../../provider/esa/plans";
import { EsaError } from "../../provider/esa/errors/error";
import * as failures from "../../provider/run/failures";
import { planOf } from "../world/scripted";
import { jobId, planId } from "../world/world";

const plan: Plan = planOf({ Status: "running" });
const unanswered = new EsaError({ code: "RequestTimeout", action: "List", reason: "no answer within the time limit" });
const refused = new EsaError({ code: "NoPermission", action: "Stop", planId, reason: "not allowed", configured: true });
const permission =
  "Check that the credentials belong to the account of the plan and are allowed to call ESA's scheduled preload operations.";

const wrong = { property: "a", reason: "is wrong" };

/** What a user reads: code, reason, and what to do next. Made in the tests: mutants of what runs outside are not tried. */
test.each<[string, () => EsaError, string]>([
  [
    `PlanNotFound: The plan ${planId} does not exist: the job ${jobId} has no such plan.`,
    () => failures.absent(planId, jobId),
    "Check planId and jobId; the plan may have been deleted, or belong to another job.",
  ],
  [
    `PlanWaiting: The plan ${planId} cannot be stopped: it is waiting and begins at an unknown time. ESA stops a running plan only.`,
    () => failures.waiting(plan),
    'Set whenWaiting to "wait" to stop it as soon as it runs, or to "leave" to let it begin; or delete the plan.',
  ],
  [
    `UnknownStatus: The plan ${planId} has the status "paused", which this version of pulumi-esa-preload does not know.`,
    () => failures.unknownStatus(planOf({ Status: "paused" })),
    "Look for a newer version of pulumi-esa-preload.",
  ],
  [
    `PlanWaiting: The plan ${planId} begins at 2026-06-01T13:00:00Z, in 3600 s, which is longer than timeoutSeconds allows (60 s).`,
    () =>
      failures.startsTooLate(
        planOf({ StartTime: "2026-06-01T13:00:00Z" }),
        { setBy: "timeoutSeconds", timeoutSeconds: 60 },
        3_600,
      ),
    "Set timeoutSeconds to at least 3660 to wait for it, or run `pulumi up` when it has begun.",
  ],
  [
    `PlanWaiting: The plan ${planId} begins at 2026-06-01T13:00:00Z, in 2147424 s, which is longer than timeoutSeconds allows (60 s).`,
    () =>
      failures.startsTooLate(
        planOf({ StartTime: "2026-06-01T13:00:00Z" }),
        { setBy: "timeoutSeconds", timeoutSeconds: 60 },
        2_147_424,
      ),
    // timeoutSeconds cannot be so large.
    "Run `pulumi up` when it has begun.",
  ],
  [
    `StateNotReached: The plan ${planId} was not stopped within 9 s: it is running, as far as is known (List failed: RequestTimeout: no answer within the time limit).`,
    () => failures.notReached(planId, "stopped", plan, { setBy: "timeoutSeconds", seconds: 9 }, unanswered),
    "Run the command again to continue, or raise timeoutSeconds.",
  ],
  [
    `StateNotReached: The plan ${planId} was not stopped within 9 s: its status is not known.`,
    () => failures.notReached(planId, "stopped", undefined, { setBy: "customTimeouts", seconds: 9 }),
    "Run the command again to continue, or raise customTimeouts.",
  ],
  [
    `StateNotReached: The plan ${planId} was not stopped within 9 s: it is running.`,
    () => failures.notReached(planId, "stopped", plan, { setBy: "timeoutSeconds", seconds: 9, isDelete: true }),
    "Run the command again to continue. For more time in a `pulumi destroy`, raise timeoutSeconds and run `pulumi up` first.",
  ],
  [
    `StateNotReached: The plan ${planId} was not running within 9 s: another resource of this program is still at work on it.`,
    () => failures.busy(planId, "running", 9),
    "Run the command again, or keep one of the resources.",
  ],
  [
    `StateNotReached: The plan ${planId} was started, and then failed.`,
    () => failures.failedAfterStart(planId, plan),
    "Check in the ESA console why its URLs cannot be prefetched. The next `pulumi up` starts it again; to prevent that, declare it stopped.",
  ],
  [
    `Cancelled: The plan ${planId} was not stopped when the run was cancelled: its status is not known.`,
    () => failures.cancelledBefore(planId, "stopped", undefined),
    "Run the command again to continue.",
  ],
  [
    `Cancelled: The plan ${planId} was not read when the run was cancelled.`,
    () => failures.cancelledRead(`plan ${planId}`),
    "Run the command again to continue.",
  ],
  [
    `PlanInOtherJob: The job of the plan ${planId} is not known, so its status cannot be looked up.`,
    () => failures.jobUnknown(planId),
    "Give jobId.",
  ],
  [
    "NoPermission: not allowed",
    () => failures.refusedWithoutJob(refused),
    "The plan may not be running, and ESA stops a running plan only. Give jobId, so that the plan's status can be looked up.",
  ],
  [
    `InvalidParameter.ObjectId: "${"x".repeat(57)}..." is not the id of a plan.`,
    () => failures.noPlanId("x".repeat(99)),
    "Correct the id in the program, if it is read there (get). In a state, remove the resource (`pulumi state delete URN`) and declare it again.",
  ],
  [
    `PlanInOtherJob: The plan ${planId} cannot be read without its job.`,
    () => failures.getWithoutJob(planId),
    'Give the id as "<jobId>:<planId>": ESA shows a plan only through its job.',
  ],
  [
    `PlanInOtherJob: "${"x".repeat(57)}..." is not the id of a plan.`,
    () => failures.noImportId("x".repeat(99), "planId"),
    'Give "<jobId>:<planId>", as in 66599bd7397885b4380490aa:66599bd7397885b43804901c.',
  ],
  [
    'PlanInOtherJob: "x" is not the id of a job.',
    () => failures.noImportId("x", "jobId"),
    "Give the job's id, 24 hexadecimal digits.",
  ],
  [
    "ConflictingDeclarations: The job j cannot be imported as one state, as its plans differ: 2 stopped, 1 running.",
    () => failures.differingPlans("j", { stopped: 2, failed: 0, running: 1 }),
    "Import its plans one by one, or create the resource with the state that all of them are to have.",
  ],
  [
    "ConflictingDeclarations: Two resources of this program declare different states for the job j: a and b.",
    () => failures.contradiction("job j", ["a", "b"]),
    "Keep one of them. Nothing was started or stopped for this one.",
  ],
  [
    'ConflictingDeclarations: The job j was not stopped: "b" declares it running, but its own create or update failed.',
    () => failures.notLeft("job", "j", '"b"', true),
    "Fix that resource, then run `pulumi up` again; or remove it too, and the plan is stopped.",
  ],
  [
    'ConflictingDeclarations: The plan p was not stopped: "b" declares it running, but was not created or updated.',
    () => failures.notLeft("plan", "p", '"b"', false),
    "Fix what kept that resource from it, then run `pulumi up` again; or remove it too, and the plan is stopped. If it is the same resource under another name (aliases), run `pulumi up` without deleteBeforeReplace.",
  ],
  [
    "GoneAtOtherEndpoint: now knows nothing of the job j, which was last seen at before: this may be the wrong endpoint.",
    () => failures.goneElsewhere("job j", "before", "now"),
    "Correct alicloud:endpoints, alicloud:region or alicloud:accountType, so that before is called. If it is really gone, remove the resource from the state: `pulumi state delete URN`.",
  ],
  [
    "InvalidConfiguration: a is wrong. b is missing.",
    () => failures.invalidArguments([wrong, { property: "b", reason: "is missing" }]),
    "Correct the arguments of the resource.",
  ],
  [
    'InvalidConfiguration: k is "yes".',
    () => failures.notBoolean("k", "yes"),
    "Set it to true or false: `pulumi config set k true`.",
  ],
  [
    `StateNotReached: 3 of the 4 plans of the job ${jobId} were not stopped:\n    ${planId}: ${refused.headline}\n    a plan: ${refused.headline}\n    a plan: ${unanswered.headline}`,
    () => failures.plansNotReached(jobId, "stopped", 4, [refused, refused.with({ planId: undefined }), unanswered]),
    `What was done is kept. ${permission}\n  ${unanswered.remedy}`,
  ],
])("%s", (text, make, remedy) => {
  const failure = make();
  expect(`${failure.code}: ${failure.reason}`).toBe(text);
  expect(failure.remedy).toBe(remedy);
  // The dynamic provider host would print it.
  expect(failure.stack).toBe("");
});

test("credentials of the configuration that one plan's failure is about are those of the job's", () => {
  expect(failures.plansNotReached(jobId, "stopped", 2, [unanswered, refused]).details.configured).toBe(true);
});
