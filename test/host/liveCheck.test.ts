import { join } from "node:path";

import { readSettings } from "../../provider/settings";
import { stop } from "../../scripts/contract/case";
import { run } from "../../scripts/lib/run";
import { liveCheck } from "../../scripts/live/liveCheck";
import { openService } from "../../scripts/live/service";
import type { PlanStatus, Simulator } from "../../simulator";
import { environmentWith } from "../harness/environment";
import { ABSENT_ID, closeAll, JOB_ID, PLAN_ID, start } from "../simulator/running";

afterEach(closeAll);

const OTHER_ID = "66599bd7397885b43804901d";
const ABSENT = [ABSENT_ID, "not-an-id"];
const JOB = ["--job", JOB_ID];
const STOP = [...JOB, "--allow-stop", PLAN_ID];

const KEYS = {
  ALICLOUD_ACCESS_KEY: "LTAI5tSomebodysAccessKey",
  ALICLOUD_SECRET_KEY: "somebody's+secret/key=",
  ALICLOUD_SECURITY_TOKEN: "CAISsomebody's+token/==",
};
const [accessKeyId, accessKeySecret, securityToken] = Object.values(KEYS) as [string, string, string];
const aliUid = "1568586512314622";
/** What no report shows. */
const PRIVATE = [...Object.values(KEYS), aliUid, JOB_ID, PLAN_ID, "190007158391808", "secret launch", "shop.example"];

function startEsa(Status: PlanStatus): Promise<Simulator> {
  const job = { Id: JOB_ID, Name: "secret launch", UrlList: "https://shop.example.com/a", AliUid: aliUid };
  const plans = [{ Id: PLAN_ID, Status }, { Id: OTHER_ID }];
  return start({ accounts: [{ accessKeyId, accessKeySecret, securityToken, aliUid }], seed: { jobs: [job], plans } });
}

async function check(args: readonly string[], url: string, env: Record<string, string> = {}) {
  const told: string[] = [];
  const settings = { ...KEYS, MAX_RETRY_TIMEOUT: "1", ALIBABA_CLOUD_ESA_ENDPOINT: url, ...env };
  const { report = "", exitCode } = await liveCheck(args, settings, (line) => told.push(line));
  expect(PRIVATE.filter((text) => report.includes(text))).toEqual([]);
  expect([...Object.values(KEYS), "another secret"].filter((text) => told.join().includes(text))).toEqual([]);
  return { exitCode, report, told: told.join("\n") };
}

/** The ids of all calls that do not read by their name. */
const writes = (simulator: Simulator) =>
  simulator.calls().flatMap(({ action, query }) => (/^(List|Get)/.test(action ?? "") ? [] : [query.Id]));

function command(args: string[], url: string) {
  const env = { ...environmentWith({ env: { PATH: process.env.PATH ?? "" } }), ...KEYS, ESA_ENDPOINT: url };
  return run(process.execPath, [join(__dirname, "../../scripts/run.js"), "live-check", ...args], { env });
}

test("the command prints the report alone, and says before what it will send; the plan is stopped, no other", async () => {
  const simulator = await startEsa("running");
  const { code, stdout, stderr } = await command(STOP, simulator.url);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^# ESA live check: 0 of 18 cases differ from the simulator\n[^]*for a plan that was running/);
  expect(stdout).toContain("| Stop of a stopped plan | ok | as with stopWhenNotRunning refuse |");
  expect(stdout).toContain("| Stop of a waiting plan | not tried | the plan is stopped |");
  expect(stderr).toContain("with the credentials of the environment (ALICLOUD_ACCESS_KEY)");
  expect(stderr).toContain(`FOR THE PLAN ${PLAN_ID}, WHICH STOPS IF IT RUNS. It is not started again.`);
  expect(PRIVATE.filter((text) => stdout.includes(text))).toEqual([]);
  expect(writes(simulator)).toEqual([...ABSENT, PLAN_ID, PLAN_ID]);
  expect(simulator.plans().map(({ Status }) => Status)).toEqual(["stopped", "running"]);
});

test("without --allow-stop nothing is sent that writes, and a throttled call is sent again", async () => {
  const simulator = await startEsa("running");
  simulator.addFault({ kind: "throttle" });
  const { exitCode, report, told } = await check(JOB, simulator.url);
  expect(exitCode).toBe(0);
  expect(told + report).toMatch(/Only calls that read\. No Stop is sent\.[^]*\n- nothing was sent that writes\n/);
  expect(simulator.calls()).toHaveLength(13);
  expect(writes(simulator)).toEqual([]);
});

