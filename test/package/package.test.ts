import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { run } from "../../scripts/lib/run";
import { publishDryRun, type Packed } from "./project/packed";
import { COMPILERS, typeErrors } from "./project/types";

// The set-up is a build.
jest.setTimeout(180_000);

const ROOT = join(__dirname, "..", "..");

let packed: Packed;
beforeAll(async () => (packed = await publishDryRun()));
afterAll(() => packed.dispose());

const inPackage = (file: string) => readFileSync(join(packed.folder, file), "utf8");

describe("npm publish --dry-run", () => {
  test("succeeds, corrects nothing, warns of nothing and sends nothing", () => {
    expect(packed.code).toBe(0);
    expect(packed.stderr.split("\n").filter((line) => /^npm (warn|error)/i.test(line))).toEqual([]);
    expect(packed.stderr).toMatch(/with tag latest and public access \(dry-run\)/);
    expect(packed.requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
  });

  test("has the code of a clean build with its declarations, and the documents that npm shows", () => {
    const code = packed.files.filter((file) => file.startsWith("dist/"));
    const others = packed.files.filter((file) => !file.startsWith("dist/"));
    const plugin = ["PulumiPlugin.yaml", "index.js", "package.json", "pulumi-resource-esa-preload"];
    const schema = ["schema/package.json", "schema/schema.json"];
    expect(others).toEqual([
      ...["CHANGELOG.md", "LICENSE", "README.md", "package.json"],
      ...[...plugin, ...schema].map((name) => `plugin/${name}`),
    ]);
    const sources = ["provider", "simulator"].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => `dist/${folder}/${name.replace(/\.ts$/, "")}`),
    );
    const modules = sources.filter((name) => name !== "dist/simulator/cli");
    expect(code).toEqual(modules.flatMap((name) => [`${name}.d.ts`, `${name}.js`]).sort());
  });

  test("holds no credential of anybody, and points to no source map", () => {
    const credential = /\bLTAI[0-9A-Za-z]{12,}|\bSTS\.[0-9A-Za-z]{20,}|PRIVATE KEY|_authToken/;
    expect(packed.files.filter((file) => credential.test(inPackage(file)))).toEqual([]);
    const code = packed.files.filter((file) => file.startsWith("dist/"));
    expect(code.filter((file) => inPackage(file).includes("sourceMappingURL"))).toEqual([]);
  });
});

test.each(COMPILERS)("%s reads the declarations in full", (_, compiler, kind) => {
  const misuses: [string, RegExp][] = [
    [
      'new ScheduledPreloadPlanState("a", { planId: 1, desiredStatus: "stopped" });',
      /^Type '(number|1)' is not assign/,
    ],
    ['new ScheduledPreloadPlanState("b", { planId: "p", desiredStatus: "halted" });', /^Type '"halted"' is not assign/],
    ['new ScheduledPreloadPlanState("c", { planId: "p" });', /'desiredStatus' is missing/],
    ["const interval: pulumi.Output<string> = plan.interval;", /is not assignable to type 'Output/],
    ["void provider.destroy;", /^Property 'destroy' does not exist/],
    ["void startSimulator({ prot: 8080 });", /'prot' does not exist/],
  ];
  const program = { "program.ts": `\n${misuses.map(([line]) => line).join("\n")}\n` };
  const errors = typeErrors(compiler, kind, packed.project, program);
  const faults = Object.entries(errors).filter(([, found]) => found.length > 0);
  const expected = misuses.map(([, message]) => expect.stringMatching(message) as string);
  expect(Object.fromEntries(faults)).toEqual({ "program.ts": expected });
  expect(Object.keys(errors)).toContain("node_modules/pulumi-esa-preload/dist/provider/program/planState.d.ts");
});

async function node(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd: ROOT });
  if (code !== 0) throw new Error(`${args.join(" ")} failed:\n${stderr}`);
  return JSON.parse(stdout) as unknown;
}

test("publint and Are the types wrong? find nothing wrong with the exports", async () => {
  expect(await node("--import", "tsx", join(__dirname, "checkExports.ts"), packed.tarball)).toEqual({
    messages: [],
    problems: [],
    entrypoints: [".", "./provider", "./testing", "./package.json"],
  });
});
