import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { readSettings } from "../../provider/settings";
import { stop } from "../../scripts/contract/case";
import { run } from "../../scripts/lib/run";
import { liveCheck } from "../../scripts/live/liveCheck";
import { openService } from "../../scripts/live/service";
import { startSimulator, type PlanStatus, type Simulator } from "../../simulator";
import { environmentWith } from "../harness/environment";
import { send } from "../simulator/secondClient";

const JOB_ID = "665d3af3621bccf3fe29e1a4";
const PLAN_ID = "66599bd7397885b43804901c";
const OTHER_ID = "66599bd7397885b43804901d";
const ABSENT = ["000000000000000000000000", "not-an-id"];
const JOB = ["--job", JOB_ID];
const STOP = [...JOB, "--allow-stop", PLAN_ID];

const KEYS = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tSomebodysAccessKey",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "somebody's+secret/key=",
  ALIBABA_CLOUD_SECURITY_TOKEN: "CAISsomebody's+token/==",
};
const [accessKeyId, accessKeySecret, securityToken] = Object.values(KEYS) as [string, string, string];
const AliUid = "1568586512314622";
/** What no report shows. */
const PRIVATE = [...Object.values(KEYS), AliUid, JOB_ID, PLAN_ID, "190007158391808", "secret launch", "shop.example"];

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function startEsa(Status: PlanStatus): Promise<Simulator> {
  const job = { Id: JOB_ID, Name: "secret launch", UrlList: "https://shop.example.com/a", AliUid };
  const simulator = await startSimulator({
    accounts: [{ accessKeyId, accessKeySecret, securityToken, aliUid: AliUid }],
    seed: { jobs: [job], plans: [{ Id: PLAN_ID, Status }, { Id: OTHER_ID }] },
  });
  closers.push(() => simulator.close());
  return simulator;
}

