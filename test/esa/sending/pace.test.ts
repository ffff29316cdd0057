import { EsaError } from "../../../provider/esa/errors/error";
import { AdaptivePace } from "../../../provider/esa/sending/pace";
import { withRetry } from "../../../provider/esa/sending/retry";
import { systemClock, type Clock } from "../../../provider/esa/sending/clock";

/** Timers and the date are Jest's: hundreds of calls at a few per second take no time here. */
beforeEach(() => jest.useFakeTimers({ now: Date.parse("2026-06-01T12:00:00Z") }));
afterEach(() => jest.useRealTimers());

const action = "StopScheduledPreloadExecution";
const clock = { ...systemClock, random: () => 0.5 };
const latencyMs = 20;
/** As many as may be in flight. */
const concurrency = 8;

const turnWithin = (seconds: number, isRead = false) => ({ action, isRead, deadlineMs: Date.now() + seconds * 1000 });

function rejection(): EsaError {
  return new EsaError({ action, code: "TooManyRequests", fromService: true, statusCode: 400, reason: "-" });
}

/** A service that counts calls per second, as a token bucket. */
class Service {
  calls = 0;
  rejections = 0;
  inFlight = 0;
  mostInFlight = 0;
  private tokens = 0;

  /** @param filledMs since when it has admitted nothing: a service that somebody else has just exhausted says now */
  constructor(
    public qps = Infinity,
    private filledMs = 0,
  ) {}

  async call(): Promise<void> {
    this.calls++;
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    await systemClock.sleep(latencyMs);
    this.inFlight--;
    if (this.admits()) return;
    this.rejections++;
    throw rejection();
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

/** Runs the clock until something is done, and tells how long that took. */
async function secondsOf<T>(work: Promise<T>): Promise<number> {
  const begunMs = Date.now();
  const running = { is: true };
  void work.finally(() => (running.is = false)).catch(() => undefined);
  while (running.is) await jest.advanceTimersByTimeAsync(10);
  await work;
  return (Date.now() - begunMs) / 1000;
}

/** Sends calls through one pace, as many at once as a run has plans in work, each until it succeeds. */
function sendAll(service: Service, count: number, atOnce: number, paceClock: Clock = clock): Promise<number> {
  const pace = new AdaptivePace(paceClock);
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
  [20, 5, 0],
  [20, 8, 900],
  [20, 64, 0],
  [50, 64, 300],
  [100, 64, 0],
])(
  "500 calls under %d a second take hardly longer than the limit asks for (%d at once)",
  async (qps, atOnce, intoTheSecondMs) => {
    jest.setSystemTime(Date.now() + intoTheSecondMs);
    const service = new Service(qps);
    // The service admits one second's calls at once.
    expect(await sendAll(service, 500, atOnce)).toBeLessThanOrEqual(1.1 * (500 / qps - 1));
    expect(service.rejections / service.calls).toBeLessThanOrEqual(0.05);
    expect(service.mostInFlight).toBeLessThanOrEqual(concurrency);
  },
);

test("finds the limit soon also where the first calls are all rejected", async () => {
  expect(await sendAll(new Service(20, Date.now()), 500, 64)).toBeLessThanOrEqual(500 / 20 + 2);
});

test("also where timers come a millisecond early, as Node's do", async () => {
  const sleep: Clock["sleep"] = (delayMs, signal) => systemClock.sleep(delayMs - 1, signal);
  expect(await sendAll(new Service(20), 500, 8, { ...clock, sleep })).toBeLessThanOrEqual(1.1 * (500 / 20 - 1));
});

/** How long 20 calls take after 8 that were in flight together, of which some were rejected. */
async function secondsAfter(rejections: number): Promise<number> {
  jest.setSystemTime(Date.parse("2026-06-01T12:00:00Z"));
  const pace = new AdaptivePace(clock);
  const call = async (index: number, rejected: number) => {
    await systemClock.sleep(latencyMs);
    if (index < rejected) throw rejection();
  };
  const sendTogether = (count: number, rejected: number) =>
    Promise.allSettled(
      Array.from({ length: count }, (_, index) => pace.run(turnWithin(600), () => call(index, rejected))),
    );
  await secondsOf(sendTogether(100, 0).then(() => sendTogether(concurrency, rejections)));
  return secondsOf(sendTogether(20, 0));
}

test("calls that are rejected together lower the rate as one does", async () => {
  const one = await secondsAfter(1);
  expect(await secondsAfter(concurrency)).toBeCloseTo(one, 1);
  expect(one).toBeGreaterThan(0.2);
});

test("follows a limit that falls and rises again", async () => {
  const service = new Service(20);
  setTimeout(() => (service.qps = 5), 5_000);
  setTimeout(() => (service.qps = 20), 25_000);
  // 100 calls in the first 5 s, 100 in the next 20 s, and 300 more: 40 s where no time is lost in finding the limit.
  expect(await sendAll(service, 500, 64)).toBeLessThanOrEqual(1.1 * 40);
  expect(service.rejections / service.calls).toBeLessThanOrEqual(0.1);
});

test("puts nothing off while nothing is rejected", async () => {
  const service = new Service();
  expect(await sendAll(service, 500, 8)).toBeLessThanOrEqual((500 / 8) * (latencyMs / 1000) + 1);
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
  await expect(pace.run(turnWithin(0), () => service.call())).rejects.toThrow("not sent");
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

test("a call that was rejected and then finds no turn fails with what the service has said", async () => {
  const service = new Service(0);
  const pace = new AdaptivePace(clock);
  const turn = turnWithin(5);
  const attempt = () => pace.run(turn, () => service.call());
  const send = () => withRetry(action, attempt, { clock, deadlineMs: turn.deadlineMs });
  const errors: EsaError[] = [];
  const failing = () => send().catch((error: unknown) => errors.push(error as EsaError));
  await secondsOf(Promise.all(Array.from({ length: 20 }, failing)));
  const [sent, unsent] = [errors.filter(({ statusCode }) => statusCode === 400), errors.filter((e) => !e.statusCode)];
  expect(sent.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(service.calls);
  expect(sent.length).toBeGreaterThanOrEqual(8);
  for (const { reason } of unsent) expect(reason).toMatch(/^not sent: the rate that ESA allows/);
});

test("a turn that nobody waits for any more goes to the next", async () => {
  const service = new Service();
  const pace = new AdaptivePace(clock);
  const free = occupy(pace);
  const late = pace.run(turnWithin(1), () => service.call()).catch((error: unknown) => error);
  const next = pace.run(turnWithin(60), () => service.call());
  await jest.advanceTimersByTimeAsync(2_000);
  free();
  await secondsOf(next);
  expect(await late).toBeInstanceOf(EsaError);
  expect(service.calls).toBe(1);
});

test("leaves no timer behind", async () => {
  await new AdaptivePace(clock).run(turnWithin(300), () => Promise.resolve());
  expect(jest.getTimerCount()).toBe(0);
});
