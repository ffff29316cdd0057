import {
  getScheduledPreloadJobs,
  getScheduledPreloadPlansOutput,
  ScheduledPreloadJobState,
} from "../../../provider/index";
import { JOB, openScene, OTHER_PLAN, PLAN, type Scene } from "../harness/scene";

let scene: Scene;
afterEach(() => scene.close());

const declareJob = (desiredStatus: "stopped" | "running") => () => {
  const job = new ScheduledPreloadJobState("job", { jobId: JOB, desiredStatus });
  return { counts: job.counts };
};

test("a whole job: stop, drift, a plan that appears later, start, destroy", async () => {
  scene = await openScene("job", declareJob("stopped"));
  const { stack } = scene;
  expect(await stack.preview()).toMatchObject({ ok: true, changes: { create: 1 } });
  expect(scene.simulator.calls()).toEqual([]);
  const up = await stack.up();
  expect(up).toMatchObject({ ok: true, changes: { create: 1 } });
  expect(up.output).toMatch(/stopped\s*: 2/);
  expect([scene.status(PLAN), scene.status(OTHER_PLAN)]).toEqual(["stopped", "stopped"]);
  expect(await stack.up({ refresh: true, expectNoChanges: true })).toMatchObject({ ok: true });

  scene.put("running");
  const drift = await stack.preview({ refresh: true, diff: true });
  expect(drift.output).toMatch(/~ desiredStatus\s*: "mixed" => "stopped"/);
  scene.simulator.putPlan("66599bd7397885b43804901f", { JobId: JOB, Status: "running" });
  expect(await stack.up({ refresh: true })).toMatchObject({ ok: true, changes: { update: 1 } });
  expect(new Set(scene.simulator.plans().map(({ Status }) => Status))).toEqual(new Set(["stopped"]));

  stack.setProgram(declareJob("running"));
  expect(await stack.up()).toMatchObject({ ok: true, changes: { update: 1 } });
  expect(scene.count("Start")).toBe(3);
  scene.simulator.advanceClock(60);
  expect(await stack.destroy()).toMatchObject({ ok: true });
  expect(new Set(scene.simulator.plans().map(({ Status }) => Status))).toEqual(new Set(["stopped"]));
});

test("a partial failure tells each plan once, and the next up goes on", async () => {
  scene = await openScene("job-partial", declareJob("stopped"));
  scene.simulator.addFault({ kind: "error", code: "NoPermission", action: "StopScheduledPreloadExecution" });
  const failed = await scene.stack.up();
  expect(failed.ok).toBe(false);
  const diagnostics = failed.stdout.slice(failed.stdout.indexOf("Diagnostics:"));
  expect(diagnostics.match(/NoPermission/g)).toHaveLength(1);
  expect(await scene.stack.resource("job")).toMatchObject({ outputs: { desiredStatus: "mixed" } });
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { update: 1 } });
  expect(await scene.stack.up({ expectNoChanges: true })).toMatchObject({ ok: true });
});

test("queries run in the program, at preview too, and take the stack's configuration", async () => {
  scene = await openScene("queries", async () => {
    const siteId = scene.simulator.jobs()[0]?.SiteId ?? 0;
    const { jobs } = await getScheduledPreloadJobs({ siteId });
    const plans = getScheduledPreloadPlansOutput({ jobId: JOB });
    return { jobs: jobs.map(({ id }) => id), running: plans.plans.apply((all) => all.length) };
  });
  const up = await scene.stack.up();
  expect(up.output).toMatch(new RegExp(`jobs\\s*: \\[\\s*\\[0\\]: "${JOB}"`));
  expect(up.output).toMatch(/running: 2/);
});
