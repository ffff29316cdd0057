import { rmSync } from "node:fs";

import { run } from "../../../scripts/lib/run";
import { pathWith } from "../harness/commands";
import { exampleFolder, programCommands } from "../harness/example";
import { JOB, openScene, OTHER_PLAN, PLAN, type Scene } from "../harness/scene";
import type { SimulatorOptions } from "../../../simulator/index";

const SITE = "190007158391808";
const WAITING = "66599bd7397885b43804901e";

describe("on the real engine", () => {
  const commands = programCommands();
  let scene: Scene;
  afterEach(() => scene.close());
  afterAll(() => rmSync(commands, { recursive: true }));

  async function open(name: string, options?: SimulatorOptions): Promise<void> {
    scene = await openScene(name, () => undefined, options);
    scene.stack.env["PATH"] = pathWith(commands);
    scene.stack.setProgramFolder(exampleFolder(name));
  }

  test("stop-plan stops its plan, and starts it", async () => {
    await open("stop-plan");
    await scene.stack.setConfig({ planId: PLAN, jobId: JOB, desiredStatus: "stopped" });
    expect(await scene.stack.up()).toMatchObject({ ok: true, changes: { create: 1 } });
    expect([scene.status(PLAN), scene.status(OTHER_PLAN)]).toEqual(["stopped", "running"]);
    await scene.stack.setConfig({ desiredStatus: "running" });
    const up = await scene.stack.up();
    expect(up).toMatchObject({ ok: true, changes: { update: 1 } });
    expect(up.output).toMatch(/endTime\s*: "\d{4}-/);
  });

  test("incident-freeze stops what runs on a site, and lifting the freeze starts nothing", async () => {
    await open("incident-freeze", {
      seed: {
        jobs: [{ Id: JOB, SiteId: Number(SITE) }],
        plans: [
          { Id: PLAN, JobId: JOB, Status: "running" },
          { Id: OTHER_PLAN, JobId: "665d3af3621bccf3fe29e1a5", Status: "finished" },
          { Id: WAITING, JobId: JOB, Status: "waiting" },
        ],
      },
    });
    const { stack } = scene;
    await stack.setConfig({ siteId: SITE });
    expect((await stack.up()).output).toContain("frozenPlans: 0");
    expect(scene.simulator.calls()).toEqual([]);

    await stack.setConfig({ freeze: "true" });
    const preview = await stack.preview({ diff: true });
    expect(preview.output.match(/desiredStatus: "stopped"/g)).toHaveLength(3);
    const up = await stack.up();
    expect(up).toMatchObject({ ok: true, changes: { create: 3 } });
    expect(up.output).toContain("frozenPlans: 0 => 3");
    expect([scene.status(PLAN), scene.status(WAITING)]).toEqual(["stopped", "waiting"]);

    await stack.setConfig({ freeze: "false" });
    expect(await stack.up()).toMatchObject({ ok: true });
    expect(await stack.destroy()).toMatchObject({ ok: true });
    expect([scene.status(PLAN), scene.count("Stop"), scene.count("Start")]).toEqual(["stopped", 1, 0]);
  });
});

test("the tests of unit-test pass, with mocks and on the real engine", async () => {
  const jest = require.resolve("jest/bin/jest");
  const { code, stderr } = await run(process.execPath, [jest, "--ci"], {
    cwd: exampleFolder("unit-test"),
    env: process.env,
  });
  expect(stderr).toMatch(/^Tests: +5 passed, 5 total$/m);
  expect(code).toBe(0);
});
