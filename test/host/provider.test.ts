import { startSimulator, type Simulator } from "../../simulator";
import { configFor, startHost, type Host } from "../harness/host";

// Each test starts a host.
jest.setTimeout(60_000);

/** What the methods promise is in test/contract; here is what the host adds to it. */
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

const actions = () => simulator.calls().map(({ action }) => action?.replace("ScheduledPreloadExecution", ""));

test("the constant handler brings every method to the installed host", async () => {
  const checked = await host.check({}, { planId: `${jobId}:${planId}`, desiredStatus: "stopped" });
  expect(checked).toMatchObject({ failures: [], inputs: stopped });
  const wrong = await host.check({}, { planId: "no-plan", desiredStatus: "stopped", colour: "red" });
  expect(wrong.failures.map(({ property }) => property).sort()).toEqual(["colour", "planId"]);

  const created = await host.create(checked.inputs);
  expect(created).toMatchObject({ id: planId, properties: { ...stopped, status: "stopped" } });
  expect(await host.diff(planId, created.properties, checked.inputs)).toMatchObject({ changes: "none" });
  const running = { ...stopped, desiredStatus: "running" };
  expect(await host.diff(planId, created.properties, running)).toEqual({
    changes: "some",
    replaces: [],
    deleteBeforeReplace: false,
  });
  expect((await host.read(planId, created.properties)).inputs).toMatchObject(stopped);

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

test("the host does no call after the engine's end: no orphan polls and writes", async () => {
  simulator.addFault({ kind: "slow", delayMs: 400, action: "ListScheduledPreloadExecutions" });
  const creating = host.create(stopped).catch(() => undefined);
  while (simulator.calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  host.closeInput();
  await Promise.all([host.exited, creating]);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(actions()).toEqual(["Lists"]);
  expect(simulator.plans()[0]?.Status).toBe("running");
});
