import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { environmentWith } from "../harness/environment";
import { run } from "../../scripts/lib/run";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "checkout-"));
  for (const folder of ["scripts", "bin", "node_modules"]) mkdirSync(join(root, folder));
  cpSync(join(__dirname, "../../scripts/run.js"), join(root, "scripts/run.js"));
  symlinkSync(dirname(require.resolve("tsx/package.json")), join(root, "node_modules/tsx"));
  const script = 'const words: string[] = process.argv.slice(2);\nconsole.log("hello", ...words);';
  writeFileSync(join(root, "scripts/hello.ts"), script);
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: locked }));
});
afterEach(() => rmSync(root, { recursive: true }));

const locked = {
  "": { version: "1.0.0" },
  "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
  "node_modules/b": { version: "1.0.0", optional: true },
};

/** Runs the script with a script in npm's place. */
function hello(installed: object | undefined, npm = "exit 0") {
  writeFileSync(join(root, "bin/npm"), `#!/bin/sh\n${npm}\n`, { mode: 0o755 });
  if (installed) writeFileSync(join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages: installed }));
  const args = [join(root, "scripts/run.js"), "hello", "--flag", "word"];
  return run(process.execPath, args, { env: { ...process.env, PATH: join(root, "bin") } });
}

const said = { code: 0, stdout: "hello --flag word\n" };
const installing = "Installing the dependencies (npm ci).\n";

test("a script runs at once where all is installed; what is of other platforms may be missing", async () => {
  const installed = { "node_modules/a": locked["node_modules/a"] };
  expect(await hello(installed)).toEqual({ ...said, stderr: "" });
});

test.each([
  ["nothing is", undefined],
  ["one is missing", {}],
  ["one is of another version", { "node_modules/a": { version: "2.0.0", integrity: "sha512-b" } }],
])("the dependencies are installed first where %s", async (_, installed) => {
  expect(await hello(installed)).toEqual({ ...said, stderr: installing });
});

test("what npm says is shown when the dependencies can't be installed", async () => {
  const stderr = `${installing}npm ci failed:\nno way to ci --include=dev\n`;
  expect(await hello({}, 'echo "no way to $*" >&2; exit 1')).toEqual({ code: 1, stdout: "", stderr });
});

test("scripts and tests have the engine on PATH and nothing of the developer's accounts", () => {
  const accounts = ["ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_PROFILE", "ALIBABACLOUD_REGION", "PULUMI_STACK"];
  const developer = { HOME: "/home/me", ...Object.fromEntries(accounts.map((name) => [name, "set"])) };
  const env = environmentWith({ env: { PATH: "/engine:/bin" } }, developer);
  expect(env).toMatchObject({ HOME: "/home/me", PATH: "/engine:/bin" });
  for (const name of accounts) expect(env).not.toHaveProperty(name);
});
