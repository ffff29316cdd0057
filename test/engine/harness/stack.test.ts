import { expectOk, expectRefused } from "./expectations";
import { PLAN, planState, useScene } from "./scene";

const scene = useScene("harness");

test("a stack says what a run changed, and has the state and the configuration that the real CLI sees", async () => {
  const { stack } = scene;
  scene.program(() => planState("plan"));
  expect((await stack.preview()).changes).toEqual({ create: 1 });
  expect((await stack.up()).changes).toEqual({ create: 1 });
  expect((await stack.up({ expectNoChanges: true })).changes).toEqual({ same: 1 });
  const exported = await stack.cli("stack", "export", "--show-secrets");
  expect((JSON.parse(exported.stdout) as { deployment: unknown }).deployment).toEqual(stack.state());
  expect(stack.resource("plan")).toMatchObject({ id: PLAN, outputs: { status: "stopped" } });

  stack.setConfig({ colour: "red" });
  expect(await stack.cli("config", "get", "colour")).toMatchObject({ ok: true, output: "red\n" });
  expectOk(await stack.cli("config", "set", "--secret", "taste", "bitter"));
  stack.setConfig({ colour: undefined });
  expect((await stack.cli("config")).output).toMatch(/taste +\[secret\]/);
  expectRefused(await stack.cli("config", "get", "colour"));
});

test("a failed run has its exit code and what it said, and leaves no listener behind", async () => {
  const { stack } = scene;
  const listeners = process.listenerCount("uncaughtException");
  scene.program(() => planState("plan", { planId: "no-plan" }));
  const refused = await stack.up();
  expectRefused(refused, "planId");
  expect(refused.changes).toEqual({});
  expect(refused.exitCode).toBeGreaterThan(0);
  scene.program(() => {
    throw new Error("a fault in the program");
  });
  expectRefused(await stack.up(), "a fault in the program");
  expect(process.listenerCount("uncaughtException")).toBe(listeners);
});