/** An ESA that answers otherwise: the simulator behind a server that changes what comes back. */
async function startDeviating(simulator: Simulator, change: (body: Record<string, unknown>) => object) {
  const server = createServer((incoming, outgoing) => {
    const { method = "", url = "" } = incoming;
    const headers = incoming.headers as Record<string, string>;
    void send(simulator.endpoint, { method, path: url, query: "", headers, body: "" }).then(({ status, json }) => {
      outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(change(json)));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function check(args: readonly string[], url: string, env: Record<string, string> = {}) {
  const told: string[] = [];
  const settings = { ...KEYS, MAX_RETRY_TIMEOUT: "1", ALIBABA_CLOUD_ESA_ENDPOINT: url, ...env };
  const { report = "", exitCode } = await liveCheck(args, settings, (line) => told.push(line));
  expect(PRIVATE.filter((text) => report.includes(text))).toEqual([]);
  expect([...Object.values(KEYS), "another secret"].filter((text) => told.join().includes(text))).toEqual([]);
  const rows = [...report.matchAll(/^\| (.+?) \| (ok|differs|failed) \| ?(.*?) *\|$/gm)];
  const results = Object.fromEntries(rows.map(([, name = "", ...rest]) => [name, rest.filter(Boolean).join(": ")]));
  return { exitCode, report, told: told.join("\n"), results };
}

const stops = (simulator: Simulator) =>
  simulator.calls().flatMap(({ action, query }) => (action?.startsWith("Stop") ? [query.Id] : []));

function command(args: string[], url: string) {
  const env = { ...environmentWith({ env: { PATH: process.env.PATH ?? "" } }), ...KEYS, ESA_ENDPOINT: url };
  return run(process.execPath, [join(__dirname, "../../scripts/run.js"), "live-check", ...args], { env });
}

test("the command prints the report alone, and says before what it will send; the plan is stopped, no other", async () => {
  const simulator = await startEsa("running");
  const { code, stdout, stderr } = await command(STOP, simulator.url);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^# ESA live check: 0 of 18 cases differ from the simulator\n/);
  expect(stdout).toContain("- Stop was allowed, for a plan that was running at first\n");
  expect(stdout).toContain("| Stop of a stopped plan | ok | as with stopWhenNotRunning refuse |");
  expect(stdout).toContain("| Stop of a waiting plan | not tried | the plan is stopped |");
  expect(stderr).toContain("with the credentials of the environment (ALIBABA_CLOUD_ACCESS_KEY_ID)");
  expect(stderr).toContain(`FOR THE PLAN ${PLAN_ID}, WHICH STOPS IF IT RUNS. It is not started again.`);
  expect(PRIVATE.filter((text) => stdout.includes(text))).toEqual([]);
  expect(stops(simulator)).toEqual([...ABSENT, PLAN_ID, PLAN_ID]);
  expect(simulator.plans().map(({ Status }) => Status)).toEqual(["stopped", "running"]);
});

test("without --allow-stop nothing is sent that writes, and a throttled call is sent again", async () => {
  const simulator = await startEsa("running");
  simulator.addFault({ kind: "throttle" });
  const { exitCode, report, told } = await check(JOB, simulator.url);
  expect(exitCode).toBe(0);
  expect(told).toContain("Only calls that read. No Stop is sent.");
  expect(report).toContain("- nothing was sent that writes\n");
  expect(simulator.calls()).toHaveLength(13);
  expect(simulator.calls().filter(({ action }) => !/^(List|Get)/.test(action ?? ""))).toEqual([]);
});

test("differences are reported, and nothing of the account, whatever the service says", async () => {
  const said = [...PRIVATE, "https://shop.example.com/a"].join(" ");
  const url = await startDeviating(await startEsa("waiting"), (body) => ({
    ...body,
    ...("Code" in body && { Message: said, [accessKeyId]: said }),
    ...(body.Code === "InvalidExecution.StatusNotAllowed" && { Code: "InvalidExecution.Status" }),
    ...(body.Code === "MissingId" && { Code: accessKeyId }),
    ...("SiteId" in body && { SiteId: "190007158391808", Tags: [said], [accessKeyId]: said }),
  }));
  const { exitCode, report, results } = await check(STOP, url);
  expect(exitCode).toBe(1);
  expect(report).toMatch(/^# ESA live check: 3 of 14 cases differ from the simulator\n/);
  expect(results).toMatchObject({
    "a job": "differs: SiteId expected number, received string; Tags is not expected; an element is not expected",
    "the plans of no job": "differs: HTTP 400 a code of another form, expected HTTP 400 MissingId",
    "Stop of a waiting plan":
      "differs: nearest: stopWhenNotRunning refuse; " +
      "HTTP 400 InvalidExecution.Status, expected HTTP 400 InvalidExecution.StatusNotAllowed",
  });
  expect(report).toContain("- the plans of no job (our choice): Id is required; silent on the code.");
});

test.each([
  ["in a form that is not known", STOP, (body: object) => ({ ...body, Executions: { [PLAN_ID]: null } }), 1],
  ["that the job does not have", [...JOB, "--allow-stop", JOB_ID], (body: object) => body, 2],
])("with a plan %s the rest is read, and no Stop is sent", async (_name, args, change, code) => {
  const simulator = await startEsa("running");
  const { exitCode, told, results } = await check(args, await startDeviating(simulator, change));
  expect(exitCode).toBe(code);
  expect(told).toMatch(/The job's List does not show the plan \w+: no Stop is sent\./);
  expect(Object.keys(results)).toHaveLength(12);
  expect(stops(simulator)).toEqual([]);
});

test("a Stop without an answer is not sent again, and what is not permitted is no difference", async () => {
  const simulator = await startEsa("waiting");
  simulator.addFault({ kind: "resetAfterEffect", action: "StopScheduledPreloadExecution" });
  simulator.addFault({ kind: "error", action: "GetScheduledPreloadJob", code: "Forbidden.RAM" });
  const { exitCode, told, results } = await check(STOP, simulator.url);
  expect(exitCode).toBe(2);
  expect(told).toContain("2 of the cases could not be tried; the report says why.");
  expect(results).toMatchObject({
    "a job": "failed: HTTP 403 Forbidden.RAM",
    "Stop of a plan that does not exist": "failed: ConnectionBroken",
    "Stop of a waiting plan": "ok: as with stopWhenNotRunning refuse",
  });
  expect(stops(simulator)).toEqual([...ABSENT, PLAN_ID]);
});

test.each([
  ["a Stop of another plan", stop(OTHER_ID)],
  ["a Start of the plan", { ...stop(PLAN_ID), action: "StartScheduledPreloadExecution" }],
])("whatever the cases ask, %s is not sent", async (_name, request) => {
  const simulator = await startEsa("stopped");
  const connection = readSettings(() => undefined, { ...KEYS, ESA_ENDPOINT: simulator.url });
  await expect(openService(connection, PLAN_ID, () => undefined)(request)).rejects.toThrow("is not allowed");
  expect(simulator.calls()).toEqual([]);
});

test.each([
  ["--job ID is needed", []],
  ["--job: expected 24 hex digits", ["--job", "launch"]],
  ["--allow-stop: expected 24 hex digits", [...JOB, "--allow-stop", `${JOB_ID}:${PLAN_ID}`]],
  ["argument missing", [...JOB, "--allow-stop"]],
  ["Unknown option '--jib'", ["--jib", JOB_ID]],
  ["Neither alicloud:region nor alicloud:accountType is set", JOB],
])("a command line or an environment that says too little is refused: %s", async (reason, args) => {
  await expect(check(args, "")).rejects.toThrow(reason);
});

test("a command that is refused prints the reason alone, with exit code 2", async () => {
  const { code, stdout, stderr } = await command([], "");
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: "--job ID is needed.\nTry --help.\n" });
});

test.each<[reason: string, args: string[], env: Record<string, string>]>([
  ["EndpointUnreachable", JOB, { ALIBABA_CLOUD_ESA_ENDPOINT: "http://127.0.0.1:9", MAX_RETRY_TIMEOUT: "0.001" }],
  ["HTTP 400 SignatureDoesNotMatch", JOB, { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "another secret" }],
  ["HTTP 404 InvalidJob.NotFound", ["--job", PLAN_ID], {}],
])("a job that cannot be listed ends it with exit code 2 and no report: %s", async (reason, args, env) => {
  const { exitCode, report, told } = await check(args, (await startEsa("running")).url, env);
  expect({ exitCode, report }).toEqual({ exitCode: 2, report: "" });
  expect(told).toContain(`The job's plans cannot be listed: ${reason}`);
});
