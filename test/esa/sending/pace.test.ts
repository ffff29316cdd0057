import { EsaError } from "../../../provider/esa/errors/error";
import { AdaptivePace } from "../../../provider/esa/sending/pace";
import { withRetry } from "../../../provider/esa/sending/retry";
import { LearnedRate } from "../../../provider/esa/sending/rate";
import { systemClock } from "../../../provider/esa/sending/clock";

/** Timers and the date are Jest's: hundreds of calls at a few per second take no time here. */
beforeEach(() => jest.useFakeTimers({ now: Date.parse("2026-06-01T12:00:00Z") }));
afterEach(() => jest.useRealTimers());

const action = "StopScheduledPreloadExecution";
/** By chance, but the same in each run. */
let drawn = 1;
const random = () => (drawn = (drawn * 48_271) % 2_147_483_647) / 2_147_483_647;
const clock = { ...systemClock, random };
const latencyMs = 20;
/** As many as may be in flight. */
const concurrency = 8;

const turnWithin = (seconds: number, isRead = false) => ({ action, isRead, deadlineMs: Date.now() + seconds * 1000 });

function rejection(): EsaError {
  return new EsaError({ action, code: "TooManyRequests", fromService: true, statusCode: 400, reason: "-" });
}

/** A service that counts calls per second: as a token bucket, or anew in each second. */
class Service {
  calls = 0;
  rejections = 0;
  inFlight = 0;
  mostInFlight = 0;
  private tokens = 0;
  private filledMs = 0;

  constructor(
    public qps = Infinity,
    private readonly anew = false,
    private readonly answersInMs = latencyMs,
  ) {}

  async call(): Promise<void> {
    this.calls++;
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    await systemClock.sleep(this.answersInMs);
    this.inFlight--;
    if (this.admits()) return;
    this.rejections++;
    throw rejection();
  }

