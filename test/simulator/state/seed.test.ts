import type { PlanFields, Seed, SimulatorOptions } from "../../../simulator";
import { closeAll, JOB_ID, NOON, PLAN, PLAN_ID, start } from "../running";

afterEach(closeAll);

const SECOND_ID = "66599bd7397885b43804901d";

test("needs no more of a plan than its Id: it runs now, in a job of its own account", async () => {
  const simulator = await start({ now: NOON, seed: [{ Id: PLAN_ID }] });
  const owner = { AliUid: "1000000000000001" };
  const plan = { Id: PLAN_ID, JobId: JOB_ID, ...owner, Interval: 60, SliceLen: 10, Status: "running" };
  const StartTime = expect.stringMatching(/^2024-05-31T11:00:/) as string;
  const EndTime = expect.stringMatching(/^2024-06-01T11:00:/) as string;
  expect(simulator.plans()).toEqual([{ ...plan, StartTime, EndTime }]);
  expect(simulator.jobs()).toMatchObject([{ Id: JOB_ID, ...owner, TaskType: "preload" }]);
});

test.each<[fields: Partial<PlanFields>, status: string, order: string]>([
  [{ Status: "waiting" }, "waiting", "now start end"],
  [{ Status: "running" }, "running", "start now end"],
  [{ Status: "finished" }, "finished", "start end now"],
  [{ StartTime: "2024-05-31T13:00:00Z" }, "waiting", "now start end"],
  [{ EndTime: "2024-05-31T11:00:00Z" }, "finished", "start end now"],
  [{ EndTime: "2024-05-31T12:30:00Z" }, "running", "start now end"],
])("completes %j, and keeps what is given as it is: %s, %s", async (fields, status, order) => {
  const simulator = await start({ now: NOON, seed: [{ Id: PLAN_ID, ...fields }] });
  const [plan] = simulator.plans();
  const { StartTime = "", EndTime = "" } = plan ?? {};
  const instants = { now: Date.parse(NOON), start: Date.parse(StartTime), end: Date.parse(EndTime) };
  const inOrder = Object.entries(instants).sort(([, a], [, b]) => a - b);
  expect(plan).toMatchObject({ Status: status, ...fields });
  expect(inOrder.map(([name]) => name).join(" ")).toBe(order);
});

test("takes jobs, plans and executions, with lower first letters too", async () => {
  const job = { Id: "1".repeat(24), Name: "one", AliUid: "42", UrlList: "http://a.test/", ExecutionCount: 9 };
  const executions = [{ id: SECOND_ID, jobId: JOB_ID, status: "stopped" as const, sliceLen: 3 }];
  const simulator = await start({ now: NOON, seed: { jobs: [job], plans: [{ Id: PLAN_ID }], executions } });
  expect(simulator.plans()).toMatchObject([
    { Id: PLAN_ID, JobId: job.Id, AliUid: "42" },
    { Id: SECOND_ID, JobId: JOB_ID, AliUid: "1000000000000001", Status: "stopped", SliceLen: 3 },
  ]);
  expect(simulator.jobs()).toMatchObject([{ Name: "one", UrlCount: 1, Domains: "a.test" }, { Id: JOB_ID }]);
  expect(simulator.jobs()[0]).not.toHaveProperty("ExecutionCount");
});

test.each<[message: string, seed: unknown]>([
  [`plans[1] (Id ${SECOND_ID}): unknown field "Statos"`, { plans: [PLAN, { Id: SECOND_ID, Statos: "running" }] }],
  [`plans[0] (Id ${PLAN_ID}): field "Status": expected one of waiting, running`, [{ Id: PLAN_ID, Status: "on" }]],
  ['plans[0]: the field "Id" is missing', [{ Status: "running" }]],
  ['plans[0] (Id 42): field "Id": expected 24 hex digits, got "42"', [{ Id: "42" }]],
  ['field "StartTime": expected an ISO 8601 time', [{ Id: PLAN_ID, StartTime: "2024-05-31 12:00" }]],
  [`plans[0] (Id ${PLAN_ID}): the field "Id" is given twice`, [{ id: PLAN_ID, Id: PLAN_ID }]],
  ['seed: unknown field "plan"', { plan: [] }],
  [`seed: the plan ${PLAN_ID} is there twice`, { plans: [PLAN], executions: [PLAN] }],
  ["seed: expected an object or a list of plans", "plans"],
])("refuses a seed: %s", async (message, seed) => {
  await expect(start({ seed: seed as Seed })).rejects.toThrow(message);
});

test.each<[message: string, options: object]>([
  ['unknown option "prot"; known: port', { prot: 1 }],
  ["options: expected an object, got []", []],
  ["qps: expected a number above 0, got Infinity", { qps: Infinity }],
  ["accounts: expected a list", { accounts: "a" }],
  ["account fields: expected an object, got null", { accounts: [null] }],
  ["now: expected an ISO 8601 time", { now: "yesterday" }],
  ['stopWhenNotRunning: expected "refuse" or "unchanged"', { stopWhenNotRunning: "ignore" }],
  ["listLagSeconds: expected a number", { listLagSeconds: "1" }],
  ["accounts: aliUid must be a text", { accounts: [{ accessKeyId: "a", accessKeySecret: "b" }] }],
  ["is there twice", { accounts: [{ accessKeyId: "simulator-access-key-id", accessKeySecret: "b", aliUid: "1" }] }],
])("refuses options: %s", async (message, options) => {
  await expect(start(options as SimulatorOptions)).rejects.toThrow(message);
});
