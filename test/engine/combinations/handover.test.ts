import { ResourceHook } from "@pulumi/pulumi";

import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { jobState, OTHER_PLAN, PLAN, planState, running, useScene } from "../harness/scene";

/**
 * A delete leaves its plan running only to a resource of the same run that is what it declares. Otherwise a plan would
 * run on that no resource knows, and `destroy` would not stop it.
 */
const leftToOther = "not stopped: another resource of this program declares this plan";

const scene = useScene("handover");
const statuses = () => [scene.status(PLAN), scene.status(OTHER_PLAN)];
const bothPlans = (more: object = {}) => [
  planState("a", { ...running, ...more }),
  planState("b", { ...running, planId: OTHER_PLAN, ...more }),
];

/** Every look is refused: what only looks fails, a Stop gets through. */
const refuseLooks = () =>
  scene.simulator.addFault({
    kind: "error",
    code: "InvalidUid.PermissionDenied",
    action: "ListScheduledPreloadExecutions",
    times: 1000,
  });

const names = () =>
  (scene.stack.state().resources ?? [])
    .filter(({ type }) => type.includes("esa:"))
    .map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2))
    .sort();

test.each<[string, () => unknown, (more: object) => unknown, string[]]>([
  ["a rename", () => planState("a", running), (more) => planState("a2", { ...running, ...more }), ["a"]],
  ["plan states that become a job's", bothPlans, (more) => jobState("job", { ...running, ...more }), ["a", "b"]],
  ["a job state that becomes its plans'", () => jobState("job", running), bothPlans, ["job"]],
])("%s: where the new resource fails, the old one stays, and its plan runs on", async (_, before, after, kept) => {
  const { stack } = scene;
  await scene.done(before);
  scene.program(() => after({ profile: "nobody" }));
  expectRefused(await stack.up({ continueOnError: true }), /not stopped/, PLAN);
  expect([names(), scene.writes()]).toEqual([kept, []]);
  scene.program(() => after({}));
  expectDone(await stack.up());
  expect([statuses(), scene.writes()]).toEqual([["running", "running"], []]);
  expectNothingDone(await stack.up());
  expectDone(await stack.destroy());
  expect(scene.status()).toBe("stopped");
});

describe("with --continue-on-error, the old resource of a rename stays where the new one", () => {
  const broken = () => {
    throw new Error("It is broken.");
  };
  const hook = () => new ResourceHook("hook", broken);
  test.each<[string, () => unknown, () => unknown]>([
    [
      "is not created, for its hook",
      () => planState("a", running),
      () => planState("b", running, { hooks: { beforeCreate: [hook()] } }),
    ],
    [
      "is not updated, for its hook",
      () => ["a", "b"].map((name) => planState(name, running)),
      () => planState("b", { ...running, timeoutSeconds: 50 }, { hooks: { beforeUpdate: [hook()] } }),
    ],
  ])("%s", async (_, before, after) => {
    const { stack } = scene;
    await scene.done(before);
    scene.program(after);
    expectRefused(await stack.up({ continueOnError: true }), /"b" declares it running, but was not created or updated/);
    expect([stack.resource("a")?.outputs?.["status"], scene.writes()]).toEqual(["running", []]);
    scene.program(() => planState("b", running));
    expectDone(await stack.up());
    expect([scene.status(), names(), scene.writes()]).toEqual(["running", ["b"], []]);
  });
});

test("a resource that the engine does not compare, as its arguments are the same, keeps its plan running", async () => {
  const { stack } = scene;
  await scene.done(() => ["a", "b"].map((name) => planState(name, running)));
  scene.program(() => planState("b", running));
  stack.env["PULUMI_ENABLE_LEGACY_DIFF"] = "true";
  expectDone(await stack.up().finally(() => Reflect.deleteProperty(stack.env, "PULUMI_ENABLE_LEGACY_DIFF")));
  expect([scene.status(), names(), scene.writes()]).toEqual(["running", ["b"], []]);
});

test("deleteBeforeReplace stops the plan, as its new resource is still to come and may fail", async () => {
  const { stack, simulator } = scene;
  await scene.done(() => planState("a", running, { deleteBeforeReplace: true }));
  const { urn = "" } = stack.resource("a") ?? {};
  refuseLooks();
  expectRefused(await stack.up({ replace: [urn] }), "InvalidUid.PermissionDenied");
  expect(scene.status()).toBe("stopped");
  simulator.clearFaults();
  expectDone(await stack.up());
  simulator.advanceClock(60);
  expect(scene.status()).toBe("running");
});

test("a plan that is declared running is left to what is unchanged, updated in this run, or of its job", async () => {
  const [a, b] = [() => planState("a", running), (more: object = {}) => planState("b", { ...running, ...more })];
  const job = () => jobState("job", running);
  await scene.done(() => [a(), b(), planState("c", running), job()]);
  scene.program(() => [b(), planState("c", running), job()]);
  const removed = await scene.stack.up();
  expectDone(removed, { delete: 1 });
  expect(removed.output).toContain(leftToOther);
  scene.program(() => b({ timeoutSeconds: 60 }));
  expectDone(await scene.stack.up(), { delete: 2, update: 1 });
  expect([scene.status(), scene.writes()]).toEqual(["running", [`Stop ${OTHER_PLAN}`]]);
  await scene.done(() => [b({ timeoutSeconds: 60 }), job()]);
  scene.program(job);
  expectDone(await scene.stack.up(), { delete: 1 });
  expect([scene.status(), scene.writes()]).toEqual(["running", []]);
});

describe("a plan that is declared stopped does not run on:", () => {
  test.each(["is done", "fails"])("after a rename to a resource that declares it stopped, and %s", async (outcome) => {
    await scene.done(() => planState("a", running));
    scene.program(() => planState("a2"));
    if (outcome === "fails") refuseLooks();
    const up = await scene.stack.up({ continueOnError: true });
    if (outcome === "fails") expectRefused(up, "InvalidUid.PermissionDenied");
    else expectDone(up, { create: 1, delete: 1 });
    expect(scene.status()).toBe("stopped");
  });

  test.each<[string, () => unknown, () => unknown]>([
    ["a plan's state, left with another one", () => planState("a"), () => planState("b")],
    ["a plan's state, left with its job's", () => planState("a"), () => jobState("b")],
    ["a job's state, left with a plan's", () => jobState("a"), () => planState("b")],
  ])("restarted since, and removed with %s that is unchanged", async (_, removed, left) => {
    await scene.done(() => [removed(), left()]);
    scene.put("running");
    await scene.done(left, { delete: 1 });
    expect(scene.status()).toBe("stopped");
  });
});
