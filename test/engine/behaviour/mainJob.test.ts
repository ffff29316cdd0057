import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { JOB, PLAN, planState, running, useScene } from "../harness/scene";

const scene = useScene("main-job");
const plan = () => planState("plan");

test("preview, stop, no second write, drift, stop again, destroy", async () => {
  const { stack, simulator } = scene;
  stack.setProgram(() => ({ status: plan().status }));
  const preview = await stack.preview({ diff: true });
  expectDone(preview, { create: 1 });
  expect(preview.output).toContain('desiredStatus: "stopped"');
  expect(simulator.calls()).toEqual([]);

  const up = await stack.up();
  expectDone(up, { create: 1 });
  expect(up.output).toMatch(/Outputs:\s+status: "stopped"/);
  expect(scene.writes()).toEqual([`Stop ${PLAN}`]);

  simulator.clearCalls();
  expectNothingDone(await stack.up({ expectNoChanges: true }));
  expect(simulator.calls()).toEqual([]);
  expectNothingDone(await stack.refresh({ expectNoChanges: true }));

  scene.put("running");
  const drift = await stack.preview({ refresh: true, diff: true });
  expectDone(drift, { update: 1 });
  expect(drift.output).toMatch(/~ desiredStatus\s*: "running" => "stopped"/);
  expectRefused(await stack.preview({ refresh: true, expectNoChanges: true }));
  expect(scene.status()).toBe("running");
  expectDone(await stack.up({ refresh: true }), { update: 1 });
  expect(scene.writes()).toEqual([`Stop ${PLAN}`]);

  expectDone(await stack.destroy(), { delete: 1 });
  expect(scene.status()).toBe("stopped");
  expect(stack.state().resources ?? []).toEqual([]);
});

test("the state holds the arguments, and the constant handler; a refresh records there what is", async () => {
  await scene.done(plan);
  const handler = 'exports.handler = () => require("pulumi-esa-preload/provider");';
  const inputs = { __provider: handler, __owner: "plan", planId: PLAN, jobId: JOB, desiredStatus: "stopped" };
  expect(scene.stack.resource("plan")?.inputs).toEqual(inputs);
  expect(scene.stack.resource("plan")?.outputs).toMatchObject({ __provider: handler, status: "stopped" });

  scene.put("running");
  expectDone(await scene.stack.refresh(), { update: 1 });
  expect(scene.stack.resource("plan")).toMatchObject({ inputs: running, outputs: { ...running, status: "running" } });
  expect(scene.simulator.calls().map(({ effect }) => effect)).toEqual([false]);
});
