import { startSimulator, type Simulator } from "../../simulator";
import { startHost, type Host } from "../harness/host";
import { HostError } from "../harness/messages";

const planId = "66599bd7397885b43804901c";
const jobId = "665d3af3621bccf3fe29e1a4";
const stopped = { planId, jobId, desiredStatus: "stopped" };

let simulator: Simulator;
let host: Host;
beforeEach(async () => {
  simulator = await startSimulator({ seed: [{ Id: planId, JobId: jobId, Status: "running" }] });
  host = await startHost({ config: configFor(simulator) });
});
afterEach(async () => {
  await host.stop();
  await simulator.close();
});

/** As the engine hands it on: structures as JSON text. */
function configFor({ endpoint, accessKeyId, accessKeySecret }: Simulator): Record<string, string> {
  return {
    "alicloud:region": "cn-hangzhou",
    "alicloud:protocol": "HTTP",
    "alicloud:endpoints": JSON.stringify([{ esa: endpoint }]),
    "alicloud:accessKey": accessKeyId,
    "alicloud:secretKey": accessKeySecret,
  };
}

const actions = () => simulator.calls().map(({ action }) => action?.replace("ScheduledPreloadExecution", ""));

test("the constant handler brings every method to the installed host", async () => {
  const checked = await host.check({}, { planId: `${jobId}:${planId}`, desiredStatus: "stopped" });
  expect(checked).toMatchObject({ failures: [], inputs: stopped });

  const created = await host.create(checked.inputs);
  expect(created).toMatchObject({ id: planId, properties: { ...stopped, status: "stopped" } });

  expect(await host.diff(planId, created.properties, checked.inputs)).toMatchObject({ changes: "none" });
  const running = { ...stopped, desiredStatus: "running" };
  expect(await host.diff(planId, created.properties, running)).toMatchObject({
    changes: "some",
    replaces: [],
  });

  const read = await host.read(planId, created.properties);
  expect(read.inputs).toMatchObject(stopped);

  await host.check(checked.inputs, running);
  const updated = await host.update(planId, created.properties, running);
  expect(updated.properties).toMatchObject({ desiredStatus: "running", status: "waiting" });
  expect(actions()).toEqual(["Lists", "Stop", "Lists", "Lists", "Start"]);

  const later = await startHost({ config: configFor(simulator) });
  simulator.advanceClock(60);
  await later.delete(planId, updated.properties);
  await later.stop();
  expect(simulator.plans()[0]?.Status).toBe("stopped");
});

test("wrong arguments come back by property", async () => {
  const { failures } = await host.check({}, { planId: "no-plan", desiredStatus: "stopped", colour: "red" });
  expect(failures.map(({ property }) => property).sort()).toEqual(["colour", "planId"]);
});

test("a gone plan is read as no resource", async () => {
  const { properties } = await host.create(stopped);
  simulator.deletePlan(planId);
  expect(await host.read(planId, properties)).toMatchObject({ id: "" });
});

test("a plain failure is one message with plan, request id and remedy, and no stack", async () => {
  simulator.addFault({ kind: "error", code: "InvalidUid.PermissionDenied" });
  const failure = await host.create(stopped).then(fail, (error: unknown) => error as HostError);
  expect(failure.message).toMatch(/ListScheduledPreloadExecutions failed: InvalidUid.PermissionDenied \(HTTP 403\)/);
  expect(failure.message).toMatch(new RegExp(`plan ${planId}, job ${jobId}, request [0-9A-F-]{36}`));
  expect(failure.message).not.toMatch(/^\s+at /m);
  expect(failure.initFailure).toBeUndefined();
});

test("a failure after a write is an init failure that holds the handler and what was observed", async () => {
  const { properties } = await host.create(stopped);
  simulator.addFault({ kind: "http503", action: "StartScheduledPreloadExecution", times: 100 });
  const running = { ...stopped, desiredStatus: "running", timeoutSeconds: 1 };
  const failure = await host.update(planId, properties, running).then(fail, (error: unknown) => error as HostError);
  expect(failure.initFailure).toMatchObject({
    id: planId,
    properties: { __provider: properties.__provider, status: "stopped", desiredStatus: "stopped" },
    reasons: [expect.stringContaining("StartScheduledPreloadExecution failed: ServiceUnavailable") as string],
  });
});

test("a failing read is told by the host without our stack", async () => {
  const { properties } = await host.create(stopped);
  simulator.addFault({ kind: "error", code: "NoPermission" });
  await expect(host.read(planId, properties)).rejects.toThrow("NoPermission");
  expect(host.output()).toContain("NoPermission");
  expect(host.output()).not.toMatch(/^\s+at /m);
});

describe("the host", () => {
  test("ends when the engine that started it is gone", async () => {
    await host.check({}, stopped);
    await new Promise((resolve) => setTimeout(resolve, 100));
    host.closeInput();
    await host.exited;
    expect(simulator.calls()).toEqual([]);
  });

  test("does no call after the engine's end: no orphan polls and writes", async () => {
    simulator.addFault({ kind: "slow", delayMs: 400, action: "ListScheduledPreloadExecutions" });
    const creating = host.create(stopped).catch(() => undefined);
    while (simulator.calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    host.closeInput();
    await Promise.all([host.exited, creating]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(actions()).toEqual(["Lists"]);
    expect(simulator.plans()[0]?.Status).toBe("running");
  });
});

function fail(): never {
  throw new Error("It succeeded, but was expected to fail.");
}
