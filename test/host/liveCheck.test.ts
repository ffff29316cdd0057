import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { environmentWith } from "../harness/environment";
import { run } from "../../scripts/lib/run";
import { startSimulator, type PlanStatus, type Simulator, type SimulatorOptions } from "../../simulator";
import { send } from "../simulator/secondClient";

const SCRIPT = join(__dirname, "..", "..", "scripts", "live-check.js");
const JOB_ID = "665d3af3621bccf3fe29e1a4";
const PLAN_ID = "66599bd7397885b43804901c";
const OTHER_PLAN_ID = "66599bd7397885b43804901d";

/** An account whose names and keys must not be in any report. */
const ACCOUNT = {
  accessKeyId: "LTAI5tSomebodysAccessKey",
  accessKeySecret: "somebody's+secret/key=",
  aliUid: "1568586512314622",
  securityToken: "CAISsomebody's+token/==",
};
const PRIVATE = [
  ...Object.values(ACCOUNT),
  ...[JOB_ID, PLAN_ID, OTHER_PLAN_ID, "190007158391808", "secret launch", "shop.example.com"],
];

let closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  closers = [];
});

async function startEsa(status: PlanStatus, options: SimulatorOptions = {}): Promise<Simulator> {
  const owner = { AliUid: ACCOUNT.aliUid };
  const simulator = await startSimulator({
    accounts: [ACCOUNT],
    seed: {
      jobs: [{ Id: JOB_ID, Name: "secret launch", UrlList: "https://shop.example.com/a", ...owner }],
      plans: [
        { Id: PLAN_ID, JobId: JOB_ID, Status: status, ...owner },
        { Id: OTHER_PLAN_ID, JobId: JOB_ID, Status: "running", ...owner },
      ],
    },
    ...options,
  });
  closers.push(() => simulator.close());
  return simulator;
}

const KEYS = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: ACCOUNT.accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: ACCOUNT.accessKeySecret,
  ALIBABA_CLOUD_SECURITY_TOKEN: ACCOUNT.securityToken,
};

interface Check {
  code: number | null;
  report: string;
  told: string;
  /** The table: the result of each case, and the remark about it. */
  results: Map<string, string>;
}

async function check(args: readonly string[], env: Record<string, string> = KEYS): Promise<Check> {
  const { code, stdout, stderr } = await run(process.execPath, [SCRIPT, ...args], {
    env: { ...environmentWith({ env: { PATH: process.env.PATH ?? "" } }), ...env },
  });
  const rows = [...stdout.matchAll(/^\| (.+?) \| (ok|differs|not tried|failed) \| ?(.*?) ?\|$/gm)];
  const results = new Map(rows.map(([, name = "", ...rest]) => [name, rest.filter(Boolean).join(": ")]));
  return { code, report: stdout, told: stderr, results };
}

const stops = (simulator: Simulator): string[] =>
  simulator.calls().flatMap(({ action, query }) => (action?.startsWith("Stop") ? [query.Id ?? ""] : []));
const statusOf = (simulator: Simulator) => simulator.plans().map(({ Status }) => Status);
const ABSENT = ["000000000000000000000000", "not-an-id"];

