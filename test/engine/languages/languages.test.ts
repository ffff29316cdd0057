import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { findLanguageHost, type Language } from "../../../scripts/lib/languageHost";
import { ROOT } from "../../../scripts/lib/setup";
import { startSimulator, type Simulator } from "../../../simulator/index";
import { pathWith } from "../harness/commands";
import { JOB, OTHER_PLAN, PLAN } from "../harness/scene";
import { Project } from "./project";
import { generateSdk } from "./sdks";

// The first build of a program in Go takes minutes.
jest.setTimeout(600_000);

const SCHEMA = join(ROOT, "plugin", "schema", "schema.json");
const TYPE = "esa-preload:index:ScheduledPreloadPlanState";

const hasPython = spawnSync("python3", ["-c", "import venv, ensurepip"]).status === 0;
if (!hasPython) console.warn("Python with venv is not installed here: its example is SKIPPED.");

/** `add` is what `pulumi package add` and then the language's own tools do to the project. */
const languages: { host: Language; example: string; add?: (project: Project) => Promise<void> }[] = [
  { host: "yaml", example: "stop-plan-yaml" },
  {
    host: "python",
    example: "stop-plan-python",
    async add(project) {
      project.write("requirements.txt", `${project.read("requirements.txt")}./sdks/esa-preload\n`);
      const commands = join(project.folder, "venv", "bin");
      await project.run("python3", "-m", "venv", "venv");
      await project.run(join(commands, "pip"), "install", "--quiet", "--requirement", "requirements.txt");
      project.env.PATH = pathWith(commands, await findLanguageHost("python"));
    },
  },
  {
    host: "go",
    example: "stop-plan-go",
    async add(project) {
      Object.assign(project.env, { CGO_ENABLED: "0", GOWORK: "off" });
      // What `pulumi import` prints for Go imports it by this path.
      const { language } = JSON.parse(readFileSync(SCHEMA, "utf8")) as { language: { go: { importBasePath: string } } };
      const [, modulePath = ""] = /^module (.*)$/m.exec(project.read("sdks/esa-preload/go.mod")) ?? [];
      expect(language.go.importBasePath).toBe(`${modulePath}/esapreload`);
      expect(project.read("main.go")).toContain(`"${language.go.importBasePath}"`);
      await project.run("go", "mod", "edit", "-replace=example.com/pulumi-esa-preload/sdk/go=./sdks/esa-preload");
      await project.run("go", "mod", "tidy");
    },
  },
  {
    host: "nodejs",
    example: "stop-plan",
    async add(project) {
      const sdk = join(project.folder, "sdks", "esa-preload");
      project.link("@pulumi/pulumi", join(ROOT, "node_modules", "@pulumi", "pulumi"));
      project.link("@pulumi/esa-preload", sdk);
      const compiler = require.resolve("typescript/bin/tsc");
      await project.run(process.execPath, compiler, "-p", sdk, "--typeRoots", join(ROOT, "node_modules", "@types"));
      copyFileSync(join(sdk, "package.json"), join(sdk, "bin", "package.json"));
      const program = project.read("index.ts").replace(/"pulumi-esa-preload"/, '"@pulumi/esa-preload"');
      project.write("index.ts", program.replace("DesiredStatus, ", "").replace("<DesiredStatus>", ""));
      project.env.PULUMI_NODEJS_TRANSPILE_ONLY = "true";
    },
  },
];

describe.each(languages)("$example in $host", ({ host, example, add }) => {
  let simulator: Simulator;
  let project: Project;
  const statuses = () => simulator.plans().map(({ Status }) => Status);
  const test = host === "python" && !hasPython ? global.test.skip : global.test;

  beforeAll(async () => {
    const seed = [PLAN, OTHER_PLAN].map((Id) => ({ Id, JobId: JOB, Status: "running" as const }));
    simulator = await startSimulator({ seed });
    project = new Project(example, simulator, { planId: PLAN, jobId: JOB, desiredStatus: "stopped" });
    project.env.PATH = pathWith(await findLanguageHost(host));
  });
  afterAll(async () => {
    await simulator.close();
    project.remove();
  });

  test("the program stops its plan, again after a drift, and another one is imported", async () => {
    if (host !== "yaml") {
      await generateSdk(SCHEMA, host, join(project.folder, "sdks", "esa-preload"));
      project.addPackage();
    }
    await add?.(project);

    expect(await project.pulumi("preview")).toMatch(/\+ {2}esa-preload:index:\w+ plan create/);
    expect(simulator.calls()).toEqual([]);
    expect(await project.pulumi("up", "--yes", "--skip-preview")).toMatch(/status\s*: "stopped"/);
    expect(statuses()).toEqual(["stopped", "running"]);

    simulator.putPlan(PLAN, { JobId: JOB, Status: "running" });
    const preview = await project.pulumi("preview", "--refresh", "--diff");
    expect(preview).toMatch(/desiredStatus: "running" => "stopped"/);
    await project.pulumi("up", "--refresh", "--yes", "--skip-preview");
    expect(statuses()).toEqual(["stopped", "running"]);

    const code = host === "yaml" ? "--generate-code" : "--generate-code=false"; // these hosts have no code for it
    const options = ["--yes", "--skip-preview", "--protect=false", code];
    const imported = await project.pulumi("import", TYPE, "second", `${JOB}:${OTHER_PLAN}`, ...options);
    expect(imported).toMatch(/= 1 imported/);
    if (host === "yaml") {
      const second = imported.split("\nresources:\n")[1]?.trimEnd() ?? "";
      project.write("Pulumi.yaml", project.read("Pulumi.yaml").replace(/^resources:\n/m, `$&${second}\n`));
      expect(await project.pulumi("preview", "--expect-no-changes")).toMatch(/3 unchanged/);
    }
    expect(statuses()).toEqual(["stopped", "running"]);
    expect(await project.pulumi("destroy", "--yes", "--skip-preview")).toMatch(/- 3 deleted/);
    expect(statuses()).toEqual(["stopped", "stopped"]);
  });
});
