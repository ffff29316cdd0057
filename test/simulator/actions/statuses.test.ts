import type { PlanStatus, Simulator, WhenNotRunning } from "../../../simulator";
import { closeAll, JOB_ID, NOON, PLAN, PLAN_ID, start, STATUSES } from "../running";
import { call } from "../secondClient";

afterEach(closeAll);

const query = { Id: PLAN_ID };

async function statusInList(simulator: Simulator): Promise<string | undefined> {
  const { json } = await call(simulator, "ListScheduledPreloadExecutions", { query: { Id: JOB_ID } });
  return (json.Executions as { Status: string }[])[0]?.Status;
}

test("List shows a plan wait, run and finish as the clock goes on", async () => {
  const simulator = await start({ now: NOON, seed: [PLAN] });
  expect(await statusInList(simulator)).toBe("waiting");
  simulator.advanceClock(3600);
  expect(await statusInList(simulator)).toBe("running");
  simulator.advanceClock(3600);
  expect(await statusInList(simulator)).toBe("finished");
});

test("a stopped plan stays stopped after its EndTime", async () => {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status: "running" }] });
  await call(simulator, "StopScheduledPreloadExecution", { query });
  simulator.advanceClock(86_400);
  expect(await statusInList(simulator)).toBe("stopped");
});

test("a started plan waits for the delay, runs, and finishes at its EndTime", async () => {
  const simulator = await start({
    now: "2024-05-31T13:30:00Z",
    seed: [{ ...PLAN, Status: "stopped" }],
    startDelaySeconds: 600,
  });
  const { json } = await call(simulator, "StartScheduledPreloadExecution", { query });
  expect(json).toMatchObject({ ...PLAN, Status: "waiting" });
  expect(await statusInList(simulator)).toBe("waiting");
  simulator.advanceClock(600);
  expect(await statusInList(simulator)).toBe("running");
  simulator.advanceClock(1200);
  expect(await statusInList(simulator)).toBe("finished");
});

test("a plan started before its StartTime runs from its StartTime", async () => {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status: "stopped" }], startDelaySeconds: 1 });
  await call(simulator, "StartScheduledPreloadExecution", { query });
  simulator.advanceClock(3000);
  expect(await statusInList(simulator)).toBe("waiting");
  simulator.advanceClock(600);
  expect(await statusInList(simulator)).toBe("running");
});

test("a created plan waits for its StartTime, or for the delay when that has passed", async () => {
  const simulator = await start({ now: NOON, seed: { jobs: [{ Id: JOB_ID }] }, startDelaySeconds: 600 });
  const entry = { SliceLen: 1, Interval: 1, StartTime: "2024-05-31T08:00:00Z", EndTime: PLAN.EndTime };
  await call(simulator, "CreateScheduledPreloadExecutions", {
    query: { Id: JOB_ID },
    form: { Executions: JSON.stringify([entry]) },
  });
  expect(await statusInList(simulator)).toBe("waiting");
  simulator.advanceClock(600);
  expect(await statusInList(simulator)).toBe("running");
});

test("new times move a waiting plan and end a running one", async () => {
  const simulator = await start({ now: NOON, seed: [PLAN] });
  const update = (form: Record<string, string>): Promise<unknown> =>
    call(simulator, "UpdateScheduledPreloadExecution", { query, form });
  await update({ StartTime: "2024-05-31T13:30:00Z" });
  simulator.advanceClock(3600);
  expect(await statusInList(simulator)).toBe("waiting");
  simulator.advanceClock(1800);
  expect(await statusInList(simulator)).toBe("running");
  await update({ EndTime: "2024-05-31T13:30:00Z" });
  expect(await statusInList(simulator)).toBe("finished");
});

test("a change of Interval alone leaves the schedule as it is", async () => {
  const simulator = await start({ now: NOON, seed: [PLAN] });
  await call(simulator, "UpdateScheduledPreloadExecution", { query, form: { Interval: 5 } });
  simulator.advanceClock(3600);
  expect(await statusInList(simulator)).toBe("running");
});

test("a change of Interval leaves a status as it was put, even against the times", async () => {
  const simulator = await start({ now: "2024-05-31T13:30:00Z", seed: [{ ...PLAN, Status: "waiting" }] });
  await call(simulator, "UpdateScheduledPreloadExecution", { query, form: { Interval: 5 } });
  simulator.advanceClock(600);
  expect(await statusInList(simulator)).toBe("waiting");
});

