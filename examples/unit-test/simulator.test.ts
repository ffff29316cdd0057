import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { startSimulator, type Simulator } from "pulumi-esa-preload/testing";

import { declareLaunch, jobId, planId } from "./launch";

/** What Pulumi does with the program: the real engine (`pulumi` on PATH) and the real provider; only ESA is simulated. */
let simulator: Simulator;
let stack: Stack;
/** Below this folder, so that the provider finds `pulumi-esa-preload` in its `node_modules`. */
let workDir: string;
let freeze = false;

beforeAll(async () => {
  simulator = await startSimulator({ seed: [{ Id: planId, JobId: jobId, Status: "running" }] });
  workDir = mkdtempSync(join(__dirname, ".tmp-"));
  const backend = join(workDir, "backend");
  mkdirSync(backend);
  stack = await LocalWorkspace.createStack(
    {
      stackName: "test",
      projectName: "unit-test",
      program: () => Promise.resolve({ status: declareLaunch(freeze).status }),
    },
    {
      workDir,
      projectSettings: { name: "unit-test", runtime: "nodejs" },
      envVars: { PULUMI_BACKEND_URL: pathToFileURL(backend).href, PULUMI_CONFIG_PASSPHRASE: "test" },
    },
  );
  await stack.setAllConfig({
    "alicloud:region": { value: "cn-hangzhou" },
    "alicloud:endpoints": { value: JSON.stringify([{ esa: simulator.url }]) },
    "alicloud:accessKey": { value: simulator.accessKeyId },
    "alicloud:secretKey": { value: simulator.accessKeySecret, secret: true },
  });
});

afterAll(async () => {
  await simulator.close();
  rmSync(workDir, { recursive: true });
});

const statusOfPlan = () => simulator.plans().find(({ Id }) => Id === planId)?.Status;

test("a launch that runs already is left alone", async () => {
  await stack.up();
  expect(statusOfPlan()).toBe("running");
  expect(simulator.calls().filter(({ effect }) => effect)).toEqual([]);
});

test("a freeze stops the plan, once", async () => {
  freeze = true;
  const { outputs } = await stack.up();
  expect(outputs["status"]?.value).toBe("stopped");
  expect(statusOfPlan()).toBe("stopped");
  await stack.up({ expectNoChanges: true });
});

test("a plan that somebody restarts is stopped again", async () => {
  simulator.putPlan(planId, { Status: "running" });
  await stack.up({ refresh: true });
  expect(statusOfPlan()).toBe("stopped");
});
