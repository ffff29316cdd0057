import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ProviderResource } from "@pulumi/pulumi";

import { findLanguageHost } from "../../../scripts/lib/languageHost";
import type { Simulator } from "../../../simulator";
import { pathWith } from "../harness/commands";
import { expectDone, expectNothingDone, expectOk, expectRefused } from "../harness/expectations";
import {
  JOB,
  OTHER_PLAN,
  PLAN,
  planState,
  pluginPlan,
  PluginResource,
  pluginTypes,
  running,
  THIRD_PLAN,
  until,
  useScene,
} from "../harness/scene";

/** The plugin in Pulumi's engine: what the dynamic resource cannot have, and what lies between two features of Pulumi. */
const other = { accessKeyId: "other-key-id", accessKeySecret: "other-key-secret", aliUid: "2000000000000002" };
const scene = useScene("plugin", { accounts: [other] }, { plugin: true });
beforeAll(async () => (scene.stack.env["PATH"] = pathWith(await findLanguageHost())));

class Provider extends ProviderResource {}

/** An explicit provider, whose credentials the program has in the clear. */
function provider(name: string, { accessKeyId, accessKeySecret }: Pick<Simulator, "accessKeyId" | "accessKeySecret">) {
  const endpoints = JSON.stringify([{ esa: scene.simulator.endpoint }]);
  const keys = { accessKey: accessKeyId, secretKey: accessKeySecret };
  return new Provider("esa-preload", name, { protocol: "HTTP", endpoints, ...keys });
}

/** Where the processes of a run tell each other what they declare. */
const tellingFolders = () => readdirSync(tmpdir()).filter((name) => /^pulumi-esa-preload-.*-127-0-0-1-/.test(name));

test("a preview is offline and knows what is not known yet; up stops; drift is named and stopped; destroy", async () => {
  const { stack, simulator } = scene;
  stack.setProgram(() => ({ status: pluginPlan("a").status }));
  expect((await stack.preview({ diff: true })).output).toMatch(/status: \[unknown\]/);
  expect(simulator.calls()).toEqual([]);
  expectDone(await stack.up(), { create: 1 });
  expect(scene.writes()).toEqual([`Stop ${PLAN}`]);
  expectNothingDone(await stack.up());
  scene.put("running");
  expect((await stack.preview({ diff: true, refresh: true })).output).toMatch(
    /~ desiredStatus: "running" => "stopped"/,
  );
  expectDone(await stack.up({ refresh: true }), { update: 1 });
  expect(scene.status()).toBe("stopped");
  scene.put("running");
  expectDone(await stack.destroy(), { delete: 1 });
  expect(scene.status()).toBe("stopped");
});

describe("import", () => {
  const importing = (kind: "Plan" | "Job", name: string, id: string) =>
    scene.stack.cli(
      "import",
      `${pluginTypes}${kind}State`,
      name,
      id,
      "--yes",
      "--protect=false",
      "--generate-code=false",
    );

  test.each([
    ["running", "running"],
    ["stopped", "stopped"],
    ["waiting", "running"],
    ["finished", "stopped"],
    ["failed", "stopped"],
  ] as const)(
    "of a %s plan takes it over as %s, and the next preview shows no change",
    async (status, desiredStatus) => {
      scene.put(status);
      scene.program(() => undefined);
      expectOk(await importing("Plan", "a", `${JOB}:${PLAN}`));
      const inputs = { planId: PLAN, jobId: JOB, desiredStatus };
      expect(scene.stack.resource("a")).toMatchObject({ id: PLAN, inputs, outputs: { ...inputs, status } });
      scene.program(() => pluginPlan("a", { desiredStatus }));
      expectNothingDone(await scene.stack.up({ refresh: true }));
      expect(scene.writes()).toEqual([]);
    },
  );

  test("of a job takes over all its plans; where they differ, it counts them", async () => {
    expectOk(await importing("Job", "all", JOB));
    expect(scene.stack.resource("all")).toMatchObject({ id: JOB, inputs: { jobId: JOB, desiredStatus: "running" } });
    scene.put("stopped");
    expectRefused(await importing("Job", "more", JOB), /its plans differ: 1 running, 1 stopped/);
    expectRefused(await importing("Plan", "b", PLAN), 'Give the id as "<jobId>:<planId>"');
    expectRefused(await importing("Plan", "b", "plan-7"), '"plan-7" is not the id of a plan');
    expectRefused(await importing("Plan", "b", `${JOB}:${THIRD_PLAN}`), /does not exist/);
  });
});