describe.each<WhenNotRunning>(["refuse", "unchanged"])("Stop with %s", (stopWhenNotRunning) => {
  test.each(STATUSES)("of a %s plan", async (Status) => {
    const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status }], stopWhenNotRunning });
    const reply = await call(simulator, "StopScheduledPreloadExecution", { query });
    const takesEffect = Status === "running";
    const answered = takesEffect ? "stopped" : Status;
    if (takesEffect || stopWhenNotRunning === "unchanged") {
      expect(reply).toMatchObject({ status: 200, json: { ...PLAN, Status: answered } });
    } else {
      expect(reply).toMatchObject({ status: 400, json: { Code: "InvalidExecution.StatusNotAllowed" } });
      expect(reply.json.Message).toContain(Status);
    }
    expect(simulator.plans()).toMatchObject([{ Status: answered }]);
    expect(simulator.calls()).toMatchObject([{ effect: takesEffect }]);
  });
});

describe("Stop with a delay", () => {
  const slow = () =>
    start({ now: "2024-05-31T13:30:00Z", seed: [{ ...PLAN, Status: "running" }], stopDelaySeconds: 600 });
  const stop = (simulator: Simulator) => call(simulator, "StopScheduledPreloadExecution", { query });

  test("is answered and listed as running until then, and a second Stop changes nothing", async () => {
    const simulator = await slow();
    expect((await stop(simulator)).json).toMatchObject({ ...PLAN, Status: "running" });
    simulator.advanceClock(500);
    expect((await stop(simulator)).json).toMatchObject({ Status: "running" });
    expect(simulator.calls()).toMatchObject([{ effect: true }, { effect: false }]);
    expect(await statusInList(simulator)).toBe("running");
    simulator.advanceClock(100);
    expect(await statusInList(simulator)).toBe("stopped");
    simulator.advanceClock(3600);
    expect(await statusInList(simulator)).toBe("stopped");
  });

  test("finishes a plan whose EndTime comes first", async () => {
    const simulator = await slow();
    simulator.advanceClock(1500);
    expect((await stop(simulator)).json).toMatchObject({ Status: "running" });
    simulator.advanceClock(300);
    expect(await statusInList(simulator)).toBe("finished");
  });

  test("can be set while the simulator runs", async () => {
    const simulator = await slow();
    simulator.setOptions({ stopDelaySeconds: 0 });
    expect((await stop(simulator)).json).toMatchObject({ Status: "stopped" });
  });
});

test.each<[Status: PlanStatus, mode: WhenNotRunning, status: number, effect: boolean]>([
  ["stopped", "refuse", 200, true],
  ["failed", "refuse", 200, true],
  ["waiting", "refuse", 200, false],
  ["running", "refuse", 200, false],
  ["finished", "unchanged", 200, false],
  ["finished", "refuse", 400, false],
])("Start of a %s plan with %s answers %i", async (Status, stopWhenNotRunning, status, effect) => {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status }], stopWhenNotRunning });
  expect(await call(simulator, "StartScheduledPreloadExecution", { query })).toMatchObject({ status });
  expect(simulator.calls()).toMatchObject([{ effect }]);
});

test.each(STATUSES)("Update and Delete take a %s plan", async (Status) => {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status }] });
  const updated = await call(simulator, "UpdateScheduledPreloadExecution", { query, form: { SliceLen: 99 } });
  expect(updated.json).toMatchObject({ SliceLen: 99, Status });
  expect((await call(simulator, "DeleteScheduledPreloadExecution", { query })).status).toBe(200);
  expect(simulator.plans()).toEqual([]);
});

test("the mode of Stop can be changed while the simulator runs", async () => {
  const simulator = await start({ now: NOON, seed: [PLAN] });
  simulator.setStopWhenNotRunning("unchanged");
  expect((await call(simulator, "StopScheduledPreloadExecution", { query })).status).toBe(200);
  simulator.setStopWhenNotRunning("refuse");
  expect((await call(simulator, "StopScheduledPreloadExecution", { query })).status).toBe(400);
});

test("a created plan is missing in List for the lag", async () => {
  const simulator = await start({ now: NOON, seed: { jobs: [{ Id: JOB_ID }] }, listLagSeconds: 600 });
  await call(simulator, "CreateScheduledPreloadExecutions", {
    query: { Id: JOB_ID },
    form: { Executions: JSON.stringify([{ SliceLen: 1, Interval: 1, StartTime: PLAN.StartTime }]) },
  });
  expect(await statusInList(simulator)).toBeUndefined();
  simulator.advanceClock(600);
  expect(await statusInList(simulator)).toBe("waiting");
});

test("a put plan is missing in List for the lag, and can be stopped meanwhile", async () => {
  const simulator = await start({ now: NOON, seed: { jobs: [{ Id: JOB_ID }] }, listLagSeconds: 600 });
  simulator.putPlan(PLAN_ID, { ...PLAN, Status: "running" });
  const { json } = await call(simulator, "ListScheduledPreloadExecutions", { query: { Id: JOB_ID } });
  expect(json).toMatchObject({ TotalCount: 0, Executions: [] });
  expect((await call(simulator, "StopScheduledPreloadExecution", { query })).status).toBe(200);
  expect(await statusInList(simulator)).toBeUndefined();
  simulator.advanceClock(600);
  expect(await statusInList(simulator)).toBe("stopped");
});
