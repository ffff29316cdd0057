import { join } from "node:path";

import { findLanguageHost } from "../../../scripts/lib/languageHost";
import { run } from "../../../scripts/lib/run";
import { EXAMPLES, pathWith } from "../harness/commands";
import { expectDone } from "../harness/expectations";
import { JOB, OTHER_PLAN, PLAN, useScene } from "../harness/scene";

describe("on the real engine", () => {
  const stopPlan = useScene("stop-plan");
  beforeAll(async () => {
    stopPlan.stack.env["PATH"] = pathWith(await findLanguageHost());
    stopPlan.stack.setProgramFolder(join(EXAMPLES, "stop-plan"));
  });

  test("stop-plan stops its plan, and starts it", async () => {
    const { stack } = stopPlan;
    stack.setConfig({ planId: PLAN, jobId: JOB, desiredStatus: "stopped" });
    expectDone(await stack.up(), { create: 1 });
    expect([stopPlan.status(PLAN), stopPlan.status(OTHER_PLAN)]).toEqual(["stopped", "running"]);
    stack.setConfig({ desiredStatus: "running" });
    const up = await stack.up();
    expectDone(up, { update: 1 });
    expect(up.output).toMatch(/endTime\s*: "\d{4}-/);
  });
});

test("the tests of unit-test pass, with mocks and on the real engine", async () => {
  const jest = require.resolve("jest/bin/jest");
  const { code, stderr } = await run(process.execPath, [jest, "--ci"], {
    cwd: join(EXAMPLES, "unit-test"),
    env: process.env,
  });
  expect(stderr).toMatch(/^Tests: +5 passed, 5 total$/m);
  expect(code).toBe(0);
});