describe("explicit providers", () => {
  test("are accounts of their own, whose keys the state has encrypted; a failure names the provider", async () => {
    const { stack, simulator } = scene;
    scene.program(() => [
      pluginPlan("a"),
      pluginPlan("b", { planId: OTHER_PLAN }, { provider: provider("mine", simulator) }),
    ]);
    expectDone(await stack.up());
    expect(JSON.stringify(stack.state())).not.toMatch(simulator.accessKeySecret);
    expect([scene.status(), scene.status(OTHER_PLAN)]).toEqual(["stopped", "stopped"]);
    const theirs = { accessKeyId: "nobody", accessKeySecret: "quite-secret" };
    scene.program(() => pluginPlan("c", {}, { provider: provider("theirs", theirs) }));
    const refused = await stack.up();
    expectRefused(refused, /InvalidAccessKeyId/, /esa-preload:accessKey/, /a provider of its own, "theirs"/);
    expect(refused.output + JSON.stringify(stack.state())).not.toMatch("quite-secret");
  });

  test("a plan that moves from one to another, by whatever resource, runs on", async () => {
    const { stack, simulator } = scene;
    const inOf = (name: string, owner: string) => () =>
      pluginPlan(name, running, { provider: provider(owner, simulator) });
    const before = tellingFolders();
    await scene.done(inOf("a", "one"));
    for (const moved of [inOf("a", "two"), inOf("b", "three"), () => pluginPlan("b", running)]) {
      scene.program(moved);
      expectOk(await stack.up());
      expect([scene.status(), scene.writes()]).toEqual(["running", []]);
    }
    // Nothing of the runs is left.
    expect(tellingFolders()).toEqual(before);
  });

  test("two that declare different states of one plan fail, and nothing is stopped", async () => {
    const { stack, simulator } = scene;
    scene.program(() => [
      pluginPlan("a", running, { provider: provider("one", simulator) }),
      pluginPlan("b", {}, { provider: provider("two", simulator) }),
    ]);
    for (const act of ["preview", "up"] as const) {
      expectRefused(await stack[act](), /Two resources of this program declare different states for the plan/);
    }
    expect(scene.writes()).toEqual([]);
  });

  test("nor where one declares the job, whose plans are only learned, and the other a plan without its job", async () => {
    const { stack, simulator } = scene;
    scene.program(() => {
      const job = new PluginResource(`${pluginTypes}JobState`, "job", { jobId: JOB, ...running });
      pluginPlan("a", { jobId: undefined }, { provider: provider("two", simulator), dependsOn: job });
    });
    expectRefused(await stack.up(), /"a" stopped and "job" running/);
    expect(scene.writes()).toEqual([]);
  });

  test("a temp folder that cannot be used ends nothing without them, and with them all, and no plan is stopped", async () => {
    const { stack, simulator } = scene;
    const unusable = join(stack.workDir, "Pulumi.yaml");
    await scene.done(() => pluginPlan("a", running, { provider: provider("one", simulator) }));
    const withUnusable = async (act: "preview" | "up" | "destroy") => {
      stack.env["TMPDIR"] = unusable;
      return stack[act]().finally(() => Reflect.deleteProperty(stack.env, "TMPDIR"));
    };
    const told = /providers of this program cannot tell each other [^]*Set TMPDIR/;
    // To one of its own, and to the default one, which may be alone.
    for (const optionsOf of [() => ({ provider: provider("two", simulator) }), () => ({})]) {
      scene.program(() => pluginPlan("b", running, optionsOf()));
      expectRefused(await withUnusable("up"), told);
      expect([scene.status(), scene.writes()]).toEqual(["running", []]);
    }
    expectRefused(await withUnusable("destroy"), told);
    scene.program(() => [pluginPlan("a", running), pluginPlan("c", { planId: OTHER_PLAN })]);
    expectOk(await stack.up());
    expectOk(await withUnusable("up"));
  });

  test("an unknown key is refused with the one that was meant", async () => {
    scene.program(() => pluginPlan("a", {}, { provider: new Provider("esa-preload", "p", { regoin: "x" }) }));
    expectRefused(await scene.stack.preview(), /regoin.*did you mean region/);
  });
});

