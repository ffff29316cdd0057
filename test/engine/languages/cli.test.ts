import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../../../scripts/lib/setup";
import { startSimulator, type Simulator } from "../../../simulator/index";
import { JOB, OTHER_PLAN, PLAN } from "../harness/scene";
import { PLUGIN, Project } from "./project";

jest.setTimeout(120_000);

const EXECUTABLE = `${PLUGIN}/pulumi-resource-esa-preload`;

let simulator: Simulator;
let project: Project;
const statuses = () => simulator.plans().map(({ Status }) => Status);

beforeAll(async () => {
  const seed = [PLAN, OTHER_PLAN].map((Id) => ({ Id, JobId: JOB, Status: "running" as const }));
  simulator = await startSimulator({ seed });
  project = new Project("stop-plan-yaml", simulator, {});
  project.env.ALIBABA_CLOUD_ESA_ENDPOINT = simulator.url;
});
afterAll(async () => {
  await simulator.close();
  project.remove();
});

test("the CLI reads the plugin's schema as it is committed, but for empty lists", async () => {
  const schema = await project.pulumi("package", "get-schema", EXECUTABLE);
  const withoutEmpty = (_key: string, value: unknown) =>
    Array.isArray(value) && value.length === 0 ? undefined : value;
  const committed = readFileSync(join(ROOT, "plugin", "schema", "schema.json"), "utf8");
  expect(JSON.parse(schema)).toEqual(JSON.parse(committed, withoutEmpty));
});

test("`pulumi do` without a region tells by which option it is given", async () => {
  const args = ["esa-preload:getScheduledPreloadPlans", "--job-id", JOB];
  const nowhere = new Project("stop-plan-yaml", simulator, {});
  const failed = nowhere.pulumi("do", "--package", EXECUTABLE, ...args).finally(() => nowhere.remove());
  await expect(failed).rejects.toThrow(
    /Neither esa-preload:region[^]*There, these keys are: --esa-preload:region, --esa-preload:account-type\./,
  );
});

test("`pulumi do` stops a plan, then all of its job, without a program and a state", async () => {
  const call = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await project.pulumi("do", "--package", EXECUTABLE, ...args, "--output", "json")) || "{}");
  const stop = ["--job-id", JOB, "--desired-status", "stopped", "--stateless"];
  const plan = ["esa-preload:ScheduledPreloadPlanState", "create", "--plan-id", PLAN, ...stop];
  await call(...plan, "--dry-run");
  expect(simulator.calls()).toEqual([]);
  expect(await call(...plan, "--yes")).toMatchObject({ planId: PLAN, status: "stopped" });
  expect(statuses()).toEqual(["stopped", "running"]);

  const plans = [{ status: "stopped" }, { status: "running" }];
  expect(await call("esa-preload:getScheduledPreloadPlans", "--job-id", JOB)).toMatchObject({ plans });
  const job = await call("esa-preload:ScheduledPreloadJobState", "create", ...stop, "--yes");
  expect(job).toMatchObject({ counts: { stopped: 2, running: 0 } });
  expect(statuses()).toEqual(["stopped", "stopped"]);
});
