import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { COMPILERS, typeErrors } from "./project/types";

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

const misuse = '\nnew ScheduledPreloadPlanState("b", { planId: "p", desiredStatus: "halted" });';

test.each(COMPILERS)("%s finds no error in any example, and would find a wrong use", (_, compiler, kind) => {
  const files = kind === "nodenext" ? sources : sources.filter((file) => !file.endsWith(".test.ts"));
  const none = Object.fromEntries(files.map((file) => [file, ""]));
  const errors = typeErrors(compiler, kind, EXAMPLES, { ...none, "stop-plan/index.ts": misuse }, ["node", "jest"]);
  const expected = Object.fromEntries(files.map((file): [string, unknown[]] => [file, []]));
  expect(errors).toEqual({ ...expected, "stop-plan/index.ts": [expect.stringMatching(/"halted"/)] });
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
    const own = sources.filter((source) => source.startsWith(`${name}/`));
    const text = own.map((source) => readFileSync(join(EXAMPLES, source), "utf8")).join("\n");
    const imported = [...text.matchAll(/from "(?!node:)((?:@[\w-]+\/)?[\w-]+)/g)].map(([, found]) => found);
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining([...new Set(imported)]));
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
