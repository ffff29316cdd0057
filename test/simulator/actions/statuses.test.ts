import type { PlanStatus, Simulator, SimulatorOptions, WhenNotRunning } from "../../../simulator";
import { closeAll, CREATE, DELETE, JOB_ID, LIST, NOON, PLAN, PLAN_ID, start, START, STATUSES, STOP } from "../running";
import { UPDATE } from "../running";
import { call } from "../signedCall";

afterEach(closeAll);

const query = { Id: PLAN_ID };
const HALF_PAST_ONE = "2024-05-31T13:30:00Z";

const startWith = (Status: PlanStatus, options: SimulatorOptions = {}) =>
  start({ now: NOON, seed: [{ ...PLAN, Status }], ...options });

async function statusInList(simulator: Simulator): Promise<string | undefined> {
  const { json } = await call(simulator, LIST, { query: { Id: JOB_ID } });
  return (json.Executions as { Status: string }[])[0]?.Status;
}

/** The statuses in List after each of the spans. */
async function after(simulator: Simulator, ...spans: number[]) {
  const statuses = [];
  for (const seconds of spans) {
    simulator.advanceClock(seconds);
    statuses.push(await statusInList(simulator));
  }
  return statuses;
}

test("a started plan waits for the delay, runs, and finishes at its EndTime", async () => {
  const simulator = await startWith("stopped", { now: HALF_PAST_ONE, startDelaySeconds: 600 });
  expect((await call(simulator, START, { query })).json).toMatchObject({ ...PLAN, Status: "waiting" });
  expect(await after(simulator, 0, 600, 1200)).toEqual(["waiting", "running", "finished"]);
});

test("a created plan is missing in List for the lag, and waits for the delay where its StartTime has passed", async () => {
  const delays = { listLagSeconds: 300, startDelaySeconds: 600 };
  const simulator = await start({ now: NOON, seed: { jobs: [{ Id: JOB_ID }] }, ...delays });
  const entry = { SliceLen: 1, Interval: 1, StartTime: "2024-05-31T08:00:00Z", EndTime: PLAN.EndTime };
  await call(simulator, CREATE, { query: { Id: JOB_ID }, form: { Executions: JSON.stringify([entry]) } });
  expect(await after(simulator, 0, 300, 300)).toEqual([undefined, "waiting", "running"]);
});

test("new times move a waiting plan and end a running one", async () => {
  const simulator = await startWith("waiting");
  await call(simulator, UPDATE, { query, form: { StartTime: HALF_PAST_ONE } });
  expect(await after(simulator, 3600, 1800)).toEqual(["waiting", "running"]);
  await call(simulator, UPDATE, { query, form: { EndTime: HALF_PAST_ONE } });
  expect(await statusInList(simulator)).toBe("finished");
});

test("a Stop with a delay is answered and listed as running until then, and a second one changes nothing", async () => {
  const simulator = await startWith("running", { now: HALF_PAST_ONE, stopDelaySeconds: 600 });
  expect((await call(simulator, STOP, { query })).json).toMatchObject({ ...PLAN, Status: "running" });
  simulator.advanceClock(500);
  expect((await call(simulator, STOP, { query })).json).toMatchObject({ Status: "running" });
  expect(simulator.calls()).toMatchObject([{ effect: true }, { effect: false }]);
  expect(await after(simulator, 0, 100, 3600)).toEqual(["running", "stopped", "stopped"]);
});

// Stop in every status: the contract's cases.
test.each<[status: PlanStatus, mode: WhenNotRunning, outcome: string, effect: boolean]>([
  ["stopped", "refuse", "200", true],
  ["failed", "refuse", "200", true],
  ["running", "refuse", "200", false],
  ["finished", "unchanged", "200", false],
  ["finished", "refuse", "400 InvalidExecution.StatusNotAllowed", false],
])("Start of a %s plan with %s: %s", async (status, stopWhenNotRunning, outcome, effect) => {
  const simulator = await startWith(status, { stopWhenNotRunning });
  const reply = await call(simulator, START, { query });
  expect(reply).toMatchObject({ outcome });
  expect(simulator.calls()).toMatchObject([{ effect }]);
  if (outcome !== "200") expect(reply.json.Message).toContain(status);
});

test.each(STATUSES)("Update and Delete take a %s plan", async (Status) => {
  const simulator = await startWith(Status);
  const updated = await call(simulator, UPDATE, { query, form: { SliceLen: 99 } });
  expect(updated.json).toMatchObject({ SliceLen: 99, Status });
  expect(Object.keys((await call(simulator, DELETE, { query })).json)).toEqual(["RequestId"]);
  expect(simulator.plans()).toEqual([]);
});
