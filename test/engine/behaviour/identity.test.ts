import { ScheduledPreloadPlanState } from "../../../provider/index";
import { declare, JOB, openScene, OTHER_PLAN, PLAN, type Scene } from "../harness/scene";

let scene: Scene;
afterEach(() => scene.close());

const running = { desiredStatus: "running" } as const;

test("another plan replaces: the new one is stopped, then the old one", async () => {
  scene = await openScene("replace", declare());
  await scene.stack.up();
  scene.put("running");
  scene.stack.setProgram(declare({ planId: OTHER_PLAN }));
  expect((await scene.stack.preview({ diff: true })).output).toMatch(/replace.*\n[^]*planId/);
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { replace: 1 } });
  expect([scene.status(PLAN), scene.status(OTHER_PLAN)]).toEqual(["stopped", "stopped"]);
});

test("the other form of the same plan is no change", async () => {
  scene = await openScene("forms", declare());
  await scene.stack.up();
  scene.stack.setProgram(declare({ planId: `${JOB}:${PLAN}`, jobId: undefined }));
  expect(await scene.stack.up({ expectNoChanges: true })).toMatchObject({ ok: true });
});

test("--replace of a plan that is declared running leaves it running", async () => {
  scene = await openScene("replace-running", declare(running));
  await scene.stack.up();
  const urn = (await scene.stack.resource("plan"))?.urn ?? "";
  const replaced = await scene.stack.up({ replace: [urn] });
  expect(replaced).toMatchObject({ ok: true, changes: { replace: 1 } });
  expect(replaced.output).toContain("not stopped: another resource of this program declares this plan");
  expect(scene.status()).toBe("running");
  expect(scene.count("Stop")).toBe(0);
});

test("a tainted resource of a plan that is declared running leaves it running", async () => {
  scene = await openScene("taint", declare(running));
  await scene.stack.up();
  const urn = (await scene.stack.resource("plan"))?.urn ?? "";
  expect(await scene.stack.cli("state", "taint", urn, "--yes")).toMatchObject({ ok: true });
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { replace: 1 } });
  expect(scene.status()).toBe("running");
});

test("a rename without alias leaves a plan running that is declared running", async () => {
  scene = await openScene("rename", declare(running, {}, "old"));
  await scene.stack.up();
  scene.stack.setProgram(declare(running, {}, "new"));
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { create: 1, delete: 1 } });
  expect(scene.status()).toBe("running");
  expect(scene.count("Stop")).toBe(0);
});

test("a rename with an alias is no change", async () => {
  scene = await openScene("alias", declare(running, {}, "old"));
  await scene.stack.up();
  scene.stack.setProgram(declare(running, { aliases: [{ name: "old" }] }, "new"));
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { same: 1 } });
});

test("two resources that swap their plans leave each plan as it is now declared", async () => {
  const both = (first: string, second: string) => () => {
    new ScheduledPreloadPlanState("a", { planId: first, jobId: JOB, desiredStatus: "running" });
    new ScheduledPreloadPlanState("b", { planId: second, jobId: JOB, desiredStatus: "stopped" });
  };
  scene = await openScene("swap", both(PLAN, OTHER_PLAN));
  expect(await scene.stack.up()).toMatchObject({ ok: true });
  expect([scene.status(PLAN), scene.status(OTHER_PLAN)]).toEqual(["running", "stopped"]);
  scene.stack.setProgram(both(OTHER_PLAN, PLAN));
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { replace: 2 } });
  expect(scene.status(PLAN)).toBe("stopped");
  expect(scene.status(OTHER_PLAN)).toMatch(/waiting|running/);
});

test("two resources that want different things of one plan fail, naming it, and nothing is written", async () => {
  scene = await openScene("conflict", () => {
    new ScheduledPreloadPlanState("a", { planId: PLAN, jobId: JOB, desiredStatus: "running" });
    new ScheduledPreloadPlanState("b", { planId: PLAN, jobId: JOB, desiredStatus: "stopped" });
  });
  const failed = await scene.stack.up();
  expect(failed.ok).toBe(false);
  expect(failed.output).toContain(`Two resources of this program declare different states for the plan ${PLAN}`);
  expect(scene.status()).toBe("running");
});

test("retainOnDelete keeps a plan running, and a plain removal stops it", async () => {
  scene = await openScene("retain", declare(running, { retainOnDelete: true }));
  await scene.stack.up();
  scene.stack.setProgram(() => undefined);
  await scene.stack.up();
  expect(scene.status()).toBe("running");
  scene.stack.setProgram(declare(running));
  await scene.stack.up();
  scene.stack.setProgram(() => undefined);
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { delete: 1 } });
  expect(scene.status()).toBe("stopped");
});

test.each([
  ["destroy", {}],
  ["destroy --run-program", { runProgram: true }],
])("%s stops a plan that runs", async (_, options) => {
  scene = await openScene("destroy", declare(running));
  await scene.stack.up();
  expect(await scene.stack.destroy(options)).toMatchObject({ ok: true });
  expect(scene.status()).toBe("stopped");
  expect(await scene.stack.resource("plan")).toBeUndefined();
});

test("ignoreChanges on desiredStatus holds against drift, also when another argument changes", async () => {
  scene = await openScene("ignore", declare({}, { ignoreChanges: ["desiredStatus"] }));
  await scene.stack.up();
  scene.put("running");
  scene.stack.setProgram(declare({ timeoutSeconds: 60 }, { ignoreChanges: ["desiredStatus"] }));
  expect(await scene.stack.up({ refresh: true })).toMatchObject({ ok: true, changes: { update: 1 } });
  expect(scene.status()).toBe("running");
  expect(scene.count("Stop")).toBe(1);
});

describe("get", () => {
  const get = (id: string) => () => {
    const plan = ScheduledPreloadPlanState.get("seen", id);
    return { status: plan.status, jobId: plan.jobId, planId: plan.planId };
  };

  test("reads a plan, causes no diff, and never stops it", async () => {
    scene = await openScene("get", get(`${JOB}:${PLAN}`));
    const up = await scene.stack.up();
    expect(up.output).toMatch(new RegExp(`jobId\\s*: "${JOB}"\\s+planId\\s*: "${PLAN}"\\s+status\\s*: "running"`));
    expect(await scene.stack.refresh({ expectNoChanges: true })).toMatchObject({ ok: true });
    const second = await scene.stack.preview({ diff: true, refresh: true });
    expect(second.output).not.toMatch(/[-+~] (desiredStatus|planId)/);
    expect(await scene.stack.destroy()).toMatchObject({ ok: true });
    expect(scene.status()).toBe("running");
    expect(scene.count("Stop")).toBe(0);
  });

  test("without the job says which form it needs", async () => {
    scene = await openScene("get-alone", get(PLAN));
    const failed = await scene.stack.up();
    expect(failed.ok).toBe(false);
    expect(failed.output).toContain('Give the id as "<jobId>:<planId>"');
  });
});

test("a replacement under ignoreChanges is one resource, not two that contradict each other", async () => {
  const options = { ignoreChanges: ["desiredStatus"] };
  scene = await openScene("ignore-replace", declare({}, options));
  await scene.stack.up();
  scene.put("running");
  await scene.stack.refresh();
  scene.stack.setProgram(declare({ planId: OTHER_PLAN }, options));
  expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { replace: 1 } });
  expect(scene.status(OTHER_PLAN)).toBe("stopped");
});
