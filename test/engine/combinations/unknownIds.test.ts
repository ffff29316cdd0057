import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import type { RunResult } from "../../harness/stack";
import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { JOB, jobState, OTHER_PLAN, PLAN, planState, THIRD_PLAN, useScene } from "../harness/scene";

/**
 * An id that an `up` will know, of a plan that is to be created or replaced, may be another one: a preview shows the
 * replacement that it may be.
 */
const scene = useScene("unknown-ids");

/** A value that a preview doesn't know, as an output of a resource that is still to be created. */
const later = (value: string): pulumi.Output<string> =>
  pulumi.output(pulumi.runtime.isDryRun() ? (pulumi.unknown as unknown as string) : value);

const OTHER_JOB = "665d3af3621bccf3fe29e1a5";

const plan = (planId: pulumi.Input<string>, jobId: pulumi.Input<string> = JOB) => planState("state", { planId, jobId });
const job = (jobId: pulumi.Input<string>) => jobState("state", { jobId });

test.each<[string, string, () => unknown, () => unknown, () => unknown]>([
  ["planId", "plan", () => plan(PLAN), () => plan(later(PLAN)), () => plan(later(OTHER_PLAN))],
  ["jobId", "job", () => job(JOB), () => job(later(JOB)), () => job(later(OTHER_JOB))],
])(
  "an unknown %s of a %s state shows as the replacement that it may become",
  async (property, _, before, same, moved) => {
    const { stack, simulator } = scene;
    simulator.putPlan(THIRD_PLAN, { JobId: OTHER_JOB, Status: "running" });
    await scene.done(before);
    scene.program(same);
    const preview = await stack.preview({ diff: true });
    expectDone(preview, { replace: 1 });
    expect(preview.output).toMatch(new RegExp(`\\+-[^]*~ ${property}`));
    expectNothingDone(await stack.up());
    expect(simulator.calls()).toEqual([]);
    await scene.done(moved, { replace: 1 });
  },
);

test("an unknown jobId of a plan state shows as an update: the plan is the same", async () => {
  await scene.done(() => plan(PLAN));
  scene.program(() => plan(PLAN, later(JOB)));
  const preview = await scene.stack.preview();
  expectDone(preview, { update: 1 });
  expect(preview.changes).not.toHaveProperty("replace");
  expectNothingDone(await scene.stack.up());
});

describe("an update plan that was saved while the id was unknown (`preview --save-plan`, `up --plan`)", () => {
  async function upByPlan(id: string): Promise<RunResult> {
    await scene.done(() => plan(PLAN));
    scene.program(() => plan(later(id)));
    const file = join(scene.stack.workDir, "plan.json");
    expectDone(await scene.stack.preview({ plan: file }));
    return scene.stack.up({ plan: file });
  }

  test("lets the replacement through that it shows", async () => {
    expectDone(await upByPlan(OTHER_PLAN), { replace: 1 });
    expect(scene.status(OTHER_PLAN)).toBe("stopped");
  });

  test("fails at the end of a run that finds the same id, as the engine misses the replacement; nothing is written", async () => {
    expectRefused(await upByPlan(PLAN), /expected resource operations for \S+::state but none were seen/);
    expect(scene.simulator.calls()).toEqual([]);
    expectNothingDone(await scene.stack.up());
  });
});
