import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { run } from "../../scripts/lib/run";

// pulumi-alicloud has thousands of declarations.
jest.setTimeout(180_000);

const EXAMPLES = join(__dirname, "..", "..", "examples");
const names = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
  .map(({ name }) => name);
const sources = names.flatMap((name) =>
  readdirSync(join(EXAMPLES, name))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${name}/${file}`),
);

/** What a user could get wrong in an example, and what the compiler has to say. */
const misuses: Record<string, [addition: string, message: RegExp]> = {
  "stop-plan/index.ts": ['new ScheduledPreloadPlanState("b", { planId: "p", desiredStatus: "halted" });', /"halted"/],
  "incident-freeze/index.ts": ["void getScheduledPreloadJobs({});", /siteId/],
  "with-alicloud/index.ts": ["void plan.scheduledPreloadExecutionID;", /scheduledPreloadExecutionI[Dd]/],
  "policy/freeze.ts": ['noRunningInFreeze(() => "now");', /string/],
  "unit-test/launch.ts": ['declareLaunch("yes");', /boolean/],
};

/** @returns the errors by file */
async function check(
  compiler: string,
  kind: "commonjs" | "nodenext",
  files: readonly string[],
  additions: Record<string, string> = {},
): Promise<Record<string, string[]>> {
  const list = files.map((file) => ({ file: join(EXAMPLES, file), append: `\n${additions[file] ?? ""}\n` }));
  const script = join(__dirname, "typecheckExamples.js");
  const { code, stdout, stderr } = await run(process.execPath, [script, compiler, kind, JSON.stringify(list)]);
  if (code !== 0) throw new Error(stderr);
  const errors = Object.entries(JSON.parse(stdout) as Record<string, string[]>);
  return Object.fromEntries(errors.map(([file, found]) => [file.slice(EXAMPLES.length + 1), found]));
}

describe.each([
  ["today's TypeScript", "nodenext", require.resolve("typescript"), sources],
  [
    "the TypeScript that Pulumi's SDK brings",
    "commonjs",
    require.resolve("@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js"),
    sources.filter((file) => !file.endsWith(".test.ts")),
  ],
] as const)("by %s", (_, kind, compiler, files) => {
  test("every example is checked, against the real packages, and has no error", async () => {
    expect(await check(compiler, kind, files)).toEqual(Object.fromEntries(files.map((file) => [file, []])));
  });

  test("a wrong use of a package would show", async () => {
    const additions = Object.entries(misuses).map(([file, [addition]]) => [file, addition] as const);
    const errors = await check(compiler, kind, files, Object.fromEntries(additions));
    for (const [file, [, message]] of Object.entries(misuses)) {
      expect([file, errors[file]]).toEqual([file, [expect.stringMatching(message)]]);
    }
  });
});

describe.each(names)("examples/%s", (name) => {
  const file = (...path: string[]) => join(EXAMPLES, name, ...path);

  test("says what it is and how to run it, and is linked", () => {
    const readme = readFileSync(file("README.md"), "utf8");
    expect(readme).toMatch(/^# \S.*\n\n\S/);
    expect(readme).toMatch(/```sh\n/);
    expect(readFileSync(join(EXAMPLES, "..", "README.md"), "utf8")).toContain(`examples/${name}/README.md`);
  });

  test("has what Pulumi and npm need, in versions that are tried here", () => {
    if (name === "ci") return;
    expect(existsSync(file(name === "policy" ? "PulumiPolicy.yaml" : "Pulumi.yaml"))).toBe(true);
    const { dependencies = {}, devDependencies = {} } = manifest(file("package.json"));
    const root = manifest(join(EXAMPLES, "..", "package.json"));
    const known: Record<string, string> = {
      ...root.devDependencies,
      ...manifest(join(EXAMPLES, "package.json")).dependencies,
      "pulumi-esa-preload": `^${root.version}`,
    };
    const wanted = Object.entries({ ...dependencies, ...devDependencies });
    expect(wanted).toEqual(wanted.map(([dependency]) => [dependency, known[dependency]]));
    const text = sources.filter((source) => source.startsWith(`${name}/`)).map((source) => readSource(source));
    const imported = [...text.join("\n").matchAll(/from "((?:@[\w-]+\/)?[\w-]+)/g)].map(([, found]) => found);
    expect(Object.keys(dependencies).sort()).toEqual(
      expect.arrayContaining([...new Set(imported)].sort().filter((found) => !/^node$/.test(found ?? ""))),
    );
  });
});

interface Manifest {
  readonly version: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

function manifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

function readSource(source: string): string {
  return readFileSync(join(EXAMPLES, source), "utf8");
}
