import { RateLimit } from "../../../simulator/auth/rate";
import { closeAll, start } from "../running";
import { call } from "../secondClient";

afterEach(closeAll);

/** How many of so many calls at once are admitted. */
function admitted(rate: RateLimit, calls: number, account = "1"): number {
  return Array.from({ length: calls }, () => rate.admit(account)).filter(Boolean).length;
}

describe("the token bucket", () => {
  test("admits everything without a limit", () => {
    expect(admitted(new RateLimit(undefined), 1000)).toBe(1000);
  });

  test("admits a burst of qps and refills qps a second, no more than the burst", () => {
    let nowMs = 0;
    const rate = new RateLimit(5, () => nowMs);
    expect(admitted(rate, 10)).toBe(5);
    nowMs += 200;
    expect(admitted(rate, 10)).toBe(1);
    nowMs += 600;
    expect(admitted(rate, 10)).toBe(3);
    nowMs += 60_000;
    expect(admitted(rate, 10)).toBe(5);
  });

  test("lets one call in every two seconds pass at half a call a second", () => {
    let nowMs = 0;
    const rate = new RateLimit(0.5, () => nowMs);
    expect(admitted(rate, 3)).toBe(1);
    nowMs += 1000;
    expect(admitted(rate, 3)).toBe(0);
    nowMs += 1000;
    expect(admitted(rate, 3)).toBe(1);
  });

  test("counts each account by itself", () => {
    const rate = new RateLimit(2, () => 0);
    expect([admitted(rate, 5, "1"), admitted(rate, 5, "2")]).toEqual([2, 2]);
  });

  test("takes a new limit at once", () => {
    const rate = new RateLimit(1, () => 0);
    expect(admitted(rate, 5)).toBe(1);
    rate.set(3);
    expect(admitted(rate, 5)).toBe(3);
    rate.set(undefined);
    expect(admitted(rate, 5)).toBe(5);
  });
});

test("a call beyond the limit is answered TooManyRequests with HTTP 400, and has no effect", async () => {
  const simulator = await start({ qps: 0.001 });
  const query = { SiteId: 1 };
  expect((await call(simulator, "ListScheduledPreloadJobs", { query })).status).toBe(200);
  const form = { SiteId: 1, Name: "a", InsertWay: "oss", OssUrl: "https://bucket.test/urls" };
  expect(await call(simulator, "CreateScheduledPreloadJob", { form })).toMatchObject({
    status: 400,
    json: { Code: "TooManyRequests", Message: "Too many requests.Please try again later." },
  });
  expect(simulator.jobs()).toEqual([]);
  simulator.setQps(null);
  expect((await call(simulator, "CreateScheduledPreloadJob", { form })).status).toBe(200);
});

test("calls that are not signed rightly take no tokens", async () => {
  const simulator = await start({ qps: 0.001 });
  await call({ ...simulator, accessKeySecret: "wrong" }, "ListScheduledPreloadJobs", {
    query: { SiteId: 1 },
  });
  expect((await call(simulator, "ListScheduledPreloadJobs", { query: { SiteId: 1 } })).status).toBe(200);
});
