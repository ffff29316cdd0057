import { targetConfig } from "../../harness/config";
import type { RunResult } from "../../harness/stack";
import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { planState, useScene } from "../harness/scene";

/**
 * refresh, destroy and the reads of `up --refresh` use what the last `up` has recorded: the stack's configuration, and
 * the arguments in the state. An `up` that needs no call records what is wrong as readily. The message then names the
 * one way out.
 */
const withoutRefresh = /\bup`? without `?--refresh/;

const scene = useScene("recorded");
// Without the profiles of whoever runs this.
beforeAll(() => (scene.stack.env["HOME"] = scene.stack.workDir));

const plan = (args: Parameters<typeof planState>[1] = {}) => planState("plan", args);

async function expectAllRefused(...said: (string | RegExp)[]): Promise<RunResult[]> {
  const { stack } = scene;
  const results = [await stack.refresh(), await stack.destroy(), await stack.up({ refresh: true })];
  for (const result of results) expectRefused(result, ...said);
  expect(stack.resource("plan")).toBeDefined();
  return results;
}

test("a wrong endpoint that was recorded, corrected since: what refuses names both ways out, and they lead out", async () => {
  const { stack, simulator } = scene;
  /** An `up` with the wrong endpoint that has nothing to ask it. */
  const record = async (timeoutSeconds: number) => {
    stack.setConfig({ "alicloud:endpoints": '[{"esa":"127.0.0.1:1"}]', "alicloud:maxRetryTimeout": "1" });
    await scene.done(() => plan({ timeoutSeconds }), { update: 1 });
    stack.setConfig(targetConfig(simulator));
  };
  await scene.done(() => plan());
  await record(2);
  await expectAllRefused("EndpointUnreachable", "--run-program", withoutRefresh);
  expectNothingDone(await stack.refresh({ runProgram: true }));
  expectNothingDone(await stack.refresh());

  await record(3);
  expectRefused(await stack.up({ refresh: true }));
  expectNothingDone(await stack.up());
  expectNothingDone(await stack.up({ refresh: true }));
});

test("a wrong profile of the program that was recorded: to correct there, and to run `up` without --refresh", async () => {
  const { stack } = scene;
  const correct = /correct it in the program/i;
  scene.program(() => plan({ profile: "nobody" }));
  const created = await stack.up();
  expectRefused(created, "nobody", correct);
  await scene.done(() => plan(), { create: 1 });
  await scene.done(() => plan({ profile: "nobody" }), { update: 1 });
  scene.program(() => plan());
  const refused = await expectAllRefused("nobody", correct, withoutRefresh);
  for (const { output } of [created, ...refused]) expect(output).not.toMatch(/set alicloud:accessKey/i);
  expectDone(await stack.up(), { update: 1 });
  expectNothingDone(await stack.refresh());
});
