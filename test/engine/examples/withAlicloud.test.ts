import { rmSync } from "node:fs";
import { join } from "node:path";

import { findLanguageHost } from "../../../scripts/lib/languageHost";
import { commandFolder, EXAMPLES, pathWith } from "../harness/commands";
import { expectDone, expectNothingDone } from "../harness/expectations";
import { useScene } from "../harness/scene";

const commands = commandFolder({ "pulumi-resource-alicloud": join(__dirname, "alicloudPlugin.ts") });

const scene = useScene("with-alicloud", { now: "2026-06-01T12:00:00Z", startDelaySeconds: 0, seed: [] });
beforeAll(async () => {
  const { endpoint: ESA_ENDPOINT, accessKeyId: ESA_KEY, accessKeySecret: ESA_SECRET } = scene.simulator;
  const PATH = pathWith(commands, await findLanguageHost());
  Object.assign(scene.stack.env, { PATH, ESA_ENDPOINT, ESA_KEY, ESA_SECRET });
});
beforeEach(() => {
  scene.stack.setProgramFolder(join(EXAMPLES, "with-alicloud"));
  scene.stack.setConfig({
    siteId: "190007158391808",
    urls: "http://example.com/a.js\nhttp://example.com/b.js",
    startTime: "2026-06-01T11:00:00Z",
    endTime: "2026-06-01T18:00:00Z",
    freeze: "false",
  });
});
afterAll(() => rmSync(commands, { recursive: true }));

const statuses = () => scene.simulator.plans().map(({ Status }) => Status);
/** What was changed, in order, by whichever of the two providers. */
const effects = () =>
  scene.simulator
    .calls()
    .filter(({ effect }) => effect)
    .map(({ action }) => action);

test("job, plan and run state come in the order of their dependencies, and go in reverse", async () => {
  const { stack, simulator } = scene;
  expectDone(await stack.preview(), { create: 3 });
  expect(simulator.calls()).toEqual([]);
  expectDone(await stack.up(), { create: 3 });
  expect(effects()).toEqual(["CreateScheduledPreloadJob", "CreateScheduledPreloadExecutions"]);
  expect(statuses()).toEqual(["running"]);
  expectNothingDone(await stack.up());

  stack.setConfig({ freeze: "true" });
  expectDone(await stack.up(), { update: 1, same: 2 });
  expect(statuses()).toEqual(["stopped"]);
  stack.setConfig({ freeze: "false" });
  expectDone(await stack.up());
  expect(statuses()).toEqual(["running"]);

  simulator.clearCalls();
  stack.setConfig({ startTime: "2026-06-01T11:30:00Z" });
  expectDone(await stack.up(), { replace: 2, same: 1 });
  expect(effects()).toEqual([
    "CreateScheduledPreloadExecutions",
    "StopScheduledPreloadExecution",
    "DeleteScheduledPreloadExecution",
  ]);
  expect(statuses()).toEqual(["running"]);

  simulator.clearCalls();
  expectDone(await stack.destroy(), { delete: 3 });
  expect(effects()).toEqual([
    "StopScheduledPreloadExecution",
    "DeleteScheduledPreloadExecution",
    "DeleteScheduledPreloadJob",
  ]);
  expect([...simulator.plans(), ...simulator.jobs()]).toEqual([]);
});
