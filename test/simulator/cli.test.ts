import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { main } from "../../simulator/cli";
import { CREATE_JOB, NOON, PLAN, PLAN_ID, STOP } from "./running";
import { call } from "./secondClient";

const folder = mkdtempSync(join(tmpdir(), "simulator-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the command in this process, to its end. */
async function run(...args: string[]) {
  const stdout = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    const code = await main(args);
    const [out, err] = [stdout, stderr].map(({ mock }) => mock.calls.map(([text]) => text).join(""));
    return { code, stdout: out, stderr: err };
  } finally {
    jest.restoreAllMocks();
  }
}

/** Runs it in a process of its own, and ends that by a signal when it was used. */
async function used(signal: NodeJS.Signals, args: string[], use: (line: Record<string, string>) => Promise<unknown>) {
  const script = `require("./simulator/cli").main(process.argv.slice(1)).then((code) => (process.exitCode = code))`;
  const cwd = join(__dirname, "..", "..");
  const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script, "--", ...args], { cwd });
  try {
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    while (!stdout.includes("\n")) await once(child.stdout, "data");
    await use(JSON.parse(stdout.split("\n")[0] ?? "") as Record<string, string>);
    child.kill(signal);
    const [code] = (await once(child, "close")) as [number | null];
    return { code, lines: stdout.trimEnd().split("\n").length };
  } finally {
    child.kill("SIGKILL");
  }
}

test("the one line on stdout names url and key of a simulator that has the seed and the options", async () => {
  const seed = file("seed.json", JSON.stringify({ plans: [{ ...PLAN, Status: "stopped" }] }));
  const args = [
    ...["--port", "0", "--seed", seed, "--now", NOON, "--stop-when-not-running", "unchanged"],
    ...["--start-delay", "2.5", "--stop-delay", "4", "--list-lag", "3"],
    ...["--qps", "50", "--max-jobs-per-site", "0"],
    ...["--account", "key:secret:42:token:with:colons"],
  ];
  const end = await used("SIGTERM", args, async (line) => {
    expect(Object.keys(line)).toEqual(["url", "accessKeyId", "accessKeySecret"]);
    const { url = "", accessKeyId = "", accessKeySecret = "" } = line;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const get = async (path: string): Promise<unknown> => (await fetch(`${url}/-/${path}`)).json();
    expect(await get("plans")).toMatchObject([{ ...PLAN, Status: "stopped" }]);
    const delays = { startDelaySeconds: 2.5, stopDelaySeconds: 4, listLagSeconds: 3 };
    expect(await get("options")).toEqual({ stopWhenNotRunning: "unchanged", ...delays, qps: 50 });
    expect(await get("clock")).toEqual({ now: expect.stringMatching(/^2024-05-31T12:0/) as string });

    const endpoint = url.replace("http://", "");
    const stopped = await call({ endpoint, accessKeyId, accessKeySecret }, STOP, { query: { Id: PLAN_ID } });
    expect(stopped).toMatchObject({ status: 200, json: { Status: "stopped" } });
    const key = { accessKeyId: "key", accessKeySecret: "secret", securityToken: "token:with:colons" };
    const form = { SiteId: 1, Name: "a", InsertWay: "oss", OssUrl: "https://bucket.test/urls" };
    const full = await call({ endpoint, ...key }, CREATE_JOB, { form });
    expect(full.outcome).toBe("400 InvalidJob.JobCountOfSiteFull");
  });
  expect(end).toEqual({ code: 0, lines: 1 });
});

test("SIGINT ends it with exit code 0, open connections or not", async () => {
  const open = async ({ url = "" }) => (await fetch(`${url}/-/plans`)).text();
  expect(await used("SIGINT", [], open)).toEqual({ code: 0, lines: 1 });
});

test.each<[message: string, ...args: string[]]>([
  ["Unknown option '--sead'", "--sead", "x"],
  ["Unexpected argument 'x'", "x"],
  ['--qps: "many" is not a number', "--qps", "many"],
  ["port: expected a whole number from 0", "--port", "70000"],
  ['stopWhenNotRunning: expected "refuse" or "unchanged"', "--stop-when-not-running", "perhaps"],
  ["--account: expected KEYID:SECRET:ALIUID", "--account", "key"],
  ["no-such.json: ENOENT", "--seed", "no-such.json"],
  ["broken.json: not JSON", "--seed", file("broken.json", "{")],
  ['unknown field "Statos"', "--seed", file("typo.json", JSON.stringify([{ Id: PLAN_ID, Statos: "running" }]))],
])("a wrong command line or seed ends it with exit code 2 and one message: %s", async (message, ...args) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
});

test("a port that is taken ends it with exit code 1", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { code, stderr } = await run("--port", String((taken.address() as AddressInfo).port));
  taken.close();
  expect(code).toBe(1);
  expect(stderr).toContain("EADDRINUSE");
});

test("--help names every option", async () => {
  const { code, stdout } = await run("--help");
  expect(code).toBe(0);
  const flags =
    "port seed qps now stop-when-not-running start-delay stop-delay list-lag max-jobs-per-site account help";
  for (const flag of flags.split(" ")) expect(stdout).toMatch(new RegExp(`--${flag}\\s`));
});
