import { join } from "node:path";

import { findLanguageHost } from "../../../scripts/lib/languageHost";
import type { RunResult } from "../../harness/stack";
import { EXAMPLES, pathWith } from "../harness/commands";
import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { JOB, OTHER_PLAN, PLAN, THIRD_PLAN, useScene } from "../harness/scene";

// A dozen runs of the engine, each with the language host.
jest.setTimeout(300_000);

const SITE = "190007158391808";
const OTHER_JOB = "665d3af3621bccf3fe29e1a5";
const [NEW_PLAN, ENDING_PLAN, LOST_PLAN] = ["1f", "20", "21"].map((end) => `66599bd7397885b4380490${end}`) as [
  string,
  string,
  string,
];
const long = { StartTime: "2026-11-01T00:00:00Z", EndTime: "2026-11-20T00:00:00Z" };

const scene = useScene("incident-freeze", {
  now: "2026-11-10T11:00:00Z",
  seed: {
    jobs: [JOB, OTHER_JOB].map((Id) => ({ Id, SiteId: Number(SITE) })),
    plans: [
      { Id: PLAN, JobId: JOB, Status: "running", ...long },
      { Id: OTHER_PLAN, JobId: JOB, Status: "stopped", ...long },
      { Id: THIRD_PLAN, JobId: JOB, Status: "waiting", ...long, StartTime: "2026-11-10T13:00:00Z" },
      { Id: ENDING_PLAN, JobId: JOB, Status: "running", ...long, EndTime: "2026-11-11T00:00:00Z" },
      { Id: LOST_PLAN, JobId: OTHER_JOB, Status: "running", ...long },
    ],
  },
});
beforeAll(async () => {
  scene.stack.env["PATH"] = pathWith(await findLanguageHost());
  scene.stack.setProgramFolder(join(EXAMPLES, "incident-freeze"));
});

/** What CI's cron does at a time. */
async function runAt(now: string, operation: "up" | "preview" = "up"): Promise<RunResult> {
  const { simulator, stack } = scene;
  simulator.advanceClock((Date.parse(now) - simulator.now().getTime()) / 1000);
  simulator.clearCalls();
  stack.setConfig({ siteId: SITE, now });
  return stack[operation]({ refresh: true, diff: true });
}

const statuses = () => scene.simulator.plans().map(({ Id, Status }) => [Id, Status]);
const outputs = () => scene.stack.state().resources?.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;
const failOnce = (action: string) =>
  scene.simulator.addFault({ kind: "error", code: "NoPermission", action: `${action}ScheduledPreloadExecution` });

test("a site is frozen in the windows of the calendar, and what ran before runs again afterwards", async () => {
  const { simulator } = scene;
  expectNothingDone(await runAt("2026-11-10T11:59:00Z"));
  expect(simulator.calls()).toEqual([]);

  const preview = await runAt("2026-11-10T12:00:00Z", "preview");
  expectDone(preview, { create: 2 });
  expect(preview.output).toMatch(/frozen *: false => true[^]*until 2026-11-12T00:00:00\+08:00: 11.11 sale/);
  expect(scene.writes()).toEqual([]);

  failOnce("Stop");
  expectRefused(await runAt("2026-11-10T12:01:00Z"), "NoPermission");
  expectDone(await runAt("2026-11-10T12:15:00Z"));
  expect(outputs()).toMatchObject({ frozen: true, toStart: [PLAN, THIRD_PLAN, ENDING_PLAN, LOST_PLAN] });
  expect(scene.status(THIRD_PLAN)).toBe("waiting");
  expectNothingDone(await runAt("2026-11-10T12:30:00Z"));
  expect(scene.writes()).toEqual([]);

  simulator.putPlan(NEW_PLAN, { JobId: JOB, Status: "running", ...long });
  scene.put("running");
  expectDone(await runAt("2026-11-10T13:15:00Z"), { update: 1 });
  expect(statuses().map(([, status]) => status)).toEqual(Array(6).fill("stopped"));

  // The first window is over, the one that overlaps it is not.
  simulator.deleteJob(OTHER_JOB);
  expectDone(await runAt("2026-11-11T17:00:00Z"));
  expect([outputs()?.["reasons"], scene.writes()]).toEqual([["until 2026-11-11T18:00:00Z: move of the origin"], []]);

  expect((await runAt("2026-11-11T18:00:00Z", "preview")).output.match(/desiredStatus *: "running"/g)).toHaveLength(3);
  failOnce("Start");
  expectRefused(await runAt("2026-11-11T18:01:00Z"), "NoPermission");
  expectDone(await runAt("2026-11-11T18:15:00Z"));
  simulator.advanceClock(60);
  const thawed = [PLAN, THIRD_PLAN, NEW_PLAN].map((id) => [id, "running"]);
  expect(statuses().sort()).toEqual([...thawed, [OTHER_PLAN, "stopped"], [ENDING_PLAN, "stopped"]].sort());
  expect(outputs()).toMatchObject({ frozen: false, toStart: [] });

  scene.put("stopped");
  expectDone(await runAt("2026-11-11T18:30:00Z"));
  expect([scene.status(), scene.writes()]).toEqual(["stopped", []]);
});

test("the flag freezes a site at any time, also one without jobs", async () => {
  for (const id of [JOB, OTHER_JOB]) scene.simulator.deleteJob(id);
  scene.stack.setConfig({ freeze: "true" });
  expectNothingDone(await runAt("2026-12-01T00:00:00Z"));
  expect(outputs()).toEqual({ frozen: true, reasons: [], toStart: [] });
  scene.stack.setConfig({ freeze: "false" });
});
