import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { main } from "../../simulator/cli";
import { CREATE_JOB, NOON, PLAN, PLAN_ID, STOP, until } from "./running";
import { call } from "./signedCall";

const folder = mkdtempSync(join(tmpdir(), "simulator-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the command to its end, which a signal brings where it has started and was used. */
async function run(args: string[], use?: (line: Record<string, string>) => Promise<unknown>, signal = "SIGTERM") {
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, "write").mockReturnValue(true));
  const texts = () => spies.map(({ mock }) => mock.calls.map(([text]) => text).join(""));
  try {
    const ended = main(args);
    if (use) {
      await until(() => texts()[0] !== "");
      await use(JSON.parse(texts()[0] ?? "") as Record<string, string>).finally(() =>
        process.emit(signal as "SIGTERM"),
      );
    }
    const code = await ended;
    const [stdout = "", stderr = ""] = texts();
    return { code, stdout, stderr };
  } finally {
    jest.restoreAllMocks();
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
  const { code, stdout } = await run(args, async (line) => {
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
  expect(code).toBe(0);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
});

test.each(["SIGTERM", "SIGINT"])("%s ends it with exit code 0, open connections or not", async (signal) => {
  const { code, stderr } = await run([], async ({ url = "" }) => (await fetch(`${url}/-/plans`)).text(), signal);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("a port that is taken ends it with exit code 1 and one message", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await run(["--port", String(port)]).finally(() => other.close());
  const message = `simulator: port ${port} is taken: choose another one, or 0 for any that is free\n`;
  expect({ code, stderr }).toEqual({ code: 1, stderr: message });
});

test.each<[message: string, ...args: string[]]>([
  ["Unknown option '--sead'", "--sead", "x"],
  ['--qps: "many" is not a number', "--qps", "many"],
  ["port: expected a whole number from 0 to 65535, got 99999", "--port", "99999"],
  ["--account: expected KEYID:SECRET:ALIUID", "--account", "key"],
  ["no-such.json: ENOENT", "--seed", "no-such.json"],
  ["broken.json: not JSON", "--seed", file("broken.json", "{")],
])("a wrong command line or seed ends it with exit code 2 and one message: %s", async (message, ...args) => {
  const { code, stdout, stderr } = await run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
});
