import { Progress } from "../../provider/run/progress";
import { failureOf, jobId, otherPlanId, planId, putPlan, useWorld } from "../world/world";

const secondMs = 1_000;
const begunMs = Date.parse("2026-06-01T12:00:00Z");
const untilMs = begunMs + 300 * secondMs;
const until = "; until 2026-06-01T12:05:00Z at the latest";

let nowMs: number;
let lines: { readonly atMs: number; readonly text: string }[];
let progress: Progress;
beforeEach(() => {
  nowMs = begunMs;
  lines = [];
  const clock = { now: () => nowMs, sleep: () => Promise.resolve(), random: () => 0.5 };
  progress = new Progress(clock, (text) => lines.push({ atMs: nowMs - begunMs, text }));
});
const texts = () => lines.map(({ text }) => text);

test("a run of many plans says how many are done, at most every five seconds", () => {
  const ends = Array.from({ length: 500 }, (_, index) => progress.begin(`plan${index}`, untilMs));
  for (const end of ends) {
    nowMs += 50;
    end();
  }
  expect(lines[0]).toEqual({ atMs: 5_000, text: `100 plans done, 400 under way${until}` });
  expect(lines.length).toBeGreaterThan(2);
  lines.slice(1).forEach((line, index) => {
    expect(line.atMs - (lines[index]?.atMs ?? 0)).toBeGreaterThanOrEqual(5_000);
  });
});

test("what one plan waits for is told once it takes time, with the others that are under way", () => {
  progress.begin("plan1", untilMs);
  progress.waits("plan1", "is running", 500, untilMs);
  expect(lines).toEqual([]);
  nowMs += 2 * secondMs;
  progress.waits("plan1", "is running", 0, untilMs);
  expect(texts()).toEqual([`plan1: is running${until}`]);
  progress.begin("plan2", untilMs)();
  progress.begin("plan3", untilMs);
  nowMs += 5 * secondMs;
  progress.waits("plan1", "is running", 500, untilMs);
  expect(texts().slice(1)).toEqual([`plan1: is running (1 plans done, 2 under way)${until}`]);
});

test("a run takes long by when its first plan began, and ends with the last that is under way", () => {
  progress.begin("plan1", untilMs);
  nowMs += 4 * secondMs;
  const ends = ["plan2", "plan3", "plan4"].map((id) => progress.begin(id, untilMs - secondMs));
  ends[0]?.();
  nowMs += secondMs;
  ends[1]?.();
  expect(texts()).toEqual([`2 plans done, 2 under way${until}`]);
});

describe("in a run", () => {
  const world = useWorld({ stopDelaySeconds: 20 });
  const stopped = { planId, jobId, desiredStatus: "stopped" };

  test("a Stop that takes its time says what the plan is, and until when it is looked at", async () => {
    putPlan(world, { Status: "running" });
    await world.newProvider().create(stopped);
    expect(world.printed[0]).toBe(`${planId}: is running and to be stopped; until 2026-06-01T12:05:00Z at the latest`);
    expect(world.printed.length).toBeLessThanOrEqual(4);
  });

  test("of a job, plans with nothing to be done are not counted", async () => {
    for (const id of [planId, otherPlanId]) putPlan(world, { Status: "running" }, id);
    putPlan(world, { Status: "finished" }, planId.replace(/.$/, "0"));
    await world.newProviders().jobs.create({ jobId, desiredStatus: "stopped" });
    expect(world.printed[0]).toMatch(/ \(0 plans done, 2 under way\);/);
  });

  test("an endpoint that cannot be reached is told with the end of the repetitions, not of the plan's time", async () => {
    const unreachable = { "alicloud:endpoints": '[{"esa":"127.0.0.1:1"}]' };
    await failureOf(world.newProvider(unreachable).create(stopped));
    expect(world.printed[0]).toMatch(/ECONNREFUSED\)\. Trying again in \d s; until 2026-06-01T12:00:(2\d|30)Z at/);
  });

  test("throttling says what failed and when it is tried again", async () => {
    putPlan(world, { Status: "running" });
    world.simulator.addFault({ kind: "throttle", action: "ListScheduledPreloadExecutions", times: 1000 });
    const failure = await failureOf(world.newProvider().create({ ...stopped, timeoutSeconds: 60 }));
    expect(failure.code).toBe("TooManyRequests");
    expect(world.printed[0]).toMatch(
      new RegExp(`^${planId}: ListScheduledPreloadExecutions failed: TooManyRequests .* Trying again in \\d s; until`),
    );
    expect(world.printed.length).toBeLessThanOrEqual(6);
  });
});
