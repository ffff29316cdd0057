import type { DynamicProvider } from "../../provider/dynamic/provider";
import { Plans } from "../../provider/esa/plans";
import { letTimeFlow } from "../world/waits";
import { failureOf, jobId, openWorld, otherPlanId, planId, putPlan, type World } from "../world/world";

let world: World;
beforeEach(async () => (world = await openWorld()));
afterEach(() => world.close());

describe("looks before a write share a List", () => {
  const ids = [planId, otherPlanId];
  const create = (provider: DynamicProvider, id: string) =>
    provider.create({ planId: id, jobId, desiredStatus: "stopped" });
  const lists = () => world.calls().filter((call) => call === "List").length;
  beforeEach(() => {
    for (const id of ids) putPlan(world, { Status: "running" }, id);
  });

  test("that waits for the List before it, as long as that doesn't hang", async () => {
    letTimeFlow(world);
    const latenciesMs = [120, 0, 3_000];
    world.client = (client) => ({
      ...client,
      list: async (...call) => {
        await world.clock.sleep(latenciesMs.shift() ?? 0);
        return client.list(...call);
      },
    });
    const plans = new Plans(world.newClient(), world.clock);
    const find = () => plans.find(jobId, planId, { deadlineMs: world.clock.now() + 300_000 });
    const first = find();
    await world.clock.sleep(40);
    // Two that come one after the other, further apart than the window, while the first is under way.
    const second = find();
    await world.clock.sleep(40);
    await Promise.all([first, second, find()]);
    expect(lists()).toBe(2);

    const order: string[] = [];
    const hanging = find().then(() => order.push("hanging"));
    await world.clock.sleep(40);
    await Promise.all([hanging, find().then(() => order.push("other"))]);
    expect(order).toEqual(["other", "hanging"]);
  });

  test("but each keeps to its own time: less begins another List, more goes on after it", async () => {
    const deadlines: number[] = [];
    world.pace = {
      run: ({ isRead, deadlineMs }, send) => {
        if (isRead) deadlines.push(deadlineMs);
        return send();
      },
    };
    const nowMs = world.clock.now();
    const within = (id: string, timeoutSeconds: number) =>
      provider.create({ planId: id, jobId, desiredStatus: "stopped", timeoutSeconds });
    const provider = world.newProvider();
    await Promise.all([within(planId, 600), within(otherPlanId, 60)]);
    expect(deadlines.map((deadlineMs) => Math.round((deadlineMs - nowMs) / 60_000))).toEqual([10, 1]);

    for (const id of ids) putPlan(world, { Status: "running" }, id);
    world.simulator.addFault({ kind: "throttle", action: "ListScheduledPreloadExecutions", times: 12 });
    const [hasty, patient] = [within(planId, 20), within(otherPlanId, 600)];
    expect((await failureOf(hasty)).code).toBe("TooManyRequests");
    expect((await patient).outs).toMatchObject({ status: "stopped" });
  });

  test("but not after it has failed before it was sent", async () => {
    let refusals = 1;
    world.pace = {
      run: (_turn, send) => {
        if (refusals-- > 0) throw new Error("no turn");
        return send();
      },
    };
    const provider = world.newProvider();
    await failureOf(create(provider, planId));
    await create(provider, planId);
    expect(lists()).toBe(1);
  });
});