test("what an unknown state will change is not known, in outputs and in the plan that is saved", async () => {
  const { stack } = scene;
  await scene.done(() => pluginPlan("a"));
  stack.setProgram(() => {
    const other = pluginPlan("other", { planId: OTHER_PLAN });
    const desiredStatus = other.status.apply((status) => (status === "stopped" ? "running" : "stopped"));
    return { status: pluginPlan("a", { desiredStatus }).status };
  });
  expect((await stack.preview({ diff: true })).output).toMatch(/status: \[unknown\]/);
  expectDone(await stack.up(), { create: 1, update: 1 });
  expect(scene.status()).not.toBe("stopped");
});

describe("deleteBeforeReplace", () => {
  const anew = { deleteBeforeReplace: true, replaceOnChanges: ["timeoutSeconds"] };

  test("stops the plan, then starts it, also under another name", async () => {
    const { stack } = scene;
    await scene.done(() => pluginPlan("a", running, anew));
    scene.program(() => pluginPlan("b", { ...running, timeoutSeconds: 60 }, { ...anew, aliases: [{ name: "a" }] }));
    expectDone(await stack.up(), { replace: 1 });
    expect(scene.writes()).toEqual([`Stop ${PLAN}`, `Start ${PLAN}`]);
  });

  test("of what a resource depends on waits for another one that is at work on its plan", async () => {
    const { stack, simulator } = scene;
    const program = (timeoutSeconds: number, others: () => unknown) => () => {
      others();
      const first = pluginPlan("first", { planId: OTHER_PLAN, timeoutSeconds }, anew);
      pluginPlan("then", { ...running, planId: first.id.apply(() => PLAN) });
    };
    await scene.done(program(60, () => undefined));
    simulator.addFault({ kind: "slow", delayMs: 1_000, action: "ListScheduledPreloadExecutions" });
    scene.program(program(61, () => pluginPlan("other", running)));
    expectDone(await stack.up());
    expect([scene.status(), scene.writes()]).toEqual(["running", [`Stop ${OTHER_PLAN}`]]);
  });
});

test("customTimeouts go before timeoutSeconds", async () => {
  scene.simulator.setOptions({ stopDelaySeconds: 3_600 });
  scene.program(() => pluginPlan("a", { timeoutSeconds: 600 }, { customTimeouts: { create: "1s" } }));
  expectRefused(await scene.stack.up(), /was not stopped within 1 s[^]*raise customTimeouts/);
});

