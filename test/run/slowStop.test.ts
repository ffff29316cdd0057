import { failureOf, jobId, planId, putPlan, useWorld } from "../world/world";

const world = useWorld({ stopDelaySeconds: 30 });

const stopped = { planId, jobId, desiredStatus: "stopped", __provider: "the handler" };
const stops = () => world.simulator.calls().filter(({ action }) => action?.startsWith("Stop"));
const acceptedRequest = (properties: Record<string, unknown> | undefined) => String(properties?.requestId);

/** A Stop that is accepted while the plan runs on. Whether ESA does so is not documented. */
describe("a Stop that takes its time", () => {
  test("is followed until the plan is stopped, and sent once, also where its answer names the job", async () => {
    putPlan(world, { Status: "running" });
    const begunMs = world.clock.now();
    const { outs } = await world.newProvider().create({ ...stopped, jobId: undefined });
    expect(outs).toMatchObject({ status: "stopped", desiredStatus: "stopped", jobId });
    expect(stops()).toHaveLength(1);
    const tookMs = world.clock.now() - begunMs;
    expect(tookMs).toBeGreaterThanOrEqual(30_000);
    expect(tookMs).toBeLessThan(36_000);
    expect(world.calls().length).toBeLessThan(20);
  });

  test("is done as well when the plan finishes first", async () => {
    putPlan(world, { Status: "running", EndTime: "2026-06-01T12:00:10Z" });
    const { outs } = await world.newProvider().create(stopped);
    expect(outs).toMatchObject({ status: "finished" });
    expect(stops()).toHaveLength(1);
  });

  test("is sent again when its answer was lost and the plan is seen to run on, until one is accepted", async () => {
    putPlan(world, { Status: "running" });
    world.simulator.addFault({ kind: "resetAfterEffect", action: "StopScheduledPreloadExecution" });
    const { outs } = await world.newProvider().create(stopped);
    expect(outs).toMatchObject({ status: "stopped" });
    expect(stops().map(({ effect }) => effect)).toEqual([true, false]);
  });
});

describe("a Stop that isn't carried out within the time", () => {
  const timeoutSeconds = 10;
  beforeEach(() => putPlan(world, { Status: "running" }));

  test("keeps `running`, and names plan, status, request and what to do (create)", async () => {
    const failure = await failureOf(world.newProvider().create({ ...stopped, timeoutSeconds }));
    expect(failure).toMatchObject({
      code: "StateNotReached",
      id: planId,
      reasons: [failure.message],
      properties: { status: "running", desiredStatus: "running", __provider: "the handler" },
    });
    expect(failure.message.split("\n")).toEqual([
      `The plan ${planId} was not stopped within 10 s: it is running.`,
      expect.stringMatching(/^ {2}(job [0-9a-f]{24}, )?request [0-9A-F-]{36}$/) as string,
      "  Run the command again to continue, or raise timeoutSeconds.",
    ]);
    expect(failure.message).toContain(acceptedRequest(failure.properties));
    expect(stops()).toHaveLength(1);
  });

  test("says that the status is the last known one where the looks fail", async () => {
    world.meanwhile = () => {
      if (stops().length === 0) return;
      world.meanwhile = () => undefined;
      world.simulator.addFault({ kind: "http503", action: "ListScheduledPreloadExecutions", times: 1000 });
    };
    // The looks end before the resource's time: the message says after how many seconds that was.
    const provider = world.newProvider({ "alicloud:maxRetryTimeout": "4" });
    const begunMs = world.clock.now();
    const failure = await failureOf(provider.create({ ...stopped, timeoutSeconds: 60 }));
    const tookSeconds = (world.clock.now() - begunMs) / 1_000;
    expect(tookSeconds).toBeLessThan(10);
    const [, said] = /was not stopped within (\d+) s/.exec(failure.message) ?? [];
    expect(Math.abs(Number(said) - tookSeconds)).toBeLessThanOrEqual(1);
    expect(failure.message).toMatch(
      /it is running, as far as is known \(ListScheduledPreloadExecutions failed: ServiceUnavailable/,
    );
    expect(failure).toMatchObject({ id: planId, properties: { status: "running" } });
    expect(failure.message).toContain(acceptedRequest(failure.properties));
  });

  test("is an error of a delete, and the resource stays", async () => {
    const olds = { ...stopped, status: "stopped", timeoutSeconds };
    const failure = await failureOf(world.newProvider().delete(planId, olds));
    expect(failure.message).toMatch(new RegExp(`${planId} was not stopped within 10 s: it is running`));
    expect(failure.message).toMatch(/request [0-9A-F-]{36}/);
    expect(failure.code).toBe("StateNotReached");
    expect(stops()).toHaveLength(1);
    world.simulator.advanceClock(30);
    await world.newProvider().delete(planId, olds);
    expect(world.plan().Status).toBe("stopped");
  });
});
