import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as manifest from "../../package.json";
import { TOOLS } from "../../scripts/lib/nodeTools";
import { startHost } from "../harness/host";
import { startSimulatorProcess, type SimulatorProcess } from "../harness/simulatorProcess";
import { findTools, install, managersIn, nodeBy, type Manager, type ManagerName } from "./project/managers";
import { commonJs, component, componentUser, esm, inline, PLAN, readme, SEED, typeScript } from "./project/programs";
import { pack, sdkVersion } from "./project/tarball";
import { UserProject, type Outcome, type Program, type Surroundings } from "./project/userProject";

// Real projects, the real CLI and package managers. The first run on a machine builds the language host and downloads
// the package managers.
jest.setTimeout(600_000);

/** The newest SDK; it needs Node 22. */
const NEWEST_SDK = "3.276.0";
/** The oldest that the package's peer range allows. */
const OLDEST_SDK = "3.216.0";
const OWN_NODE = Number(process.versions.node.split(".")[0]);

let folder: string;
let tools: string;
let managers: Record<ManagerName, Manager>;
let tarball: string;
let languageHost: string;
let simulator: SimulatorProcess;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "layouts-")));
  ({ languageHost, tools } = await findTools());
  managers = managersIn(tools);
  tarball = await pack(folder);
  simulator = await startSimulatorProcess({ folder, seed: SEED });
});
afterAll(() => {
  simulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

const npmProject = once(() => installed("npm", "npm", { ...dependencies(), typescript: "5.9.3" }));
const bunProject = once(() => installed("bun", "bun"));
const newestProject = once(() => installed("newest", "npm", dependencies(NEWEST_SDK)));
/** With Node as it runs these tests, and the compiler that Pulumi brings. */
const stopsByNpm = once(async () => expectToStop(await npmProject(), typeScript, { env: {} }));

/** What a row of docs/installing.md says; the tests have its names. */
const works: Record<string, () => Promise<void>> = {
  npm: stopsByNpm,
  "pnpm (12)": async () => {
    const project = open("pnpm", { dependencies: dependencies() });
    const { code, stderr } = await install(project.folder, { command: managers.pnpm.command });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/ERR_PNPM_IGNORED_BUILDS[^]*: protobufjs@[\d.]+$/m)]);
    await installIn(project, managers.pnpm);
    await expectToStop(project, typeScript);
  },
  "an npm workspace": async () => {
    const root = open("workspace", { name: "root", workspaces: ["infra"] });
    const infra = open("workspace/infra", { dependencies: dependencies() });
    await installIn(root, managers.npm);
    await expectToStop(infra, typeScript);
  },
  "yarn classic (1.22)": async () => expectToStop(await installed("classic", "yarn classic"), typeScript),
  "yarn berry (4), node_modules": async () => expectToStop(await installed("berry", "yarn berry"), typeScript),
  "bun (1.4) as package manager": async () => expectToStop(await bunProject(), typeScript),

  TypeScript: async () => {
    // The compiler of the project; in the others it is the one that Pulumi brings.
    const tsconfig = JSON.stringify({ compilerOptions: { module: "node16", strict: true } });
    const program = { files: { "index.ts": readme, "tsconfig.json": tsconfig } };
    await expectToStop(await npmProject(), program, { env: {} });
  },
  CommonJS: async () => expectToStop(await npmProject(), commonJs),
  ESM: async () => expectToStop(await npmProject(), esm),
  "`main:` names a folder": async () =>
    expectToStop(await npmProject(), { main: "src/", files: { "src/index.ts": readme } }),
  "`main:` names a file in a folder": async () =>
    expectToStop(await npmProject(), { main: "src/stop.ts", files: { "src/stop.ts": readme } }),
  "an inline program of the Automation API": async () => {
    await simulator.put(`/-/plans/${PLAN}`, { Status: "running" });
    const project = await npmProject();
    project.write({ "deploy.cjs": inline });
    expect(await project.node("deploy.cjs")).toEqual({ ok: true, output: "stopped\n" });
    expect(await simulator.get(`/-/plans/${PLAN}`)).toMatchObject({ Status: "stopped" });
  },

  [`\`@pulumi/pulumi\` ${OLDEST_SDK}, the oldest`]: async () => {
    expect(manifest.peerDependencies["@pulumi/pulumi"]).toBe(`>=${OLDEST_SDK} <4`);
    await expectToStop(await installed("oldest", "npm", dependencies(OLDEST_SDK)), typeScript, { env: {} });
  },
  "Node 20": () => stopsUnder(20),
  "Node 22": () => stopsUnder(22),
  "Node 24": () => stopsUnder(24),
  "Bun (1.4) in place of Node": async () => {
    const { path, programs } = nodeBy(join(folder, "bun-as-node"), join(tools, ".bin/bun"));
    await expectToStop(await bunProject(), typeScript, { path: [path] });
    expect(programs().join("\n")).toMatch(/cmd.run[^]*cmd.dynamic-provider/);
  },
};

