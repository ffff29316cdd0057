import { join } from "node:path";

import { findLanguageHost } from "../../../scripts/lib/languageHost";
import { run } from "../../../scripts/lib/run";
import { EXAMPLES, pathWith } from "../harness/commands";
import { expectDone } from "../harness/expectations";
import { JOB, OTHER_PLAN, PLAN, THIRD_PLAN, useScene } from "../harness/scene";

const SITE = "190007158391808";

describe("on the real engine", () => {
  const stopPlan = useScene("stop-plan");
  const incidentFreeze = useScene("incident-freeze", {
    seed: {
      jobs: [{ Id: JOB, SiteId: Number(SITE) }],
      plans: [
        { Id: PLAN, JobId: JOB, Status: "running" },
        { Id: OTHER_PLAN, JobId: "665d3af3621bccf3fe29e1a5", Status: "finished" },
        { Id: THIRD_PLAN, JobId: JOB, Status: "waiting" },
      ],
    },
  });
  beforeAll(async () => {
    const PATH = pathWith(await findLanguageHost());
    for (const { stack } of [stopPlan, incidentFreeze]) Object.assign(stack.env, { PATH });
    stopPlan.stack.setProgramFolder(join(EXAMPLES, "stop-plan"));
    incidentFreeze.stack.setProgramFolder(join(EXAMPLES, "incident-freeze"));
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

  test("incident-freeze stops what runs on a site, and lifting the freeze starts nothing", async () => {
    const { stack, simulator } = incidentFreeze;
    stack.setConfig({ siteId: SITE });
    expect((await stack.up()).output).toContain("frozenPlans: 0");
    expect(simulator.calls()).toEqual([]);

    stack.setConfig({ freeze: "true" });
    const preview = await stack.preview({ diff: true });
    expect(preview.output.match(/desiredStatus: "stopped"/g)).toHaveLength(3);
    const up = await stack.up();
    expectDone(up, { create: 3 });
    expect(up.output).toContain("frozenPlans: 0 => 3");
    expect([incidentFreeze.status(PLAN), incidentFreeze.status(THIRD_PLAN)]).toEqual(["stopped", "waiting"]);

    stack.setConfig({ freeze: "false" });
    expectDone(await stack.up());
    expectDone(await stack.destroy());
    expect([incidentFreeze.status(), incidentFreeze.writes()]).toEqual(["stopped", [`Stop ${PLAN}`]]);
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
