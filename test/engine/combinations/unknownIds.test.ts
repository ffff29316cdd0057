import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { JOB, jobState, openScene, OTHER_PLAN, PLAN, planState, type Scene } from "../harness/scene";
import type { RunResult } from "../harness/stack";

/**
 * An id that an `up` will know, of a plan that is to be created or replaced, may be another one: a preview shows the
 * replacement that it may be.
 */
let scene: Scene;
beforeAll(async () => (scene = await openScene("unknown-ids", () => undefined)));
beforeEach(() => scene.startOver());
afterAll(() => scene.close());

/** A value that a preview doesn't know, as an output of a resource that is still to be created. */
const later = (value: string): pulumi.Output<string> =>
  pulumi.output(pulumi.runtime.isDryRun() ? (pulumi.unknown as unknown as string) : value);

const OTHER_JOB = "665d3af3621bccf3fe29e1a5";

const plan = (planId: pulumi.Input<string>, jobId: pulumi.Input<string> = JOB) => planState("state", { planId, jobId });
const job = (jobId: pulumi.Input<string>) => jobState("state", { jobId });

/** Declares something and carries it out. */
async function up(declare: () => unknown): Promise<void> {
  scene.stack.setProgram(() => void declare());
  expectDone(await scene.stack.up());
  scene.simulator.clearCalls();
}

beforeEach(() => {
  scene.simulator.putPlan("66599bd7397885b43804901e", { JobId: OTHER_JOB, Status: "running" });
});

describe.each<[string, string, (later: (id: string) => pulumi.Input<string>) => unknown, () => unknown]>([
  ["planId", "a plan state", (id) => plan(id(OTHER_PLAN)), () => plan(PLAN)],
  ["jobId", "a job state", (id) => job(id(OTHER_JOB)), () => job(JOB)],
])("an unknown %s of %s", (property, _, moved, before) => {
  test("shows as the replacement that it becomes", async () => {
    await up(before);
    scene.stack.setProgram(() => void moved(later));
    const preview = await scene.stack.preview({ diff: true });
    expectDone(preview, { replace: 1 });
    expect(preview.output).toMatch(new RegExp(`\\+-[^]*~ ${property}`));
    expect(scene.simulator.calls()).toEqual([]);
    expectDone(await scene.stack.up(), { replace: 1 });
  });
});

test.each([
  ["planId", () => plan(later(PLAN)), () => plan(PLAN)],
  ["jobId", () => job(later(JOB)), () => job(JOB)],
])(
  "an unknown %s that turns out to be the same shows as a replacement, and changes nothing",
  async (_, same, before) => {
    await up(before);
    scene.stack.setProgram(() => void same());
    expectDone(await scene.stack.preview(), { replace: 1 });
    expectNothingDone(await scene.stack.up());
    expect(scene.writes()).toEqual([]);
  },
);

test("an unknown jobId of a plan state shows as an update: the plan is the same", async () => {
  await up(() => plan(PLAN));
  scene.stack.setProgram(() => void plan(PLAN, later(JOB)));
  const preview = await scene.stack.preview();
  expectDone(preview, { update: 1 });
  expect(preview.changes).not.toHaveProperty("replace");
  expectNothingDone(await scene.stack.up());
});

describe("an update plan that was saved while the id was unknown (`preview --save-plan`, `up --plan`)", () => {
  async function upByPlan(id: string): Promise<RunResult> {
    await up(() => plan(PLAN));
    scene.stack.setProgram(() => void plan(later(id)));
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