test("differences are reported, and nothing of the account, whatever the service says", async () => {
  const simulator = await startEsa("waiting");
  const said = [...PRIVATE, "https://shop.example.com/a"].join(" ");
  simulator.addFault({ kind: "wrongTypes", action: "GetScheduledPreloadJob" });
  const refusal = { kind: "error", code: "InvalidExecution.Status", message: said } as const;
  simulator.addFault({ ...refusal, action: "ListScheduledPreloadJobs", code: accessKeyId });
  simulator.addFault({ ...refusal, action: stop("").action, times: 3 });
  const { exitCode, report } = await check(STOP, simulator.url);
  expect(exitCode).toBe(1);
  expect(report).toMatch(/^# ESA live check: 5 of 16 cases differ from the simulator\n/);
  expect(report).toContain("| differs | Id expected string, received number; UrlCount expected number");
  expect(report).toContain("| differs | HTTP 400 a code of another form, expected HTTP 200 |");
  expect(report).toContain(
    "| differs | nearest: stopWhenNotRunning refuse; HTTP 400 InvalidExecution.Status, expected",
  );
  expect(report).toContain("- Stop of a waiting plan (our choice): Stop takes effect only while the plan is running;");
});

test.each([
  ["that a List shows in a form that is not known", STOP, "wrongTypes", 1],
  ["that the job does not have", [...JOB, "--allow-stop", JOB_ID], "slow", 2],
] as const)("with a plan %s the rest is read, and no Stop is sent", async (_name, args, kind, code) => {
  const simulator = await startEsa("running");
  simulator.addFault({ kind, delayMs: 0 });
  const { exitCode, report, told } = await check(args, simulator.url);
  expect(exitCode).toBe(code);
  expect(told).toMatch(/The job's List does not show the plan \w+: no Stop is sent\./);
  expect(report).toContain("| a List by POST | ok |  |");
  expect(writes(simulator)).toEqual([]);
});

test("a Stop without an answer is not sent again, and what is not permitted is no difference", async () => {
  const simulator = await startEsa("waiting");
  simulator.addFault({ kind: "resetAfterEffect", action: "StopScheduledPreloadExecution" });
  const message = `${accessKeyId} may not do so.`;
  simulator.addFault({ kind: "error", action: "GetScheduledPreloadJob", code: "Forbidden.RAM", message });
  const { exitCode, report, told } = await check(STOP, simulator.url);
  expect(exitCode).toBe(2);
  expect(told).toContain("2 of the cases could not be tried; the report says why.");
  expect(report).toContain("| a job | failed | HTTP 403 Forbidden.RAM |");
  expect(report).toContain("| Stop of a plan that does not exist | failed | ConnectionBroken |");
  expect(report).toContain("| Stop of a waiting plan | ok | as with stopWhenNotRunning refuse |");
  expect(writes(simulator)).toEqual([...ABSENT, PLAN_ID]);
});

test("whatever a case asks, only the plan is stopped, and nothing started", async () => {
  const simulator = await startEsa("stopped");
  const connection = readSettings(() => undefined, { ...KEYS, ESA_ENDPOINT: simulator.url });
  for (const request of [stop(OTHER_ID), { ...stop(PLAN_ID), action: "StartScheduledPreloadExecution" }]) {
    await expect(openService(connection, PLAN_ID, () => undefined)(request)).rejects.toThrow("is not allowed");
  }
  expect(simulator.calls()).toEqual([]);
});

test.each([
  ["--allow-stop: expected 24 hex digits", [...JOB, "--allow-stop", `${JOB_ID}:${PLAN_ID}`]],
  ["--job ID is needed", []],
  ["The live check reads variables only: ALIBABA_CLOUD_REGION", JOB],
])("a command line or an environment that says too little is refused: %s", async (reason, args) => {
  await expect(check(args, "")).rejects.toThrow(reason);
});

test("a job that cannot be listed ends it with exit code 2 and no report", async () => {
  const { url } = await startEsa("running");
  const { exitCode, report, told } = await check(JOB, url, { ALICLOUD_SECRET_KEY: "another secret" });
  expect({ exitCode, report }).toEqual({ exitCode: 2, report: "" });
  expect(told).toContain("The job's plans cannot be listed: HTTP 400 SignatureDoesNotMatch");
});
