import { rmSync } from "node:fs";
import { join } from "node:path";

import { startSimulator, type Simulator } from "../../../simulator/index";
import { pathWith } from "../harness/commands";
import { exampleFolder, programCommands } from "../harness/example";
import { openStack, type TestStack } from "../harness/stack";

const commands = programCommands({ "pulumi-resource-alicloud": join(__dirname, "alicloudPlugin.js") });

let simulator: Simulator;
let stack: TestStack;

beforeEach(async () => {
  simulator = await startSimulator({ now: "2026-06-01T12:00:00Z", startDelaySeconds: 0 });
  const { endpoint: ESA_ENDPOINT, accessKeyId: ESA_KEY, accessKeySecret: ESA_SECRET } = simulator;
  stack = await openStack({
    name: "with-alicloud",
    program: () => undefined,
    simulator,
    config: {
      siteId: "190007158391808",
      urls: "http://example.com/a.js\nhttp://example.com/b.js",
      startTime: "2026-06-01T11:00:00Z",
      endTime: "2026-06-01T18:00:00Z",
    },
    env: { PATH: pathWith(commands), ESA_ENDPOINT, ESA_KEY, ESA_SECRET },
  });
  stack.setProgramFolder(exampleFolder("with-alicloud"));
});
afterEach(async () => {
  stack.dispose();
  await simulator.close();
});
afterAll(() => rmSync(commands, { recursive: true }));

const statuses = () => simulator.plans().map(({ Status }) => Status);
/** What was changed, in order, by whichever of the two providers. */
const writes = () =>
  simulator
    .calls()
    .filter(({ effect }) => effect)
    .map(({ action }) => action);

test("job, plan and run state come in the order of their dependencies, and go in reverse", async () => {
  const preview = await stack.preview();
  expect(preview).toMatchObject({ ok: true, changes: { create: 3 } });
  expect(simulator.calls()).toEqual([]);

  expect(await stack.up()).toMatchObject({ ok: true, changes: { create: 3 } });
  expect(writes()).toEqual(["CreateScheduledPreloadJob", "CreateScheduledPreloadExecutions"]);
  expect(statuses()).toEqual(["running"]);
  expect(await stack.up({ expectNoChanges: true })).toMatchObject({ ok: true });

  await stack.setConfig({ freeze: "true" });
  expect(await stack.up()).toMatchObject({ ok: true, changes: { update: 1, same: 2 } });
  expect(statuses()).toEqual(["stopped"]);
  await stack.setConfig({ freeze: "false" });
  expect(await stack.up()).toMatchObject({ ok: true });
  expect(statuses()).toEqual(["running"]);

  simulator.clearCalls();
  expect(await stack.destroy()).toMatchObject({ ok: true, changes: { delete: 3 } });
  expect(writes()).toEqual([
    "StopScheduledPreloadExecution",
    "DeleteScheduledPreloadExecution",
    "DeleteScheduledPreloadJob",
  ]);
  expect([...simulator.plans(), ...simulator.jobs()]).toEqual([]);
});

test("a plan that is replaced takes its run state along, and the old one is stopped before it goes", async () => {
  expect(await stack.up()).toMatchObject({ ok: true });
  simulator.clearCalls();
  await stack.setConfig({ startTime: "2026-06-01T11:30:00Z" });
  expect(await stack.preview()).toMatchObject({ ok: true });
  expect(await stack.up()).toMatchObject({ ok: true, changes: { replace: 2, same: 1 } });
  expect(writes()).toEqual([
    "CreateScheduledPreloadExecutions",
    "StopScheduledPreloadExecution",
    "DeleteScheduledPreloadExecution",
  ]);
  expect(statuses()).toEqual(["running"]);
});

test("a plan that is removed from the program with its run state is stopped, then deleted", async () => {
  expect(await stack.up()).toMatchObject({ ok: true });
  simulator.clearCalls();
  stack.setProgram(() => undefined);
  expect(await stack.up()).toMatchObject({ ok: true, changes: { delete: 3 } });
  expect(writes()[0]).toBe("StopScheduledPreloadExecution");
  expect(simulator.plans()).toEqual([]);
});

test("a plan that has not begun cannot be frozen, and the error says when it begins", async () => {
  await stack.setConfig({ startTime: "2026-06-01T14:00:00Z", freeze: "true" });
  const up = await stack.up();
  expect(up.ok).toBe(false);
  expect(up.output).toContain("it is waiting and begins at 2026-06-01T14:00:00Z");
});
