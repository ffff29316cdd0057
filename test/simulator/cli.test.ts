import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import type { Plan } from "../../simulator";
import { NOON, PLAN, PLAN_ID } from "./running";
import { call } from "./secondClient";

const sources = join(__dirname, "..", "..", "simulator");
let folder = "";
const children: ChildProcess[] = [];

/** Compiles the simulator by itself, so that this test needs no build. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "simulator-cli-"));
  for (const name of readdirSync(sources, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts")) continue;
    const { outputText } = ts.transpileModule(readFileSync(join(sources, name), "utf8"), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const compiled = join(folder, name.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(compiled), { recursive: true });
    writeFileSync(compiled, outputText);
  }
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  ended: Promise<number | null>;
}

function run(...args: string[]): Run {
  const main = `require("./cli.js").main(process.argv.slice(1)).then((code) => (process.exitCode = code))`;
  const child = spawn(process.execPath, ["-e", main, "--", ...args], { cwd: folder });
  children.push(child);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

interface FirstLine {
  url: string;
  accessKeyId: string;
  accessKeySecret: string;
}

async function firstLine({ child, stdout, stderr, ended }: Run): Promise<FirstLine> {
  const output = child.stdout as NodeJS.ReadableStream;
  const isOver = ended.then(() => true);
  while (!stdout().includes("\n")) {
    const over = await Promise.race([once(output, "data").then(() => false), isOver]);
    if (over) throw new Error(`the simulator ended: ${stderr()}`);
  }
  return JSON.parse(stdout().split("\n")[0] ?? "") as FirstLine;
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("the first line on stdout names url and key of a simulator that has the seed and the options", async () => {
  const seed = file("seed.json", JSON.stringify({ plans: [{ ...PLAN, Status: "stopped" }] }));
  const simulator = run(
    ...["--port", "0", "--seed", seed, "--now", NOON, "--stop-when-not-running", "unchanged"],
    ...["--start-delay", "2.5", "--stop-delay", "4", "--list-lag", "3"],
    ...["--qps", "50", "--max-jobs-per-site", "0"],
    ...["--account", "key:secret:42:token:with:colons"],
  );
  const line = await firstLine(simulator);
  expect(Object.keys(line)).toEqual(["url", "accessKeyId", "accessKeySecret"]);
  expect(line.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const get = async (path: string): Promise<unknown> => (await fetch(`${line.url}/-/${path}`)).json();
  expect((await get("plans")) as Plan[]).toMatchObject([{ ...PLAN, Status: "stopped" }]);
  expect(await get("options")).toEqual({
    stopWhenNotRunning: "unchanged",
    startDelaySeconds: 2.5,
    stopDelaySeconds: 4,
    listLagSeconds: 3,
    qps: 50,
  });
  expect(await get("clock")).toEqual({ now: expect.stringMatching(/^2024-05-31T12:0/) as string });

  const endpoint = line.url.replace("http://", "");
  const stopped = await call({ ...line, endpoint }, "StopScheduledPreloadExecution", {
    query: { Id: PLAN_ID },
  });
  expect(stopped).toMatchObject({ status: 200, json: { Status: "stopped" } });
  const account = {
    endpoint,
    accessKeyId: "key",
    accessKeySecret: "secret",
    securityToken: "token:with:colons",
  };
  const form = { SiteId: 1, Name: "a", InsertWay: "oss", OssUrl: "https://bucket.test/urls" };
  const full = await call(account, "CreateScheduledPreloadJob", { form });
  expect(full.json).toMatchObject({ Code: "InvalidJob.JobCountOfSiteFull" });
  expect(simulator.stdout().trimEnd().split("\n")).toHaveLength(1);
});

test.each(["SIGTERM", "SIGINT"] as const)("%s ends it with exit code 0, open connections or not", async (signal) => {
  const simulator = run();
  const { url } = await firstLine(simulator);
  await (await fetch(`${url}/-/plans`)).text();
  simulator.child.kill(signal);
  expect(await simulator.ended).toBe(0);
  expect(simulator.stderr()).toBe("");
});

test.each<[message: string, args: () => string[]]>([
  ["Unknown option '--sead'", () => ["--sead", "x"]],
  ["Unexpected argument 'x'", () => ["x"]],
  ["argument missing", () => ["--port"]],
  ['--qps: "many" is not a number', () => ["--qps", "many"]],
  ["port: expected a whole number from 0", () => ["--port", "70000"]],
  ["qps: expected a number above 0", () => ["--qps", "0"]],
  ["now: expected an ISO 8601 time", () => ["--now", "noon"]],
  ['stopWhenNotRunning: expected "refuse" or "unchanged"', () => ["--stop-when-not-running", "perhaps"]],
  ["--account: expected KEYID:SECRET:ALIUID", () => ["--account", "key"]],
  ["no-such.json: ENOENT", () => ["--seed", "no-such.json"]],
  ["broken.json: not JSON", () => ["--seed", file("broken.json", "{")]],
  [
    `plans[0] (Id ${PLAN_ID}): unknown field "Statos"`,
    () => ["--seed", file("typo.json", JSON.stringify([{ Id: PLAN_ID, Statos: "running" }]))],
  ],
])("a wrong command line or seed ends it with exit code 2 and one message: %s", async (message, args) => {
  const simulator = run(...args());
  expect(await simulator.ended).toBe(2);
  expect(simulator.stderr()).toContain(message);
  expect(simulator.stderr()).not.toContain("    at ");
  expect(simulator.stdout()).toBe("");
});

test("a port that is taken ends it with exit code 1", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const simulator = run("--port", String((taken.address() as AddressInfo).port));
  expect(await simulator.ended).toBe(1);
  expect(simulator.stderr()).toContain("EADDRINUSE");
  taken.close();
});

test("--help names every option", async () => {
  const simulator = run("--help");
  expect(await simulator.ended).toBe(0);
  const flags =
    "port seed qps now stop-when-not-running start-delay stop-delay list-lag max-jobs-per-site account help";
  for (const flag of flags.split(" ")) expect(simulator.stdout()).toContain(`--${flag} `.trimEnd());
});
