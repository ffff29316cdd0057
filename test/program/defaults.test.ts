import * as pulumi from "@pulumi/pulumi";

import { ScheduledPreloadJobState, ScheduledPreloadPlanState } from "../../provider";
import { jobId, planId } from "../world/world";

/** The state holds the arguments that were given, and more where something has changed them on the way. */
function run(more: object, preview = false) {
  return pulumi.runtime.setMocks(
    {
      newResource: ({ name, id, inputs }) => ({ id: id ?? name, state: { ...(inputs as object), ...more } }),
      call: ({ inputs }) => inputs as object,
    },
    "project",
    "stack",
    preview,
  );
}

const valueOf = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));
const make = {
  plan: (args: object = {}) => new ScheduledPreloadPlanState("a", { planId, jobId, desiredStatus: "stopped", ...args }),
  job: (args: object = {}) => new ScheduledPreloadJobState("a", { jobId, desiredStatus: "stopped", ...args }),
};

describe.each(["plan", "job"] as const)("the outputs of a %s state", (kind) => {
  test.each([
    ["a default that the state doesn't store", {}, {}, "fail", 300],
    ["what was given", { whenWaiting: "wait", timeoutSeconds: 7 }, {}, "wait", 7],
    ["what a transform or a policy has made of it", {}, { whenWaiting: "leave", timeoutSeconds: 60 }, "leave", 60],
  ])("have %s", async (_, args, changed, whenWaiting, timeoutSeconds) => {
    await run(changed);
    const made = make[kind](args);
    expect([await valueOf(made.whenWaiting), await valueOf(made.timeoutSeconds)]).toEqual([
      whenWaiting,
      timeoutSeconds,
    ]);
  });
});

test("a resource that is only read has none", async () => {
  await run({});
  const read = ScheduledPreloadPlanState.get("a", `${jobId}:${planId}`);
  expect(await valueOf(read.timeoutSeconds)).toBeUndefined();
});