const fails: Record<string, () => Promise<void>> = {
  "Yarn Plug'n'Play": async () => {
    const project = await installed("pnp", "yarn pnp");
    const unaware = await project.pulumi(["preview"], commonJs, { path: [languageHost] });
    expectFailure(unaware, "Pulumi SDK has not been installed");
    const env = { NODE_OPTIONS: `--require ${join(project.folder, ".pnp.cjs")}` };
    const aware = await project.pulumi(["preview"], commonJs, { path: [languageHost], env });
    expectFailure(aware, "pulumi-esa-preload does not work with Yarn Plug'n'Play: set \"nodeLinker");
    expect(aware.output).not.toMatch(/^\s+at /m);
  },
  "the package only as a dependency of another one, by pnpm": async () => {
    const root = open("indirect", { name: "root" });
    const { "@pulumi/pulumi": sdk, ...own } = dependencies();
    const library = open("indirect/component", {
      name: "component",
      dependencies: own,
      peerDependencies: { "@pulumi/pulumi": "*" },
    });
    library.write(component);
    const app = open("indirect/app", { dependencies: { component: "workspace:*", "@pulumi/pulumi": sdk } });
    const settings = `packages: [app, component]\n${managers.pnpm.files?.["pnpm-workspace.yaml"] ?? ""}`;
    await installIn(root, { ...managers.pnpm, files: { "pnpm-workspace.yaml": settings } });
    const outcome = await app.pulumi(["preview"], componentUser, { path: [languageHost] });
    expectFailure(outcome, `pulumi-esa-preload must be among the dependencies of the project in ${app.folder} itself`);
    expect(outcome.output).not.toMatch(/^\s+at /m);
  },
  "an inline program started outside the project": async () => {
    const project = await npmProject();
    project.write({ "deploy.cjs": inline });
    const outcome = await project.node("deploy.cjs", { cwd: folder });
    expectFailure(outcome, "Cannot find module '@pulumi/pulumi/cmd/dynamic-provider'");
  },
  "the package removed, its resources still in the state": async () => {
    const host = await startHost({ cwd: folder });
    const refused = host.delete(PLAN, { planId: PLAN });
    await expect(refused).rejects.toThrow("Cannot find module 'pulumi-esa-preload/provider'");
    await host.stop();
  },
};

/** Releases of Node that are neither here nor, on this platform, a package. */
const missing = [20, 22, 24].filter((major) => major !== OWN_NODE && !(`node${major}` in TOOLS));

describe("works with", () => {
  for (const [name, row] of Object.entries(works)) {
    (missing.some((major) => name === `Node ${major}`) ? test.skip : test)(name, row);
  }
});
describe("fails, and says why, with", () => {
  for (const [name, row] of Object.entries(fails)) test(name, row);
});

test("docs/installing.md has a row for each, and no other", () => {
  const text = readFileSync(join(__dirname, "../../docs/installing.md"), "utf8");
  const names = (section: string) => {
    const [, table = ""] = new RegExp(`^## What ${section}$(.*?)^## `, "ms").exec(text) ?? [];
    return [...table.matchAll(/^\| (?!with |-)(.*?) *\|/gm)].map(([, name]) => name);
  };
  expect(names("works")).toEqual(Object.keys(works));
  expect(names("doesn't work")).toEqual(Object.keys(fails));
});

function dependencies(sdk = sdkVersion()): Record<string, string> {
  return { "pulumi-esa-preload": `file:${tarball}`, "@pulumi/pulumi": sdk };
}

function open(name: string, manifest: Record<string, unknown>): UserProject {
  return new UserProject(join(folder, name), manifest, simulator);
}

async function installIn(project: UserProject, manager: Manager): Promise<void> {
  const { code, stdout, stderr } = await install(project.folder, manager);
  if (code !== 0) throw new Error(`The installation ended with ${code}:\n${stdout}\n${stderr}`);
}

async function installed(name: string, manager: ManagerName, packages = dependencies()): Promise<UserProject> {
  const project = open(name, { dependencies: packages });
  await installIn(project, managers[manager]);
  return project;
}

/** Does something once, for all the tests that share it. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => (begun ??= work());
}

/** Stops the plan by `pulumi up` on a new stack. */
async function expectToStop(project: UserProject, program: Program, surroundings: Surroundings = {}): Promise<void> {
  await simulator.put(`/-/plans/${PLAN}`, { Status: "running" });
  const path = [...(surroundings.path ?? []), languageHost];
  // Two rows check the types, which takes some seconds.
  const { env = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" } } = surroundings;
  const outcome = await project.pulumi(["up", "--yes", "--skip-preview"], program, { path, env });
  expect(outcome).toEqual({ ok: true, output: expect.stringMatching(/status *: "stopped"/) as string });
  // Nothing surprises on the screen; that the language host comes from PATH is the tests' own doing.
  const warnings = outcome.output.split("\n").filter((line) => /warning|deprecat/i.test(line));
  expect(warnings.filter((line) => !/pulumi-language-nodejs from \$PATH|1 warning/.test(line))).toEqual([]);
  expect(await simulator.get(`/-/plans/${PLAN}`)).toMatchObject({ Status: "stopped" });
}

function expectFailure({ ok, output }: Outcome, text: string): void {
  expect({ ok, output }).toEqual({ ok: false, output: expect.stringContaining(text) as string });
}

/** Node as it runs these tests with the SDK of this checkout, or a release of its own with the newest one. */
async function stopsUnder(major: number): Promise<void> {
  if (major === OWN_NODE) return stopsByNpm();
  const { path, programs } = nodeBy(join(folder, `node${major}`), join(tools, `node${major}/bin/node`));
  await expectToStop(await newestProject(), typeScript, { path: [path] });
  expect(programs()).not.toEqual([]);
}
