import { RateLimit } from "../../../simulator/auth/rate";
import { closeAll, CREATE_JOB, LIST_JOBS, start } from "../running";
import { call } from "../signedCall";

afterEach(closeAll);

/** How many of so many calls at once are admitted. */
function admitted(rate: RateLimit, calls: number, account = "1"): number {
  return Array.from({ length: calls }, () => rate.admit(account)).filter(Boolean).length;
}

test.each<[qps: number | undefined, what: string, admittedAtMs: Record<number, number>]>([
  [undefined, "everything", { 0: 100 }],
  [5, "a burst of qps, and qps a second after it, no more than the burst", { 0: 5, 200: 1, 800: 3, 60800: 5 }],
  [0.5, "one call in every two seconds", { 0: 1, 1000: 0, 2000: 1 }],
])("a token bucket of %s admits %s", (qps, _what, admittedAtMs) => {
  let nowMs = 0;
  const rate = new RateLimit(qps, () => nowMs);
  for (const [atMs, calls] of Object.entries(admittedAtMs)) {
    nowMs = Number(atMs);
    expect(admitted(rate, 100)).toBe(calls);
  }
});

test("a call beyond the limit is answered TooManyRequests with HTTP 400, and has no effect", async () => {
  const simulator = await start({ qps: 0.001 });
  const form = { SiteId: 1, Name: "a", InsertWay: "oss", OssUrl: "https://bucket.test/urls" };
  // A call that is not signed rightly takes no token.
  await call({ ...simulator, accessKeySecret: "wrong" }, LIST_JOBS, { query: { SiteId: 1 } });
  expect((await call(simulator, LIST_JOBS, { query: { SiteId: 1 } })).outcome).toBe("200");
  const refused = await call(simulator, CREATE_JOB, { form });
  expect(refused.outcome).toBe("400 TooManyRequests");
  expect(refused.json.Message).toBe("Too many requests.Please try again later.");
  expect(simulator.jobs()).toEqual([]);
  simulator.setQps(null);
  expect((await call(simulator, CREATE_JOB, { form })).outcome).toBe("200");
});
