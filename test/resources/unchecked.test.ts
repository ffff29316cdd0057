import { parseState } from "../../provider/resources/job/outputs";
import { unknown } from "../../provider/resources/methods";
import { failureOf, jobId, planId, putPlan, useWorld } from "../world/world";

const world = useWorld();
const stopped = { planId, jobId, desiredStatus: "stopped" };
const stored = (outputs: object, id = planId) => ({ id, inputs: stopped, outputs: { ...outputs } });

/** What no check has seen: states that were edited by hand, and arguments of a front that doesn't check them. */
describe("nothing is called", () => {
  test("for what is no id of a plan", async () => {
    const { plans } = world.newMethods();
    for (const work of [plans.read(stored({}, "x"), {}), plans.delete(stored({ planId: "y" }), {})]) {
      expect((await failureOf(work)).message).toMatch(/is not the id of a plan/);
    }
    expect(world.calls()).toEqual([]);
  });

  test.each([
    ["are wrong", { ...stopped, timeoutSeconds: 0 }, /^timeoutSeconds must be greater than 0/],
    ["are not known", { ...stopped, desiredStatus: unknown }, /^desiredStatus is still not known\./],
  ])("for arguments that %s", async (_, news, reason) => {
    const { plans } = world.newMethods();
    for (const work of [plans.create(news, {}), plans.update(stored(stopped), news, {})]) {
      expect((await failureOf(work)).message).toMatch(reason);
    }
    expect(world.calls()).toEqual([]);
  });
});

test.each([
  { counts: [1], plans: {} },
  { counts: { running: "1" }, plans: [{ id: planId }], timeoutSeconds: 0, desiredStatus: "halted", profile: "" },
])("what was spoilt reads as absent, and the rest stays: %j", (spoilt) => {
  const outputs = { jobId: jobId.toUpperCase(), endpoint: "e", other: 1, ...spoilt };
  expect(parseState({ id: "x", inputs: {}, outputs })).toEqual({ jobId, endpoint: "e" });
});

describe("a plan with a status of tomorrow", () => {
  beforeEach(() => {
    putPlan(world, { Status: "running" });
    world.client = (client) => ({
      ...client,
      list: async (...call) => {
        const answer = await client.list(...call);
        return { ...answer, Executions: answer.Executions.map((plan) => ({ ...plan, Status: "paused" })) };
      },
    });
  });

  test("is neither started nor stopped by a create, and its read is an error", async () => {
    const { plans } = world.newMethods();
    for (const desiredStatus of ["stopped", "running"]) {
      expect(await failureOf(plans.create({ ...stopped, desiredStatus }, {}))).toMatchObject({ code: "UnknownStatus" });
    }
    expect(await failureOf(plans.read(stored(stopped), {}))).toMatchObject({ code: "UnknownStatus" });
    expect(new Set(world.calls())).toEqual(new Set(["List"]));
  });
});

test("a plan that still waits after its start is looked at until it runs", async () => {
  putPlan(world, { Status: "waiting", StartTime: "2026-06-01T11:59:00Z" });
  let looks = 0;
  world.client = (client) => ({
    ...client,
    list: (...call) => {
      if (++looks > 3) putPlan(world, { Status: "running" });
      return client.list(...call);
    },
  });
  const { outputs } = await world.newMethods().plans.create({ ...stopped, whenWaiting: "wait" }, {});
  expect(outputs).toMatchObject({ status: "stopped" });
  expect(world.calls()).toEqual(["List", "List", "List", "List", "Stop"]);
});

test("a connection that could not be made is made by the next method", async () => {
  putPlan(world, { Status: "stopped" });
  const { client } = world;
  world.client = () => {
    throw new Error("not yet");
  };
  const { plans } = world.newMethods();
  await expect(plans.create(stopped, {})).rejects.toThrow("not yet");
  world.client = client;
  expect((await plans.create(stopped, {})).outputs).toMatchObject({ status: "stopped" });
});
