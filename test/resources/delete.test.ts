import { jobId, planId, useWorld } from "../world/world";
import { expectEnd, refused, setUp, type Row } from "./methods";

const world = useWorld();
const props = { planId, jobId, desiredStatus: "stopped", whenWaiting: "fail", timeoutSeconds: 5, status: "stopped" };
const blind = { ...props, jobId: undefined };

/** Delete calls Stop, always: the state may be old. Both things that ESA may answer for a plan that isn't running. */
const always = (["running", "stopped", "finished", "failed", "waiting"] as const).flatMap((Status) =>
  (["refuse", "unchanged"] as const).map((mode): [string, object, Row] => [
    `a ${Status} plan gets a Stop (${mode})`,
    props,
    {
      plan: { Status },
      mode,
      calls: Status === "running" || mode === "unchanged" ? ["Stop"] : ["Stop 400", "List"],
      left: Status === "running" ? "stopped" : Status,
      ...(Status === "waiting" && { says: /warning: is waiting.*begins at 2026-06-01T13:00:00/ }),
    },
  ]),
);

test.each<[string, object, Row]>([
  ...always,
  [
    "a plan that the list lacks is done, after a refusal",
    props,
    { fault: [refused("Surprise"), "Stop"], calls: ["Stop 400", "List"] },
  ],
  [
    "a missing log is an error, and the resource stays",
    props,
    {
      plan: { Status: "running" },
      fault: [refused("LogNotFound")],
      fails: /^StopScheduled\w+ failed: LogNotFound (?!.*declare it again)/s,
    },
  ],
  [
    "without a job, a refusal by a code of no document says that jobId helps",
    blind,
    { plan: { Status: "waiting" }, fails: /may not be running.*Give jobId/ },
  ],
  [
    "a Stop that never gets through is an error at the end of the time",
    props,
    {
      plan: { Status: "running" },
      fault: [{ kind: "http503", times: 1000 }, "Stop"],
      fails: /^StopScheduledPreloadExecution failed: ServiceUnavailable \(HTTP 503\)[^]*If you declare it again/,
    },
  ],
  [
    "a Stop whose answer was lost is followed by a look",
    props,
    { plan: { Status: "running" }, fault: [{ kind: "resetAfterEffect" }], calls: ["Stop cut", "List"] },
  ],
])("%s", async (_, properties, row) => {
  setUp(world, row);
  const removed = world.newProvider().delete(planId, { ...properties });
  await expectEnd(world, row, row.fails ? removed : removed.then(() => ({})));
});
