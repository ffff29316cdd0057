import { getScheduledPreloadJobs, getScheduledPreloadPlansOutput } from "../../../provider/index";
import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { JOB, jobState, running, THIRD_PLAN, useScene } from "../harness/scene";

const scene = useScene("job");
const statuses = () => new Set(scene.simulator.plans().map(({ Status }) => Status));

test("a whole job: stop, drift, a plan that appears later, start, destroy", async () => {
  const { stack } = scene;
  stack.setProgram(() => ({ counts: jobState("job").counts }));
  expectDone(await stack.preview(), { create: 1 });
  expect(scene.simulator.calls()).toEqual([]);
  const up = await stack.up();
  expectDone(up, { create: 1 });
  expect(up.output).toMatch(/stopped\s*: 2/);
  expectNothingDone(await stack.up({ refresh: true }));

  scene.put("running");
  const drift = await stack.preview({ refresh: true, diff: true });
  expect(drift.output).toMatch(/~ desiredStatus\s*: "mixed" => "stopped"/);
  scene.put("running", THIRD_PLAN);
  expectDone(await stack.up({ refresh: true }), { update: 1 });
  expect(statuses()).toEqual(new Set(["stopped"]));

  await scene.done(() => jobState("job", { ...running, timeoutSeconds: 60 }), { update: 1 });
  scene.simulator.advanceClock(60);
  expect(statuses()).toEqual(new Set(["running"]));
  expectDone(await stack.destroy());
  expect(statuses()).toEqual(new Set(["stopped"]));
});

test("a partial failure tells each plan once, and the next up goes on", async () => {
  scene.program(() => jobState("job"));
  scene.simulator.addFault({ kind: "error", code: "NoPermission", action: "StopScheduledPreloadExecution" });
  const failed = await scene.stack.up();
  expectRefused(failed);
  const diagnostics = failed.stdout.slice(failed.stdout.indexOf("Diagnostics:"));
  expect(diagnostics.match(/NoPermission/g)).toHaveLength(1);
  expect(scene.stack.resource("job")).toMatchObject({ outputs: { desiredStatus: "mixed" } });
  expectDone(await scene.stack.up(), { update: 1 });
  expectNothingDone(await scene.stack.up());
});

test("queries run in the program, and take the stack's configuration", async () => {
  scene.stack.setProgram(async () => {
    const { jobs } = await getScheduledPreloadJobs({ siteId: scene.simulator.jobs()[0]?.SiteId ?? 0 });
    const { plans } = getScheduledPreloadPlansOutput({ jobId: JOB });
    return { jobs: jobs.map(({ id }) => id), running: plans.apply((all) => all.length) };
  });
  const { output } = await scene.stack.up();
  expect(output).toMatch(new RegExp(`jobs\\s*: \\[\\s*\\[0\\]: "${JOB}"`));
  expect(output).toMatch(/running: 2/);
});
