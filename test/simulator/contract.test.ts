import OpenApiClient, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";

import { READ_CASES } from "../../scripts/contract/readCases";
import { runCases, type Answer, type Result, type Send } from "../../scripts/contract/run";
import { STOP_CASES } from "../../scripts/contract/stopCases";
import type { PlanStatus, Simulator, SimulatorOptions } from "../../simulator";
import { closeAll, JOB_ID, NOON, PLAN, PLAN_ID, start, STATUSES } from "./running";
import { call } from "./secondClient";

afterEach(closeAll);

/** By the client that was written from the signature's documentation alone. */
const bySecondClient =
  (simulator: Simulator): Send =>
  async ({ action, method, query, version }) => {
    const { status, json } = await call(simulator, action, {
      query,
      method,
      ...(version !== undefined && { headers: { "x-acs-version": version } }),
    });
    return { status, body: json };
  };

type RuntimeOptions = Parameters<OpenApiClient["callApi"]>[2];

/** By Alibaba Cloud's generic client. */
const byOfficialClient = ({ endpoint, accessKeyId, accessKeySecret }: Simulator): Send => {
  const client = new OpenApiClient(new Config({ endpoint, accessKeyId, accessKeySecret, protocol: "HTTP" }));
  return async ({ action, method, query, version = "2024-09-10" }) => {
    const rpc = { pathname: "/", authType: "AK", style: "RPC", reqBodyType: "formData", bodyType: "json" };
    const params = new Params({ action, version, protocol: "HTTP", method, ...rpc });
    try {
      const runtime: Partial<RuntimeOptions> = {};
      const { body } = await client.callApi(params, new OpenApiRequest({ query }), runtime as RuntimeOptions);
      return { status: 200, body: body as unknown };
    } catch (error) {
      const { statusCode, ...body } = (error as { data: { statusCode: number } }).data;
      return { status: statusCode, body };
    }
  };
};

const CLIENTS = { bySecondClient, byOfficialClient };

interface Run {
  results: Result[];
  simulator: Simulator;
}

async function run(Status: PlanStatus, options: SimulatorOptions, client: keyof typeof CLIENTS): Promise<Run> {
  const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status }], ...options });
  const service = {
    send: CLIENTS[client](simulator),
    sleep: (delayMs: number) => {
      simulator.advanceClock(delayMs / 1000);
      return Promise.resolve();
    },
  };
  const world = { jobId: JOB_ID, planId: PLAN_ID };
  return { results: await runCases([...READ_CASES, ...STOP_CASES], world, service), simulator };
}

const named = (results: Result[], outcome: Result["outcome"]) =>
  results.filter((result) => result.outcome === outcome).map((result) => result.case.name);

describe.each(["refuse", "unchanged"] as const)("with stopWhenNotRunning %s", (stopWhenNotRunning) => {
  describe.each(Object.keys(CLIENTS) as (keyof typeof CLIENTS)[])("%s", (client) => {
    test.each(STATUSES)("every case holds, with a %s plan", async (status) => {
      const { results } = await run(status, { stopWhenNotRunning }, client);
      const faults = results.filter(({ outcome }) => outcome === "differs" || outcome === "failed");
      expect(faults).toEqual([]);
      expect(results.filter(({ option }) => option !== undefined).map(({ option }) => option)).toEqual([
        ...(status === "running" ? ["stopDelaySeconds 0"] : []),
        `stopWhenNotRunning ${stopWhenNotRunning}`,
      ]);
      const others = STATUSES.filter((one) => one !== status && !(status === "running" && one === "stopped"));
      expect(named(results, "not tried").sort()).toEqual(
        [
          ...others.map((one) => `Stop of a ${one} plan`),
          ...(status === "running" ? [] : ["the plan after it was stopped"]),
        ].sort(),
      );
    });
  });
});

test("a Stop that takes its time is looked at until the plan has stopped", async () => {
  const { results } = await run("running", { stopDelaySeconds: 5 }, "bySecondClient");
  const found = results.filter((result) => /running|after it/.test(result.case.name));
  expect(found).toMatchObject([
    { outcome: "ok", option: "stopDelaySeconds above 0", looks: 1 },
    { outcome: "ok", looks: 4 },
  ]);
  expect(named(results, "differs")).toEqual([]);
});

test("a Stop that takes too long differs, and the looks end", async () => {
  const { results } = await run("running", { stopDelaySeconds: 3000 }, "bySecondClient");
  const [look] = results.filter((result) => result.outcome === "differs");
  expect(look).toMatchObject({
    case: { name: "the plan after it was stopped" },
    looks: 6,
    differences: ['the plan\'s Status is "running"; the simulator answers "stopped"'],
  });
});

