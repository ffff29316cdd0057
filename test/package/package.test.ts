import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";

import { installPackage, type Installed } from "./project/installed";

// The set-up is an npm install.
jest.setTimeout(180_000);

let installed: Installed;
beforeAll(async () => (installed = await installPackage()));
afterAll(() => installed.dispose());

const EXPORTS = ["check", "configure", "create", "delete", "diff", "jobs", "read", "update"];

describe("the packed package", () => {
  const inPackage = (file: string) => join(installed.project, "node_modules/pulumi-esa-preload", file);

  test("has the code with its declarations, and the documents that npm shows", () => {
    const code = installed.files.filter((file) => file.startsWith("dist/"));
    const others = installed.files.filter((file) => !file.startsWith("dist/"));
    expect(others).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
    const modules = code.filter((file) => file.endsWith(".js")).map((file) => file.slice(0, -".js".length));
    expect(code).toEqual(modules.flatMap((name) => [`${name}.d.ts`, `${name}.js`]).sort());
  });

  test("has no module that its entry points do not lead to", () => {
    const reached = new Set<string>();
    const visit = (target: string): void => {
      const name = installed.files.includes(`${target}.js`) ? target : `${target}/index`;
      if (reached.has(name)) return;
      reached.add(name);
      const text = [`${name}.js`, `${name}.d.ts`].map((file) => readFileSync(inPackage(file), "utf8")).join("\n");
      for (const [, module = ""] of text.matchAll(/(?:require\(|import\(|from )"(\.[^"]+)"/g)) {
        visit(posix.join(posix.dirname(name), module.replace(/\.js$/, "")));
      }
    };
    ["dist/provider/index", "dist/provider/dynamic/entry", "dist/simulator/index"].forEach(visit);
    const modules = installed.files.filter((file) => file.endsWith(".js"));
    expect(modules).toEqual([...reached].map((name) => `${name}.js`).sort());
  });

  test("holds no credential of anybody", () => {
    const credential = /\bLTAI[0-9A-Za-z]{12,}|\bSTS\.[0-9A-Za-z]{20,}|PRIVATE KEY|_authToken/;
    const text = (file: string) => readFileSync(inPackage(file), "utf8");
    expect(installed.files.filter((file) => credential.test(text(file)))).toEqual([]);
  });

  test("points to no source map", () => {
    const scripts = installed.files.filter((file) => file.startsWith("dist/"));
    expect(scripts.filter((file) => readFileSync(inPackage(file), "utf8").includes("sourceMappingURL"))).toEqual([]);
  });
});

describe("the installed package", () => {
  test("is loaded by require", async () => {
    const script = `
      const { ScheduledPreloadPlanState, scheduledPreloadPlanStateType } = require("pulumi-esa-preload");
      const methods = Object.keys(require("pulumi-esa-preload/provider")).sort();
      const { startSimulator } = require("pulumi-esa-preload/testing");
      console.log(JSON.stringify([typeof ScheduledPreloadPlanState, scheduledPreloadPlanStateType, methods,
        typeof startSimulator]));`;
    expect(JSON.parse(await installed.node(["-e", script]))).toEqual([
      "function",
      "pulumi-nodejs:dynamic/esa:ScheduledPreloadPlanState",
      EXPORTS,
      "function",
    ]);
  });

  test("is loaded by import, with its names", async () => {
    const script = `
      import { ScheduledPreloadPlanState, scheduledPreloadPlanStateType } from "pulumi-esa-preload";
      import { check, configure, create, delete as remove, diff, read, update } from "pulumi-esa-preload/provider";
      import { startSimulator } from "pulumi-esa-preload/testing";
      const all = [ScheduledPreloadPlanState, check, configure, create, remove, diff, read, update, startSimulator];
      console.log(JSON.stringify([scheduledPreloadPlanStateType, ...all.map((value) => typeof value)]));`;
    expect(JSON.parse(await installed.node(["--input-type=module", "-e", script]))).toEqual([
      "pulumi-nodejs:dynamic/esa:ScheduledPreloadPlanState",
      ...Array.from({ length: 9 }, () => "function"),
    ]);
  });

  test("stops a plan on the real engine, once", async () => {
    const backend = join(dirname(installed.project), "backend");
    mkdirSync(backend);
    const printed = await installed.node(["lifecycle.js"], {
      PULUMI_BACKEND_URL: pathToFileURL(backend).href,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_HOME: join(dirname(installed.project), "home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
    });
    expect(JSON.parse(printed)).toEqual({
      preview: { create: 2 },
      callsOfPreview: 0,
      first: { create: 2 },
      status: "stopped",
      callsOfUp: ["ListScheduledPreloadExecutions", "StopScheduledPreloadExecution"],
      second: { same: 2 },
      callsOfSecondUp: 0,
      left: [],
    });
  });
});

describe("the declarations", () => {
  const misuses = {
    "wrongType.ts": 'new ScheduledPreloadPlanState("a", { planId: 1, desiredStatus: "stopped" });',
    "wrongStatus.ts": 'new ScheduledPreloadPlanState("b", { planId: "p", desiredStatus: "halted" });',
    "noStatus.ts": 'new ScheduledPreloadPlanState("c", { planId: "p" });',
    "wrongOutput.ts": "const interval: pulumi.Output<string> = plan.interval;",
    "wrongMethod.ts": "void provider.destroy;",
    "wrongOption.ts": "void startSimulator({ prot: 8080 });",
  };

  beforeAll(() => {
    const program = readFileSync(join(installed.project, "program.ts"), "utf8");
    for (const [name, line] of Object.entries(misuses)) {
      writeFileSync(join(installed.project, name), `${program}\n${line}\n`);
    }
  });

  test.each([
    ["the TypeScript that Pulumi's SDK brings", "@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js", "commonjs"],
    ["today's TypeScript, by the package's exports", require.resolve("typescript"), "node16"],
  ])("are read in full by %s", async (_, compiler, kind) => {
    const printed = await installed.node(["typecheck.js", compiler, kind]);
    const { "program.ts": program, ...others } = JSON.parse(printed) as Record<string, string[]>;
    expect(program).toEqual([]);
    const faults = Object.entries(others).filter(([, errors]) => errors.length > 0);
    expect(Object.fromEntries(faults)).toEqual({
      "wrongType.ts": [expect.stringMatching(/^TS2322: Type '(number|1)' is not assignable/)],
      "wrongStatus.ts": [expect.stringMatching(/^TS2322: Type '"halted"' is not assignable/)],
      "noStatus.ts": [expect.stringMatching(/^TS2345: .*'desiredStatus' is missing/s)],
      "wrongOutput.ts": [expect.stringMatching(/^TS2322: /)],
      "wrongMethod.ts": [expect.stringMatching(/^TS2339: Property 'destroy' does not exist/)],
      "wrongOption.ts": [expect.stringMatching(/^TS\d+: .*'prot' does not exist/s)],
    });
    expect(Object.keys(others)).toContain("node_modules/pulumi-esa-preload/dist/provider/program/planState.d.ts");
  });
});
