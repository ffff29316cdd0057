import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { parseDocument } from "yaml";

const ROOT = join(__dirname, "..", "..");
const text = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** A YAML file; a warning or a key that is there twice is an error. */
function read(file: string): unknown {
  const document = parseDocument(text(file), { strict: true, uniqueKeys: true, version: "1.2" });
  if (document.errors.length + document.warnings.length > 0) {
    throw new Error([file, ...document.errors, ...document.warnings].join("\n"));
  }
  return document.toJS();
}

const filesOf = (folder: string) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);
const WORKFLOWS = filesOf(".github/workflows");
const FORMS = filesOf(".github/ISSUE_TEMPLATE").filter((file) => !file.endsWith("/config.yml"));
const { scripts } = JSON.parse(text("package.json")) as { scripts: Record<string, string> };

interface Step {
  uses?: string;
  run?: string;
  env?: Record<string, string>;
}

interface Job {
  "runs-on"?: string;
  "timeout-minutes"?: number;
  uses?: string;
  needs?: string;
  steps?: Step[];
  permissions?: Record<string, string>;
}

interface Workflow {
  name: string;
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

describe.each(WORKFLOWS)("%s", (file) => {
  const workflow = read(file) as Workflow;
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps ?? []);

  test("has jobs that are steps with a time limit, or another workflow", () => {
    expect(Object.keys(workflow.on).length).toBeGreaterThan(0);
    for (const [, job] of jobs) {
      if (job.uses !== undefined) expect(existsSync(join(ROOT, job.uses))).toBe(true);
      else
        expect(job).toMatchObject({
          "runs-on": expect.any(String) as string,
          "timeout-minutes": expect.any(Number) as number,
        });
      if (job.needs !== undefined) expect(Object.keys(workflow.jobs)).toContain(job.needs);
    }
    expect(steps.filter(({ uses, run }) => (uses === undefined) === (run === undefined))).toEqual([]);
  });

  test("uses actions of GitHub's own, each at a version", () => {
    const uses = steps.flatMap(({ uses: action }) => action ?? []);
    expect(uses.filter((action) => !/^actions\/[a-z-]+@v\d+$/.test(action))).toEqual([]);
  });

  test("runs commands that are there", () => {
    const commands = steps.flatMap(({ run }) => run ?? []);
    for (const command of commands) {
      const [, script] = /^npm run ([\w-]+)/.exec(command) ?? [];
      if (script !== undefined) expect(Object.keys(scripts)).toContain(script);
      else if (!command.startsWith("npm ")) expect(statSync(join(ROOT, command)).mode & 0o111).not.toBe(0);
    }
  });

  test("may read, no job more than it needs, and what others write never becomes a command", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    const more = jobs.filter(([, { permissions }]) => permissions !== undefined);
    expect(more.map(([, { permissions }]) => permissions)).toEqual(
      file.endsWith("release.yml") ? [{ contents: "read", "id-token": "write" }] : [],
    );
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
    const commands = steps.flatMap(({ run }) => run ?? []).join("\n");
    expect(commands.match(/\$\{\{(?!\s*contains\(github\.ref_name, '-'\) && 'next' \|\| 'latest'\s*\}\})/)).toBeNull();
    expect(text(file)).not.toMatch(/secrets\./);
  });
});

test("the release checks, then tests, then publishes with provenance", () => {
  const { on, jobs } = read(".github/workflows/release.yml") as Workflow;
  expect(on).toEqual({ push: { tags: ["v*"] } });
  expect(Object.keys(jobs)).toEqual(["check", "test", "publish"]);
  expect(jobs).toMatchObject({ test: { needs: "check" }, publish: { needs: "test" } });
  const commands = (job: string) => jobs[job]?.steps?.flatMap(({ run }) => run ?? []) ?? [];
  const check = 'npm run release-check -- "$GITHUB_REF_NAME"';
  expect(commands("check")).toEqual([check]);
  expect(commands("publish")).toEqual(["npm ci", check, expect.stringMatching(/^npm publish --provenance /)]);
});

test("CI runs everything on each Node that package.json allows and that is maintained", () => {
  const { on, jobs } = read(".github/workflows/ci.yml") as {
    on: Workflow["on"];
    jobs: { test: Job & { strategy: { matrix: { node: number[] } } } };
  };
  expect(Object.keys(on)).toEqual(["push", "pull_request", "workflow_call"]);
  expect(jobs.test.steps?.at(-1)).toEqual({ run: ".ci/run" });
  const { engines } = JSON.parse(text("package.json")) as { engines: { node: string } };
  expect(`>=${String(jobs.test.strategy.matrix.node[0])}`).toBe(engines.node);
});

interface Form {
  name: string;
  description: string;
  body: { type: string; id?: string; attributes: { label?: string; value?: string; options?: string[] } }[];
}

describe.each(FORMS)("%s", (file) => {
  test("is a form that GitHub takes", () => {
    const { name, description, body } = read(file) as Form;
    expect([name, description].every((line) => line.length > 3 && line.length <= 200)).toBe(true);
    const fields = body.filter(({ type }) => type !== "markdown");
    expect(fields.length).toBeGreaterThan(0);
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    expect(new Set(fields.map(({ attributes }) => attributes.label)).size).toBe(fields.length);
    for (const { type, id, attributes } of fields) {
      expect(["textarea", "input", "dropdown", "checkboxes"]).toContain(type);
      expect(id).toMatch(/^[a-z-]+$/);
      expect(attributes.label).toMatch(/\w/);
      if (type === "dropdown") expect(attributes.options?.length).toBeGreaterThan(1);
    }
    for (const { attributes } of body.filter(({ type }) => type === "markdown")) expect(attributes.value).toMatch(/\w/);
  });

  test("names files and commands that are there", () => {
    for (const [named] of text(file).matchAll(/\b(?:docs\/)?[\w-]+\.md\b/g)) {
      if (named !== "report.md") expect(existsSync(join(ROOT, named))).toBe(true);
    }
    for (const [, script = ""] of text(file).matchAll(/npm run (?:--silent )?([\w-]+)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
  });
});

test("every YAML file of the repository's root and of .github is YAML", () => {
  const all = [...WORKFLOWS, ...filesOf(".github/ISSUE_TEMPLATE"), "Pulumi.yaml"];
  for (const file of all) expect(read(file)).toEqual(expect.any(Object));
});

test("the templates lead to each other: docs/live-check.md names the form", () => {
  const { name } = read(".github/ISSUE_TEMPLATE/service-differs.yml") as Form;
  expect(text("docs/live-check.md")).toContain(`"${name}"`);
});
