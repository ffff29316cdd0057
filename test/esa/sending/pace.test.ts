import { EsaError } from "../../../provider/esa/errors/error";
import { AdaptivePace } from "../../../provider/esa/sending/pace";
import { withRetry } from "../../../provider/esa/sending/retry";
import { systemClock, type Clock } from "../../../provider/esa/sending/clock";

/** Timers and the date are Jest's: hundreds of calls at a few per second take no time here. */
beforeEach(() => jest.useFakeTimers({ now: Date.parse("2026-06-01T12:00:00Z") }));
afterEach(() => jest.useRealTimers());

const action = "StopScheduledPreloadExecution";
const write = { action, isRead: false };
const clock = { ...systemClock, random: () => 0.5 };
const latencyMs = 20;

function rejection(): EsaError {
  return new EsaError({ action, code: "TooManyRequests", fromService: true, statusCode: 400, reason: "-" });
}

/** A service that counts calls per second, as a token bucket. */
class Service {
  qps = Infinity;
  calls = 0;
  rejections = 0;
  inFlight = 0;
  mostInFlight = 0;
  private tokens = 0;
  private filledMs = 0;

  async call(): Promise<void> {
    this.calls++;
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    await systemClock.sleep(latencyMs);
    this.inFlight--;
    if (this.admits()) return;
    this.rejections++;
    throw rejection();
  }

  /** Somebody else has just used up what the service admits at once. */
  exhaust(): void {
    this.tokens = 0;
    this.filledMs = Date.now();
  }