describe("a live preview", () => {
  beforeAll(() => scene.stack.setConfig({ "esa-preload:livePreview": "true" }));
  afterAll(() => scene.stack.setConfig({ "esa-preload:livePreview": undefined }));

  test("shows the plan's status and times, says each line once, and nothing in an up", async () => {
    const { stack } = scene;
    stack.setProgram(() => {
      const { status, startTime } = pluginPlan("a");
      return { status, startTime };
    });
    const { output } = await stack.preview();
    expect(output.match(/live preview: is running: to be stopped/g)).toHaveLength(2); // live, and in the summary
    expect(output).toMatch(/startTime: "2.*status *: \[unknown\]/s);
    expect((await stack.up()).output).not.toMatch(/live preview/);
  });

  test("fails for a plan that isn't there", async () => {
    scene.program(() => pluginPlan("a", { planId: THIRD_PLAN }));
    expectRefused(await scene.stack.preview(), `The plan ${THIRD_PLAN} does not exist`);
  });
});

test("a stack's dynamic resources are taken over by alias without a call, and given back", async () => {
  const { stack } = scene;
  stack.setConfig({
    ...Object.fromEntries(
      Object.entries({ region: "cn-hangzhou", protocol: "HTTP" }).map(([key, value]) => [`alicloud:${key}`, value]),
    ),
    "alicloud:endpoints": JSON.stringify([{ esa: scene.simulator.endpoint }]),
    "alicloud:accessKey": scene.simulator.accessKeyId,
    "alicloud:secretKey": { value: scene.simulator.accessKeySecret, secret: true },
  });
  await scene.done(() => planState("a"), { create: 1 });
  expect(stack.resource("a")?.outputs).not.toHaveProperty("timeoutSeconds");
  scene.program(() => pluginPlan("a"));
  expectDone(await stack.up(), { update: 1 });
  expectNothingDone(await stack.preview());
  expect(scene.simulator.calls()).toEqual([]);
  expect(stack.resource("a")?.outputs).toMatchObject({ whenWaiting: "fail", timeoutSeconds: 300 });
  scene.put("running");
  expectDone(await stack.up({ refresh: true }), { update: 1 });
  expect(JSON.stringify(stack.state())).not.toMatch("__provider");
  scene.simulator.clearCalls();
  scene.program(() => planState("a", {}, { aliases: [{ type: `${pluginTypes}PlanState` }] }));
  expectOk(await stack.up());
  expect(scene.simulator.calls()).toEqual([]);
  scene.put("running");
  expectDone(await stack.up({ refresh: true }), { update: 1 });
});

/** Begins an `up` by the plain CLI, and comes back when the plan's Stop was sent. */
async function beginUp(): Promise<{ engine: number; plugin: number; ended: Promise<unknown[]> }> {
  const { stack } = scene;
  const args = { planId: PLAN, jobId: JOB, desiredStatus: "stopped" };
  const file = (name: string, text: string) => {
    writeFileSync(join(stack.workDir, name), text);
    return join(stack.workDir, name);
  };
  file(
    "index.js",
    `new (require("@pulumi/pulumi").CustomResource)("${pluginTypes}PlanState", "a", ${JSON.stringify(args)});`,
  );
  file("package.json", "{}");
  const pid = file("pid", "");
  const note = file(
    "note.js",
    `if (/resource-esa-preload/.test(process.argv[1])) require("fs").writeFileSync("${pid}", String(process.pid));`,
  );
  scene.program(() => pluginPlan("a"));
  const child = stack.begin(["up", "--yes", "--skip-preview"], { NODE_OPTIONS: `--require ${note}` });
  const ended = once(child, "exit");
  await until(() => scene.count("Stop") === 1);
  return { engine: child.pid ?? 0, plugin: Number(readFileSync(pid, "utf8")), ended };
}

describe("kill -9", () => {
  beforeEach(() => {
    scene.simulator.addFault({ kind: "slow", delayMs: 3_000, action: "StopScheduledPreloadExecution" });
  });

  test("of the plugin between call and answer: the next up converges", async () => {
    const { plugin, ended } = await beginUp();
    process.kill(plugin, "SIGKILL");
    expect((await ended)[0]).not.toBe(0);
    expectDone(await scene.stack.up());
    expect([scene.status(), scene.count("Stop")]).toEqual(["stopped", 1]);
  });

  test("of the engine: the plugin ends at once, and after `pulumi cancel` the next up converges", async () => {
    const { engine, plugin, ended } = await beginUp();
    process.kill(engine, "SIGKILL");
    await ended;
    await until(() => !isAlive(plugin));
    const files = tellingFolders().flatMap((folder) => readdirSync(join(tmpdir(), folder)));
    expect(files).not.toContain(String(plugin));
    expectOk(await scene.stack.cli("cancel", "--yes"));
    expectDone(await scene.stack.up());
    expect([scene.status(), scene.count("Stop")]).toEqual(["stopped", 1]);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("the first Ctrl-C ends a wait; the state holds what was observed, and the next up goes on", async () => {
  const { stack, simulator } = scene;
  simulator.setOptions({ stopDelaySeconds: 3_600 });
  const { engine, ended } = await beginUp();
  await until(() => scene.count("List") === 2);
  const begunMs = Date.now();
  process.kill(engine, "SIGINT");
  expect((await ended)[0]).not.toBe(0);
  expect(Date.now() - begunMs).toBeLessThan(5_000);
  expect(stack.resource("a")).toMatchObject({
    outputs: { status: "running", desiredStatus: "running" },
    initErrors: [expect.stringMatching(/was not stopped when the run was cancelled: it is running/)],
  });
  simulator.setOptions({ stopDelaySeconds: 0 });
  scene.put("running");
  expectDone(await stack.up(), { update: 1 });
  expect(scene.status()).toBe("stopped");
});
