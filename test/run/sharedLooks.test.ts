import { once } from "node:events";

import type { DynamicProvider } from "../../provider/dynamic/provider";
import { Plans } from "../../provider/esa/plans";
import type { Clock } from "../../provider/esa/sending/clock";
import { passingClock } from "../esa/passingClock";
import { scriptedClient } from "../world/scripted";
import { settle, until } from "../world/waits";
import { failureOf, jobId, otherPlanId, planId, putPlan, useWorld } from "../world/world";

const ids = [planId, otherPlanId];

describe("looks before a write share a List", () => {
  const world = useWorld();
  const create = (provider: DynamicProvider, id: string, timeoutSeconds = 300) =>
    provider.create({ planId: id, jobId, desiredStatus: "stopped", timeoutSeconds });
  beforeEach(() => {
    for (const id of ids) putPlan(world, { Status: "running" }, id);
  });

  test("but each keeps to its own time: less begins another List, more goes on after it", async () => {
    const minutes: number[] = [];
    const begunMs = world.clock.now();
    world.pace = {
      run: ({ isRead, deadlineMs }, send) => {
        if (isRead) minutes.push(Math.round((deadlineMs - begunMs) / 60_000));
        return send();
      },
    };
    const provider = world.newProvider();
    await Promise.all([create(provider, planId, 600), create(provider, otherPlanId, 60)]);
    expect(minutes).toEqual([10, 1]);

    for (const id of ids) putPlan(world, { Status: "running" }, id);
    world.simulator.addFault({ kind: "throttle", action: "ListScheduledPreloadExecutions", times: 12 });
    const [hasty, patient] = [create(provider, planId, 20), create(provider, otherPlanId, 600)];
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
    expect(world.calls().filter((call) => call === "List")).toHaveLength(1);
  });
});

describe("a List", () => {
  test("waits for the one before it", async () => {
    const { client, calls } = scriptedClient(({ onSend }) => onSend?.());
    const sleep: Clock["sleep"] = async (_delayMs, signal) => {
      if (signal) await once(signal, "abort");
    };
    const plans = new Plans(client, { ...passingClock(), sleep });
    const find = () => plans.find(jobId, planId, { deadlineMs: 300_000 });
    const finding = [find()];
    await until(() => calls.length === 1);
    finding.push(find());
    await settle();
    expect(calls).toHaveLength(1);
    calls[0]?.answer({});
    await until(() => calls.length === 2);
    calls[1]?.answer({});
    expect(await Promise.all(finding)).toHaveLength(2);
  });

  test.each([250, 1_000, 4_000])(
    "of plans that are polled every %d ms falls on the same moments for all",
    (spacingMs) => {
      let nowMs = 1_234_567;
      const clock = { now: () => nowMs, sleep: () => Promise.resolve(), random: () => 0.3 };
      const plans = new Plans(scriptedClient().client, clock);
      const waits = Array.from({ length: 50 }, () => {
        nowMs += 37;
        return { moment: nowMs + plans.untilNextLookMs(spacingMs), waitMs: plans.untilNextLookMs(spacingMs) };
      });
      expect(new Set(waits.map(({ moment }) => Math.round(moment) % spacingMs)).size).toBe(1);
      for (const { waitMs } of waits) {
        expect(waitMs).toBeGreaterThanOrEqual(spacingMs / 2);
        expect(waitMs).toBeLessThanOrEqual(1.5 * spacingMs);
      }
    },
  );
});