  private admits(): boolean {
    const now = Date.now();
    if (!this.anew) this.tokens = Math.min(this.qps, this.tokens + ((now - this.filledMs) / 1000) * this.qps);
    else if (Math.floor(now / 1000) > Math.floor(this.filledMs / 1000)) this.tokens = this.qps;
    this.filledMs = now;
    if (this.qps !== Infinity && this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}

/** Runs the clock until something is done, and tells how long that took. */
async function secondsOf<T>(work: Promise<T>): Promise<number> {
  const begunMs = Date.now();
  const running = { is: true };
  void work.finally(() => (running.is = false)).catch(() => undefined);
  while (running.is) await jest.advanceTimersByTimeAsync(10);
  await work;
  return (Date.now() - begunMs) / 1000;
}

const medianOf = (values: number[]) => [...values].sort((one, two) => one - two)[values.length >> 1];

/** Sends calls through one pace, as many at once as a run has plans in work, each until it succeeds. */
function sendAll(service: Service, count: number, atOnce: number, pace = new AdaptivePace(clock)): Promise<number> {
  const turn = turnWithin(300);
  const attempt = () => pace.run(turn, () => service.call());
  let left = count;
  const worker = async () => {
    while (left-- > 0) await withRetry(action, attempt, { clock, deadlineMs: turn.deadlineMs });
  };
  return secondsOf(Promise.all(Array.from({ length: atOnce }, worker)));
}

/** Takes all that may be in flight, until it is let go. */
function occupy(pace: AdaptivePace): () => void {
  let free = (): void => undefined;
  const held = new Promise<void>((resolve) => (free = resolve));
  for (let index = 0; index < concurrency; index++) void pace.run(turnWithin(600), () => held);
  return free;
}

test.each([
  // Calls a second, calls, at once; and how many may be rejected.
  [20, 500, 8, 0.02],
  [20, 500, 64, 0.02],
  [50, 500, 64, 0.03],
  [5, 150, 8, 0.05],
  [2, 60, 8, 0.1],
])("under %d calls a second, %d calls take hardly longer than that asks for (%d at once)", async (...run) => {
  const [qps, count, atOnce, rejected] = run;
  const service = new Service(qps);
  // The service admits one second's calls at once.
  expect(await sendAll(service, count, atOnce)).toBeLessThanOrEqual(1.03 * (count / qps - 1) + 1);
  expect(service.rejections / service.calls).toBeLessThanOrEqual(rejected);
  expect(service.mostInFlight).toBeLessThanOrEqual(concurrency);
});

test("follows a limit that falls and rises again", async () => {
  const service = new Service(20);
  setTimeout(() => (service.qps = 5), 5_000);
  setTimeout(() => (service.qps = 20), 25_000);
  // 100 calls in the first 5 s, 100 in the next 20 s, and 300 more: 40 s where no time is lost in finding the limit.
  expect(await sendAll(service, 500, 64)).toBeLessThanOrEqual(1.1 * 40);
  expect(service.rejections / service.calls).toBeLessThanOrEqual(0.07);
});

test("after a quiet spell the pace is what it was", async () => {
  const service = new Service(20);
  const pace = new AdaptivePace(clock);
  await sendAll(service, 200, 8, pace);
  const before = service.rejections;
  await jest.advanceTimersByTimeAsync(600_000);
  // The service has saved up a second's calls, so that none is rejected at the pace of before.
  expect(await sendAll(service, 40, 8, pace)).toBeLessThanOrEqual(40 / 20 + 0.5);
  expect(service.rejections).toBe(before);
});

test("many quiet spells leave the pace what it was", async () => {
  const service = new Service(20);
  const pace = new AdaptivePace(clock);
  const seconds: number[] = [];
  for (let burst = 0; burst < 12; burst++) {
    seconds.push(await sendAll(service, 60, 8, pace));
    await jest.advanceTimersByTimeAsync(60_000);
  }
  // A second's calls are saved up each time; the rest takes two seconds.
  expect(medianOf(seconds.slice(-4))).toBeLessThanOrEqual(3.5);
  expect(service.rejections).toBeLessThanOrEqual(15);
});

test("an answer that is late is no quiet time", () => {
  const rate = new LearnedRate();
  rate.sent(0);
  rate.rejected(0, 5_000);
  rate.sent(6_000);
  for (let call = 0; call < 10; call++) rate.admitted();
  rate.rejected(6_000, 6_500);
  // 10 in 1.5 s.
  expect(rate.untilNextMs(6_500)).toBeCloseTo(150);
});

test.each([
  [4, 50, 1.15],
  [8, 25, 1.2],
])(
  "%d stacks that share a limit end at about the time that it asks for, with %d calls each",
  async (...run) => {
    const [count, calls, times] = run;
    const runs: { seconds: number; share: number }[] = [];
    // A share is found by chance, and grows when others end: what counts is the median.
    for (let seed = 1; seed <= 9; seed++) {
      drawn = seed;
      const service = new Service(20, false, seed % 2 ? 6 : 60);
      const stacks = Array.from({ length: count }, async () => {
        await systemClock.sleep(100 * random());
        return sendAll(service, calls, 8);
      });
      runs.push({ seconds: await secondsOf(Promise.all(stacks)), share: service.rejections / service.calls });
    }
    // All calls but those of the first second.
    expect(medianOf(runs.map(({ seconds }) => seconds))).toBeLessThanOrEqual((times * (count * calls - 20)) / 20);
    expect(medianOf(runs.map(({ share }) => share))).toBeLessThanOrEqual(0.12);
  },
  60_000,
);

test("a service that counts anew in each second is used, too", async () => {
  const service = new Service(20, true);
  expect(await sendAll(service, 500, 64)).toBeLessThanOrEqual(1.4 * 25);
});

test("a service that admits nothing at first is asked rarely", async () => {
  const service = new Service(0);
  setTimeout(() => (service.qps = 20), 20_000);
  await sendAll(service, 100, 8);
  expect(service.rejections).toBeLessThanOrEqual(15);
});

test("a service that admits nothing for a while is asked rarely, and soon used again", async () => {
  const service = new Service(20);
  const pace = new AdaptivePace(clock);
  await sendAll(service, 200, 8, pace);
  service.qps = 0;
  setTimeout(() => (service.qps = 20), 200_000);
  const before = service.rejections;
  expect(await sendAll(service, 100, 8, pace)).toBeLessThanOrEqual(200 + 15);
  expect(service.rejections - before).toBeLessThanOrEqual(120);
});

test("puts off hardly anything while nothing is rejected", async () => {
  const service = new Service();
  // It begins with one call at a time, and soon sends as many at once as it may.
  expect(await sendAll(service, 500, 64)).toBeLessThanOrEqual((500 / concurrency) * (latencyMs / 1000) + 1);
  expect(service.mostInFlight).toBe(concurrency);
});

test("sends in the order of the requests", async () => {
  const service = new Service();
  const pace = new AdaptivePace(clock);
  const order: number[] = [];
  const send = (index: number) => pace.run(turnWithin(60), () => service.call().then(() => order.push(index)));
  await secondsOf(Promise.all(Array.from({ length: 40 }, (_, index) => send(index))));
  expect(order).toEqual([...order.keys()]);
});

test("a read lets writes go first, but none that are wanted more than a second later", async () => {
  const pace = new AdaptivePace(clock);
  const order: string[] = [];
  const want = (name: string, withinSeconds = 600) =>
    void pace.run(turnWithin(withinSeconds, name.includes("read")), () => Promise.resolve(order.push(name)));
  const free = occupy(pace);
  want("read");
  want("second read");
  want("read with little time", 2);
  want("write");
  await jest.advanceTimersByTimeAsync(1_000);
  want("write a second later");
  await jest.advanceTimersByTimeAsync(1);
  want("later write");
  free();
  await jest.advanceTimersByTimeAsync(10);
  const atOnce = ["read with little time", "write", "read", "second read"];
  expect(order).toEqual([...atOnce, "write a second later", "later write"]);
});

test("a call whose turn doesn't come in time is not sent, and fails as a rejected one", async () => {
  const service = new Service();
  const pace = new AdaptivePace(clock);
  await expect(pace.run(turnWithin(0), () => service.call())).rejects.toThrow("not sent: no time was left for it");
  occupy(pace);
  let failed: unknown;
  void pace.run(turnWithin(2), () => service.call()).catch((error: unknown) => (failed = error));
  await jest.advanceTimersByTimeAsync(1_999);
  expect(failed).toBeUndefined();
  await jest.advanceTimersByTimeAsync(1);
  expect(failed).toMatchObject({ code: "TooManyRequests" });
  expect(String(failed)).toContain("not sent: the calls before it took all the time");
  expect(service.calls).toBe(0);
});
