import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { build, isBuilt } from "../../scripts/lib/build";
import { areInstalled } from "../../scripts/lib/dependencies";
import { environmentWith } from "../harness/environment";
import { totalsLine } from "../../scripts/lib/totals";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "checkout-"))));
afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, content: string | object): void {
  const file = join(root, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

describe("the dependencies", () => {
  const locked = { "": { version: "1.0.0" }, "node_modules/a": { version: "1.0.0", integrity: "sha512-a" } };

  test.each([
    ["as locked", true, { "node_modules/a": locked["node_modules/a"] }],
    ["missing", false, {}],
    ["of another version", false, { "node_modules/a": { version: "2.0.0", integrity: "sha512-b" } }],
  ])("that are %s count as installed: %p", (_, expected, packages) => {
    write("package-lock.json", { packages: locked });
    write("node_modules/.package-lock.json", { packages });
    expect(areInstalled(root)).toBe(expected);
  });

  test("of other platforms may be missing", () => {
    write("package-lock.json", {
      packages: { ...locked, "node_modules/b": { version: "1.0.0", optional: true } },
    });
    write("node_modules/.package-lock.json", { packages: locked });
    expect(areInstalled(root)).toBe(true);
  });

  test("are not installed where npm has left no record", () => {
    write("package-lock.json", { packages: locked });
    expect(areInstalled(root)).toBe(false);
  });
});

describe("dist/", () => {
  beforeEach(() => {
    const compilerOptions = { rootDir: ".", target: "ES2022", module: "commonjs", lib: ["ES5"], types: [] };
    write("package.json", {});
    write("tsconfig.json", {});
    write("tsconfig.build.json", { compilerOptions, include: ["provider", "simulator"] });
    write("simulator/index.ts", "export const simulator = 1;");
    write("provider/index.ts", "export const provider = 1;");
    mkdirSync(join(root, "node_modules"));
    symlinkSync(dirname(require.resolve("typescript/package.json")), join(root, "node_modules/typescript"));
  });

  test("is built once for the same sources, and again for others", async () => {
    expect(isBuilt(root)).toBe(false);
    await build(root);
    expect(isBuilt(root)).toBe(true);
    write("provider/index.ts", "export const provider = 2;");
    expect(isBuilt(root)).toBe(false);
  });

  test("keeps nothing of a source that is gone", async () => {
    await build(root);
    renameSync(join(root, "provider/index.ts"), join(root, "provider/other.ts"));
    expect(isBuilt(root)).toBe(false);
    await build(root);
    expect(existsSync(join(root, "dist/provider/other.js"))).toBe(true);
    expect(existsSync(join(root, "dist/provider/index.js"))).toBe(false);
  });

  test("stays as it was when the sources do not compile", async () => {
    await build(root);
    write("provider/index.ts", 'export const provider: number = "one";');
    await expect(build(root)).rejects.toThrow("provider/index.ts(1,14): error TS2322");
    expect(existsSync(join(root, "dist/provider/index.js"))).toBe(true);
    expect(isBuilt(root)).toBe(false);
  });
});

describe("the environment of the tests", () => {
  test("has the engine on PATH and nothing of the developer's accounts", () => {
    const developer = {
      HOME: "/home/me",
      PATH: "/bin",
      ALICLOUD_ACCESS_KEY: "k",
      ALIBABA_CLOUD_PROFILE: "p",
    };
    const env = { ...developer, ALIBABACLOUD_REGION: "r", PULUMI_ACCESS_TOKEN: "t", PULUMI_STACK: "s" };
    expect(environmentWith({ env: { PATH: "/engine:/bin" } }, env)).toEqual({
      HOME: "/home/me",
      PATH: "/engine:/bin",
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    });
  });
});

describe("the totals", () => {
  const totals = {
    numPassedTests: 7,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    numPendingTests: 0,
    numTodoTests: 0,
  };

  test.each([
    ["7 passed, 0 failed", {}],
    ["7 passed, 3 failed", { numFailedTests: 1, numRuntimeErrorTestSuites: 2 }],
    ["7 passed, 0 failed, 3 skipped", { numPendingTests: 2, numTodoTests: 1 }],
  ])("are shown as %p", (line, others) => {
    expect(totalsLine({ ...totals, ...others })).toBe(line);
  });
});