test("the cases that read change nothing, and no other case does without writing", async () => {
  const { simulator } = await run("running", {}, "bySecondClient");
  const calls = simulator.calls();
  expect(calls.filter(({ effect }) => effect).map(({ action }) => action)).toEqual(["StopScheduledPreloadExecution"]);
  const reads = READ_CASES.map(({ ask }) => ask({ jobId: JOB_ID, siteId: 1 }).action);
  expect(reads.filter((action) => !/^(List|Get)Scheduled/.test(action))).toEqual([]);
  expect([...READ_CASES, ...STOP_CASES].filter(({ writes }) => writes).map(({ name }) => name)).toEqual(
    STOP_CASES.filter((one) => /^Stop/.test(one.name)).map(({ name }) => name),
  );
});

describe("an answer that is another one", () => {
  const differencesOf = async (name: string, change: (answer: Answer) => Answer): Promise<readonly string[]> => {
    const simulator = await start({ now: NOON, seed: [{ ...PLAN, Status: "waiting" }] });
    const send = bySecondClient(simulator);
    const cases = [...READ_CASES, ...STOP_CASES];
    const results = await runCases(
      cases,
      { jobId: JOB_ID, planId: PLAN_ID },
      {
        send: async (request, writes) => {
          const answer = await send(request, writes);
          const isIt = cases
            .find((one) => one.name === name)
            ?.ask({ jobId: JOB_ID, planId: PLAN_ID, siteId: 190007158391808 });
          return JSON.stringify(request) === JSON.stringify(isIt) ? change(answer) : answer;
        },
        sleep: () => Promise.resolve(),
      },
    );
    return results.find((result) => result.case.name === name)?.differences ?? ["there is no such case"];
  };
  const inPlans = (fields: object) => (answer: Answer) => {
    const body = answer.body as { Executions: object[] };
    return {
      ...answer,
      body: { ...body, Executions: body.Executions.map((plan) => ({ ...plan, ...fields })) },
    };
  };
  const inBody = (fields: object) => (answer: Answer) => ({
    ...answer,
    body: { ...(answer.body as object), ...fields },
  });

  test.each<[difference: string, name: string, change: (answer: Answer) => Answer]>([
    [
      "Executions[].Interval is text; the simulator answers an integer",
      "the plans of a job",
      inPlans({ Interval: "60" }),
    ],
    ["Executions[].SliceLen is missing", "the plans of a job", inPlans({ SliceLen: undefined })],
    [
      "Executions[].Owner is not in the simulator's answer; it is text",
      "the plans of a job",
      inPlans({ Owner: "somebody" }),
    ],
    [
      'Executions[].Status is "paused"; the simulator answers a documented status',
      "the plans of a job",
      inPlans({ Status: "paused" }),
    ],
    [
      "Executions[].JobId is another id; the simulator answers the id that was asked for",
      "the plans of a job",
      inPlans({ JobId: PLAN_ID }),
    ],
    [
      "Executions[].StartTime is text; the simulator answers an ISO 8601 time",
      "the plans of a job",
      inPlans({ StartTime: "2024-05-31 13:00" }),
    ],
    ["TotalCount is 2 for a list of 1; the simulator counts right", "the plans of a job", inBody({ TotalCount: 2 })],
    ["Executions is null; the simulator answers a list", "the plans of a job", inBody({ Executions: null })],
    ["SiteId is text; the simulator answers an integer", "a job", inBody({ SiteId: "1" })],
    [
      "TotalCount is an integer; the simulator answers a numeral as text",
      "the first page of a site's jobs",
      inBody({ TotalCount: 1 }),
    ],
    [
      'Code is "InvalidTask.NotFound"; the simulator answers "InvalidJob.NotFound"',
      "a job that does not exist",
      inBody({ Code: "InvalidTask.NotFound" }),
    ],
    ["HTTP 400; the simulator answers HTTP 404", "a job that does not exist", (answer) => ({ ...answer, status: 400 })],
    [
      "HTTP 200; the simulator answers HTTP 404",
      "a job that does not exist",
      () => ({ status: 200, body: { RequestId: "1" } }),
    ],
    [
      'Code is "InvalidExecution.Status"; the simulator answers "InvalidExecution.StatusNotAllowed"',
      "Stop of a waiting plan",
      inBody({ Code: "InvalidExecution.Status" }),
    ],
    [
      'Status is "stopped"; the simulator answers "waiting"',
      "Stop of a waiting plan",
      () => ({ status: 200, body: { RequestId: "1", ...PLAN, ...plan, Status: "stopped" } }),
    ],
  ])("%s", async (difference, name, change) => {
    expect(await differencesOf(name, change)).toEqual([difference]);
  });

  const plan = { AliUid: "1", Interval: 60, SliceLen: 10 };
});