describe("against the simulator", () => {
  test.each([
    ["refuse", "waiting"],
    ["unchanged", "waiting"],
    ["refuse", "finished"],
    ["unchanged", "failed"],
  ] as const)("with stopWhenNotRunning %s and a %s plan, all agrees", async (mode, status) => {
    const simulator = await startEsa(status, { stopWhenNotRunning: mode });
    const args = ["--job", JOB_ID, "--endpoint", simulator.url, "--plan", PLAN_ID, "--allow-stop"];
    const { code, report, results, told } = await check(args);
    expect({ code, told: told.split("\n").slice(3) }).toEqual({ code: 0, told: [""] });
    expect(report).toMatch(/^# ESA live check: 0 of 17 cases differ from the simulator\n/);
    expect(results.get(`Stop of a ${status} plan`)).toBe(`ok: as with stopWhenNotRunning ${mode}`);
    expect(stops(simulator)).toEqual([...ABSENT, PLAN_ID]);
    expect(statusOf(simulator)).toEqual([status, "running"]);
  });

  test.each(["refuse", "unchanged"] as const)(
    "with stopWhenNotRunning %s, a running plan is stopped, and asked once more",
    async (stopWhenNotRunning) => {
      const simulator = await startEsa("running", { stopWhenNotRunning });
      const args = ["--job", JOB_ID, "--endpoint", simulator.url, "--plan", PLAN_ID, "--allow-stop"];
      const { code, results } = await check(args);
      expect(code).toBe(0);
      expect(results.get("Stop of a running plan")).toBe("ok: as with stopDelaySeconds 0");
      expect(results.get("the plan after it was stopped")).toBe("ok");
      expect(results.get("Stop of a stopped plan")).toBe(`ok: as with stopWhenNotRunning ${stopWhenNotRunning}`);
      expect(results.get("Stop of a waiting plan")).toBe("not tried: the plan is stopped");
      expect(stops(simulator)).toEqual([...ABSENT, PLAN_ID, PLAN_ID]);
      expect(statusOf(simulator)).toEqual(["stopped", "running"]);
    },
  );

  test.each([[[]], [["--plan", PLAN_ID]]])("nothing is written without --allow-stop: %j", async (more) => {
    const simulator = await startEsa("running");
    const { code, report, told } = await check(["--job", JOB_ID, "--endpoint", simulator.url, ...more]);
    expect(code).toBe(0);
    expect(told).toContain("13 calls that only read. No Stop is sent.");
    expect(report).toContain("- nothing was sent that writes\n");
    expect(simulator.calls()).toHaveLength(13);
    expect(simulator.calls().filter(({ action }) => !/^(List|Get)/.test(action ?? ""))).toEqual([]);
    expect(statusOf(simulator)).toEqual(["running", "running"]);
  });

  test("what will be written is said before", async () => {
    const simulator = await startEsa("stopped");
    const args = ["--job", JOB_ID, "--endpoint", simulator.url, "--plan", PLAN_ID, "--allow-stop"];
    const { told } = await check(args);
    expect(told).toContain(`FOR THE PLAN ${PLAN_ID}, WHICH STOPS IF IT RUNS. It is not started again.`);
    expect(told).toContain("with the credentials of the environment (ALIBABA_CLOUD_ACCESS_KEY_ID)");
  });

  test("a profile gives the credentials", async () => {
    const simulator = await startEsa("stopped");
    const folder = mkdtempSync(join(tmpdir(), "live-check-"));
    closers.push(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "config.json");
    const profile = {
      name: "live",
      mode: "StsToken",
      access_key_id: ACCOUNT.accessKeyId,
      access_key_secret: ACCOUNT.accessKeySecret,
      sts_token: ACCOUNT.securityToken,
    };
    writeFileSync(file, JSON.stringify({ current: "other", profiles: [profile] }));
    const args = ["--job", JOB_ID, "--endpoint", simulator.url, "--profile", "live"];
    const { code, report } = await check(args, { ALIBABA_CLOUD_CREDENTIALS_FILE: file });
    expect(code).toBe(0);
    expect(PRIVATE.filter((text) => report.includes(text))).toEqual([]);
  });

  test("a throttled call is asked again", async () => {
    const simulator = await startEsa("stopped");
    simulator.addFault({ kind: "throttle" });
    const { code } = await check(["--job", JOB_ID, "--endpoint", simulator.url]);
    expect(code).toBe(0);
    expect(simulator.calls()).toHaveLength(14);
  });
});

/** An ESA that answers otherwise: the simulator behind a server that changes what comes back. */
async function startDeviating(
  simulator: Simulator,
  change: (action: string, body: Record<string, unknown>) => Record<string, unknown> & { HTTP?: number },
): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const { method = "", url = "" } = incoming;
    const headers = incoming.headers as Record<string, string>;
    incoming.resume().on("end", () => {
      void send(simulator.endpoint, { method, path: url, query: "", headers, body: "" }).then((reply) => {
        const { HTTP = reply.status, ...body } = change(headers["x-acs-action"] ?? "", reply.json);
        outgoing.writeHead(HTTP, { "content-type": "application/json" }).end(JSON.stringify(body));
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("against a service that differs", () => {
  const talkative =
    `Plan ${PLAN_ID} of https://shop.example.com/a in secret launch of ${ACCOUNT.aliUid}, ` +
    `token ${ACCOUNT.securityToken}, key ${ACCOUNT.accessKeyId} and ${ACCOUNT.accessKeySecret}, | and \`\`\` at 10.1.2.3`;

  test("each difference is reported, and the report tells nobody who was asked", async () => {
    const simulator = await startEsa("waiting");
    const url = await startDeviating(simulator, (action, body) => {
      if (action.startsWith("Stop") && body.Code === "InvalidExecution.StatusNotAllowed") {
        const more = { "shop.example.com": { Owner: PLAN_ID } };
        return { ...body, Code: "InvalidExecution.Status", Message: talkative, ...more };
      }
      if (action === "GetScheduledPreloadJob" && body.Id !== undefined) {
        return { ...body, SiteId: "190007158391808", Tags: ["secret launch", ACCOUNT.accessKeySecret] };
      }
      if (body.Code === "MissingId") return { HTTP: 403, ...body, Code: "InvalidUid.PermissionDenied" };
      return body;
    });
    const args = ["--job", JOB_ID, "--endpoint", url, "--plan", PLAN_ID, "--allow-stop"];
    const { code, report, told, results } = await check(args);
    expect(code).toBe(1);
    expect(report).toMatch(/^# ESA live check: 3 of 15 cases differ from the simulator\n/);
    expect(Object.fromEntries([...results].filter(([, text]) => !text.startsWith("ok")))).toMatchObject({
      "a job":
        "differs: SiteId is text; the simulator answers an integer; Tags is not in the simulator's answer; it is a list",
      "the plans of no job":
        'differs: HTTP 403; the simulator answers HTTP 400; Code is "InvalidUid.PermissionDenied"; the simulator answers "MissingId"',
      "the first page of a site's jobs": "not tried: the job's site is not known",
      "Stop of a waiting plan":
        'differs: nearest: stopWhenNotRunning refuse; Code is "InvalidExecution.Status"; the simulator answers ' +
        '"InvalidExecution.StatusNotAllowed"; <host> is not in the simulator\'s answer; it is an object',
    });
    expect(report).toContain("`POST StopScheduledPreloadExecution Id=<plan>` → HTTP 400");
    expect(report).toContain('"Code": "InvalidExecution.Status"');
    expect(report).toMatch(/"Message": "Plan <plan> of <url> in <text> of .* and ''' at <address>"/);
    expect(report.match(/```/g)).toHaveLength(2 * 15);
    expect(PRIVATE.filter((text) => report.includes(text))).toEqual([]);
    expect([ACCOUNT.accessKeySecret, ACCOUNT.securityToken].filter((text) => told.includes(text))).toEqual([]);
  });

  test("nothing is written because the service differs", async () => {
    const simulator = await startEsa("running");
    const url = await startDeviating(simulator, (_, body) => ({ ...body, More: 1.5 }));
    const { code, results } = await check(["--job", JOB_ID, "--endpoint", url, "--plan", PLAN_ID]);
    expect(code).toBe(1);
    expect(results.size).toBe(13);
    expect([...results.values()].filter((text) => !/^differs: .*More .* it is a number/.test(text))).toEqual([]);
    expect(stops(simulator)).toEqual([]);
  });

  test("a plan in a form that is not known is not stopped", async () => {
    const simulator = await startEsa("running");
    const url = await startDeviating(simulator, (_, body) => ({ ...body, Executions: { [PLAN_ID]: null } }));
    const args = ["--job", JOB_ID, "--endpoint", url, "--plan", PLAN_ID, "--allow-stop"];
    const { code, told, report } = await check(args);
    expect(code).toBe(1);
    expect(told).toContain("no Stop was sent");
    expect(report).toContain("Executions is an object; the simulator answers a list");
    expect(stops(simulator)).toEqual([]);
  });
});

describe("what cannot be run ends with exit code 2 and its reason", () => {
  test.each<[reason: string, args: string[]]>([
    ["--job ID is needed", []],
    ["--job: expected 24 hex digits", ["--job", "launch"]],
    ["--plan: expected 24 hex digits", ["--job", JOB_ID, "--plan", `${JOB_ID}:${PLAN_ID}`]],
    ["--allow-stop needs --plan ID", ["--job", JOB_ID, "--allow-stop"]],
    ["Unknown option '--jib'", ["--jib", JOB_ID]],
    ["Neither alicloud:region nor alicloud:accountType is set", ["--job", JOB_ID]],
    ["EndpointUnreachable", ["--job", JOB_ID, "--endpoint", "http://127.0.0.1:9"]],
  ])("%s", async (reason, args) => {
    const { code, report, told } = await check(args, { ...KEYS, MAX_RETRY_TIMEOUT: "0.001" });
    expect({ code, report }).toEqual({ code: 2, report: "" });
    expect(told).toContain(reason);
    expect(told).not.toContain("    at ");
  });

  test("no credentials", async () => {
    const simulator = await startEsa("running");
    const env = { HOME: "/nonexistent", USERPROFILE: "/nonexistent" };
    const { code, report, told } = await check(["--job", JOB_ID, "--endpoint", simulator.url], env);
    expect({ code, report }).toEqual({ code: 2, report: "" });
    expect(told).toContain("No credentials from the default credential chain");
    expect(simulator.calls()).toEqual([]);
  });

  test("a refused key, without a word of the secret", async () => {
    const simulator = await startEsa("running");
    const env = { ...KEYS, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "another secret altogether" };
    const { code, report, told } = await check(["--job", JOB_ID, "--endpoint", simulator.url], env);
    expect({ code, report }).toEqual({ code: 2, report: "" });
    expect(told).toContain("The job's plans cannot be listed: ListScheduledPreloadExecutions failed: Signature");
    expect(told).not.toMatch(/another secret|CAIS/);
    expect(simulator.calls()).toHaveLength(1);
  });

  test("a job that is not there", async () => {
    const simulator = await startEsa("running");
    const { code, told } = await check(["--job", PLAN_ID, "--endpoint", simulator.url]);
    expect(code).toBe(2);
    expect(told).toContain("HTTP 404 InvalidJob.NotFound");
  });

  test("a plan that the job does not have: the rest is read, no Stop is sent", async () => {
    const simulator = await startEsa("running");
    const args = ["--job", JOB_ID, "--endpoint", simulator.url, "--plan", JOB_ID, "--allow-stop"];
    const { code, report, told } = await check(args);
    expect(code).toBe(2);
    expect(told).toContain(`The job's List does not show the plan ${JOB_ID}: no Stop was sent.`);
    expect(report).toContain("0 of 13 cases differ");
    expect(stops(simulator)).toEqual([]);
  });

  test("a case without an answer", async () => {
    const simulator = await startEsa("running");
    const action = "GetScheduledPreloadJob";
    simulator.addFault({ kind: "error", action, code: "Forbidden.RAM" });
    simulator.addFault({ kind: "html502", action, times: 99 });
    const env = { ...KEYS, MAX_RETRY_TIMEOUT: "0.001" };
    const { code, told, results } = await check(["--job", JOB_ID, "--endpoint", simulator.url], env);
    expect(code).toBe(2);
    expect(told).toContain("2 of the cases could not be tried; the report says why.");
    expect(results.get("a job")).toMatch(/^failed: GetScheduledPreloadJob failed: Forbidden\.RAM \(HTTP 403\)/);
    expect(results.get("a job that does not exist")).toMatch(/^failed: .*the answer is not a JSON object/);
    expect(results.get("the first page of a site's jobs")).toBe("not tried: the job's site is not known");
  });
});

test("a Stop without an answer is not sent again", async () => {
  const simulator = await startEsa("waiting");
  simulator.addFault({ kind: "resetAfterEffect", action: "StopScheduledPreloadExecution", times: 2 });
  const args = ["--job", JOB_ID, "--endpoint", simulator.url, "--plan", PLAN_ID, "--allow-stop"];
  const { code, results } = await check(args);
  expect(code).toBe(2);
  expect(results.get("Stop of a malformed plan id")).toMatch(/^failed: .*the connection broke/);
  expect(results.get("Stop of a waiting plan")).toBe("ok: as with stopWhenNotRunning refuse");
  expect(stops(simulator)).toEqual([...ABSENT, PLAN_ID]);
});

test("--help names every option and exit code", async () => {
  const { code, report } = await check(["--help"]);
  expect(code).toBe(0);
  for (const option of ["job", "plan", "allow-stop", "region", "account-type", "endpoint", "profile", "help"]) {
    expect(report).toContain(`--${option}`);
  }
  expect(report).toMatch(/Exit code: 0 .* 1 .* 2 /);
});