  private admits(): boolean {
    const now = Date.now();
    this.tokens = Math.min(this.qps, this.tokens + ((now - this.filledMs) / 1000) * this.qps);
    this.filledMs = now;
    if (this.qps !== Infinity && this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}

/** Sends calls through one pace, as many at once as a run has plans in work, each until it succeeds. */
async function sendAll(
  service: Service,
  count: number,
  atOnce: number,
  paceClock: Clock = clock,
): Promise<{ seconds: number }> {
  const pace = new AdaptivePace(paceClock);
  const begunMs = Date.now();
  const deadlineMs = begunMs + 300_000;
  const attempt = () => pace.run({ ...write, deadlineMs }, () => service.call());
  let left = count;
  const worker = async () => {
    while (left-- > 0) await withRetry(action, attempt, { clock, deadlineMs, repeatAmbiguous: true });
  };
  const all = Promise.all(Array.from({ length: atOnce }, worker));
  const running = { is: true };
  void all.finally(() => (running.is = false)).catch(() => undefined);
  while (running.is) await jest.advanceTimersByTimeAsync(10);
  await all;
  return { seconds: (Date.now() - begunMs) / 1000 };
}

test.each([
  [20, 5, 0],
  [20, 8, 900],
  [20, 64, 0],
  [50, 64, 300],
  [100, 64, 0],
])(
  "500 calls under %d a second take hardly longer than the limit asks for (%d at once)",
  async (qps, atOnce, intoTheSecondMs) => {
    jest.setSystemTime(Date.now() + intoTheSecondMs);
    const service = new Service();
    service.qps = qps;
    const { seconds } = await sendAll(service, 500, atOnce);
    // The service admits one second's calls at once.
    expect(seconds).toBeLessThanOrEqual(1.1 * (500 / qps - 1));
    expect(service.rejections / service.calls).toBeLessThanOrEqual(0.05);
    expect(service.mostInFlight).toBeLessThanOrEqual(8);
  },
);

test("finds the limit soon also where the first calls are all rejected", async () => {
  const service = new Service();
  service.qps = 20;
  service.exhaust();
  const { seconds } = await sendAll(service, 500, 64);
  expect(seconds).toBeLessThanOrEqual(500 / 20 + 2);
});

test("also where timers come a millisecond early, as Node's do", async () => {
  const service = new Service();
  service.qps = 20;
  const sleep: Clock["sleep"] = (delayMs, signal) => systemClock.sleep(delayMs - 1, signal);
  const { seconds } = await sendAll(service, 500, 8, { ...clock, sleep });
  expect(seconds).toBeLessThanOrEqual(1.1 * (500 / 20 - 1));
});

/** How long 20 calls take after 8 that were in flight together, of which some were rejected. */
async function secondsAfter(rejections: number): Promise<number> {
  const pace = new AdaptivePace(clock);
  const sendTogether = (count: number, rejected: number) =>
    Promise.allSettled(
      Array.from({ length: count }, (_, index) =>
        pace.run({ ...write, deadlineMs: Date.now() + 600_000 }, async () => {
          await systemClock.sleep(latencyMs);
          if (index < rejected) throw rejection();
        }),
      ),
    );
  let doneMs = 0;
  const run = async () => {
    await sendTogether(100, 0);
    await sendTogether(8, rejections);
    const begunMs = Date.now();
    await sendTogether(20, 0);
    doneMs = Date.now() - begunMs;
  };
  void run();
  while (doneMs === 0) await jest.advanceTimersByTimeAsync(10);
  return doneMs / 1000;
}

test("calls that are rejected together lower the rate as one does", async () => {
  const one = await secondsAfter(1);
  jest.setSystemTime(Date.parse("2026-06-01T12:00:00Z"));
  expect(await secondsAfter(8)).toBeCloseTo(one, 1);
  expect(one).toBeGreaterThan(0.2);
});

test("follows a limit that falls and rises again", async () => {
  const service = new Service();
  service.qps = 20;
  setTimeout(() => (service.qps = 5), 5_000);
  setTimeout(() => (service.qps = 20), 25_000);
  const { seconds } = await sendAll(service, 500, 64);
  // 100 calls in the first 5 s, 100 in the next 20 s, and 300 more: 40 s where no time is lost in finding the limit.
  expect(seconds).toBeLessThanOrEqual(1.1 * 40);
  expect(service.rejections / service.calls).toBeLessThanOrEqual(0.1);
});

test("puts nothing off while nothing is rejected", async () => {
  const service = new Service();
  const { seconds } = await sendAll(service, 500, 8);
  expect(seconds).toBeLessThanOrEqual((500 / 8) * (latencyMs / 1000) + 1);
  expect(service.mostInFlight).toBe(8);
});

test("sends in the order of the requests", async () => {
  const service = new Service();
  const pace = new AdaptivePace(clock);
  const order: number[] = [];
  const calls = Array.from({ length: 40 }, (_, index) =>
    pace.run({ ...write, deadlineMs: Date.now() + 60_000 }, () => {
      order.push(index);
      return service.call();
    }),
  );
  await jest.advanceTimersByTimeAsync(5_000);
  await Promise.all(calls);
  expect(order).toEqual([...order.keys()]);
});

test("a read lets writes go first, but none that are wanted more than a second later", async () => {
  const pace = new AdaptivePace(clock);
  const order: string[] = [];
  const held: (() => void)[] = [];
  const want = (name: string, isRead: boolean, withinMs = 600_000) =>
    pace.run({ action, isRead, deadlineMs: Date.now() + withinMs }, () => {
      order.push(name);
      return new Promise<void>((resolve) => held.push(resolve));
    });
  for (let index = 0; index < 8; index++) void want("held", false);
  await jest.advanceTimersByTimeAsync(0);
  order.length = 0;
  void want("read", true);
  void want("second read", true);
  void want("read with little time", true, 2_000);
  void want("write", false);
  await jest.advanceTimersByTimeAsync(1_000);
  void want("write a second later", false);
  await jest.advanceTimersByTimeAsync(1);
  void want("later write", false);
  for (const free of held) free();
  await jest.advanceTimersByTimeAsync(10);
  expect(order).toEqual([
    "read with little time",
    "write",
    "read",
    "second read",
    "write a second later",
    "later write",
  ]);
});

test("a call whose turn doesn't come in time is not sent, and fails as a rejected one", async () => {
  const service = new Service();
  const pace = new AdaptivePace(clock);
  const never = new Promise<void>(() => undefined);
  for (let index = 0; index < 8; index++) void pace.run({ ...write, deadlineMs: Date.now() + 600_000 }, () => never);
  const late = pace
    .run({ ...write, deadlineMs: Date.now() + 2_000 }, () => service.call())
    .catch((error: unknown) => error);
  await jest.advanceTimersByTimeAsync(1_999);
  expect(service.calls).toBe(0);
  await jest.advanceTimersByTimeAsync(1);
  expect(await late).toMatchObject({ code: "TooManyRequests" });
  expect(String(await late)).toContain("not sent: the calls before it took all the time");
  expect(service.calls).toBe(0);
});

test("a call that was rejected and then finds no turn fails with what the service has said", async () => {
  const service = new Service();
  service.qps = 0;
  const pace = new AdaptivePace(clock);
  const deadlineMs = Date.now() + 5_000;
  const policy = { clock, deadlineMs, repeatAmbiguous: true };
  const attempt = () => pace.run({ ...write, deadlineMs }, () => service.call());
  const calls = Array.from({ length: 20 }, () =>
    withRetry(action, attempt, policy).catch((error: unknown) => error as EsaError),
  );
  await jest.advanceTimersByTimeAsync(6_000);
  const errors = (await Promise.all(calls)) as EsaError[];
  const [sent, unsent] = [errors.filter(({ statusCode }) => statusCode === 400), errors.filter((e) => !e.statusCode)];
  expect(sent.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(service.calls);
  expect(sent.length).toBeGreaterThanOrEqual(8);
  for (const { reason } of unsent) expect(reason).toMatch(/^not sent/);
});

test("a turn that nobody waits for any more goes to the next", async () => {
  const service = new Service();
  const pace = new AdaptivePace(clock);
  let free = (): void => undefined;
  const held = new Promise<void>((resolve) => (free = resolve));
  for (let index = 0; index < 8; index++) void pace.run({ ...write, deadlineMs: Date.now() + 60_000 }, () => held);
  const late = pace
    .run({ ...write, deadlineMs: Date.now() + 1_000 }, () => service.call())
    .catch((error: unknown) => error);
  const next = pace.run({ ...write, deadlineMs: Date.now() + 60_000 }, () => service.call());
  await jest.advanceTimersByTimeAsync(2_000);
  free();
  await jest.advanceTimersByTimeAsync(1_000);
  await next;
  expect(await late).toBeInstanceOf(EsaError);
  expect(service.calls).toBe(1);
});

test("a call that is wanted when its time is over is not sent", async () => {
  const service = new Service();
  const late = new AdaptivePace(clock).run({ ...write, deadlineMs: Date.now() }, () => service.call());
  await expect(late).rejects.toThrow("not sent");
  expect(service.calls).toBe(0);
});

test("leaves no timer behind", async () => {
  const pace = new AdaptivePace(clock);
  await pace.run({ ...write, deadlineMs: Date.now() + 300_000 }, () => Promise.resolve());
  expect(jest.getTimerCount()).toBe(0);
});
