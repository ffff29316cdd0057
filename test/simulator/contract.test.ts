import type { Answer } from "../../scripts/contract/case";
import { readCases } from "../../scripts/contract/readCases";
import { runCases } from "../../scripts/contract/run";
import { stopCases } from "../../scripts/contract/stopCases";
import { openService } from "../../scripts/live/service";
import { fieldsOf } from "../../provider/esa/errors/network";
import { readSettings } from "../../provider/settings";
import type { PlanStatus, SimulatorOptions } from "../../simulator";
import { closeAll, JOB_ID, NOON, PLAN, PLAN_ID, start, STATUSES } from "./running";

afterEach(closeAll);

const CASES = [...readCases, ...stopCases];

/** Runs cases as the live check does. */
async function run(
  Status: PlanStatus,
  options: SimulatorOptions = {},
  { cases = CASES, known = {}, change = (answer: Answer) => answer } = {},
) {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status }], ...options });
  const { url, accessKeyId, accessKeySecret } = simulator;
  const config = { accessKey: accessKeyId, secretKey: accessKeySecret, endpoints: JSON.stringify({ esa: url }) };
  const values = new Map(Object.entries(config).map(([key, value]) => [`alicloud:${key}`, value]));
  const send = openService(
    readSettings((key) => values.get(key), {}),
    PLAN_ID,
    () => undefined,
  );
  const service: Parameters<typeof runCases>[2] = {
    send: async (request) => change(await send(request)),
    sleep: (delayMs) => {
      simulator.advanceClock(delayMs / 1000);
      return Promise.resolve();
    },
  };
  return { results: await runCases(cases, { jobId: JOB_ID, planId: PLAN_ID, ...known }, service), simulator };
}

const rows = (["refuse", "unchanged"] as const).flatMap((mode) => STATUSES.map((status) => [mode, status] as const));
test.each(rows)("with stopWhenNotRunning %s and a %s plan, every case holds", async (stopWhenNotRunning, status) => {
  const { results, simulator } = await run(status, { stopWhenNotRunning });
  expect(results.filter(({ outcome }) => outcome === "differs" || outcome === "failed")).toEqual([]);
  expect(results.flatMap(({ option }) => option ?? [])).toEqual([
    ...(status === "running" ? ["stopDelaySeconds 0"] : []),
    `stopWhenNotRunning ${stopWhenNotRunning}`,
  ]);
  const tried = status === "running" ? ["running", "stopped"] : [status];
  const untried = STATUSES.filter((one) => !tried.includes(one)).map((one) => `Stop of a ${one} plan`);
  if (status !== "running") untried.push("the plan after it was stopped");
  const found = results.filter(({ outcome }) => outcome === "not tried").map((result) => result.case.name);
  expect(found.sort()).toEqual(untried.sort());
  const effects = simulator.calls().filter(({ effect }) => effect);
  expect(effects.map(({ query }) => query)).toEqual(status === "running" ? [{ Id: PLAN_ID }] : []);
});

test.each<[seconds: number, outcome: string, looks: number, remarks: string[]]>([
  [5, "ok", 4, []],
  [3000, "differs", 6, ["Executions[].Status of the plan is running, expected stopped"]],
])("a Stop that takes %i s is looked at for a while: %s", async (stopDelaySeconds, outcome, looks, remarks) => {
  const { results } = await run("running", { stopDelaySeconds });
  const found = results.filter((result) => /a running|it was stopped/.test(result.case.name));
  expect(found).toMatchObject([
    { outcome: "ok", option: "stopDelaySeconds above 0", looks: 1 },
    { outcome, looks, remarks },
  ]);
});

const plans = "the plans of a job";
const plan = { ...PLAN, AliUid: "1", Interval: 60, SliceLen: 10, Status: "waiting" };
const ofPlan = (change: object) => ({ Executions: [{ ...plan, ...change }] });

test.each<[remark: string, name: string, change: object | string]>([
  ["Executions[].Interval expected number, received string", plans, ofPlan({ Interval: "60" })],
  ["Executions[].an element is not expected", plans, ofPlan({ "shop.example.com": 1 })],
  ["Executions[].Status is paused, expected " + STATUSES.join(" or "), plans, ofPlan({ Status: "paused" })],
  ["Executions[].JobId is another id than the one asked for", plans, ofPlan({ JobId: PLAN_ID })],
  ["Executions[].StartTime is not an ISO 8601 time", plans, ofPlan({ StartTime: "2024-05-31 13:00" })],
  ["TotalCount is not the number of the entries", plans, { TotalCount: 2 }],
  ["Jobs has too many entries", "a page of jobs after the last one", { Jobs: [{}] }],
  ["HTTP 404 Other, expected HTTP 404 InvalidJob.NotFound", "a job that does not exist", "HTTP 404 Other"],
  ["Status is stopped, expected waiting", "Stop of a waiting plan", { RequestId: "1", ...plan, Status: "stopped" }],
])("another answer is told of in words that hold no value: %s", async (remark, name, change) => {
  const cases = CASES.filter((one) => one.name === name);
  const known = { status: "waiting", siteId: 190007158391808 };
  const changed = (answer: Answer) =>
    typeof change === "string" ? { refusal: change } : { body: { ...fieldsOf(fieldsOf(answer).body), ...change } };
  const { results } = await run("waiting", {}, { cases, known, change: changed });
  expect(results.map(({ remarks }) => remarks)).toEqual([[remark]]);
});
