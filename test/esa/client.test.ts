import type { EsaError } from "../../provider/esa/errors/error";
import type { Account, Fault } from "../../simulator";
import { jobId, openWorld, otherPlanId, planId, putPlan, type World } from "../world/world";
import { errorOf } from "./connection";
import { serve } from "./sending/servers";

const temporary: Account = {
  accessKeyId: "temporary-id",
  accessKeySecret: "temporary-secret-value",
  securityToken: "temporary-token-value",
  aliUid: "1000000000000001",
};
const nowhere = { "alicloud:endpoints": '[{"esa":"http://127.0.0.1:1"}]' };

let world: World;
/** How long the client has waited, in milliseconds. */
let slept: number[];
beforeEach(async () => {
  world = await openWorld({ accounts: [temporary] });
  putPlan(world, { Status: "running" });
  slept = [];
  const { sleep } = world;
  world.sleep = (delayMs, signal) => {
    slept.push(delayMs);
    return sleep(delayMs, signal);
  };
});
afterEach(() => world.close());

const client = (config?: Record<string, string>) => world.newClient(config);
const within = (seconds: number) => ({ deadlineMs: world.clock.now() + seconds * 1000 });
const sleptMs = () => slept.reduce((sum, delayMs) => sum + delayMs, 0);
const called = () => world.simulator.calls();

describe("one call per operation:", () => {
  test.each([
    ["stop", "StopScheduledPreloadExecution", "POST", planId],
    ["start", "StartScheduledPreloadExecution", "POST", planId],
    ["list", "ListScheduledPreloadExecutions", "GET", jobId],
  ] as const)("%s is %s by %s, with the id in the query", async (method, action, verb, id) => {
    await client()[method](id, within(60));
    const { accessKeyId } = world.simulator;
    expect(called()).toMatchObject([{ action, method: verb, query: { Id: id }, status: 200, accessKeyId }]);
    expect(called()[0]?.body ?? {}).toEqual({});
    expect(called()[0]?.userAgent).toMatch(/ test$/);
    expect(slept).toEqual([]);
  });

  test("but the jobs of a site come from all pages", async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `665d3af3621bccf3fe2${index.toString(16).padStart(5, "0")}`);
    for (const id of ids) world.simulator.putJob(id, { SiteId: 7 });
    world.simulator.putJob("665d3af3621bccf3fe29e1ff", { SiteId: 8 });
    const jobs = await client().listJobs("7", within(60));
    expect(jobs.map(({ Id }) => Id).sort()).toEqual(ids);
    expect(called().map(({ query }) => query.PageNumber)).toEqual(["1", "2", "3"]);
  });
});

/** What each code means is a table of its own: errors/classify.test.ts. */
test("a final error ends at the first attempt, with its remedy", async () => {
  const [code, statusCode] = ["InvalidUid.PermissionDenied", 403];
  world.simulator.addFault({ kind: "error", code, statusCode, message: "The service's words." });
  const error = await errorOf(client().stop(planId, within(60)));
  const action = "StopScheduledPreloadExecution";
  expect(error).toMatchObject({ code, statusCode, action, attempts: 1, reason: "The service's words." });
  expect(error.requestId).toMatch(/^[0-9A-F-]{36}$/);
  expect(error.remedy).toMatch(/belong to the account of the plan/);
  expect(error.message).toContain(`plan ${planId}`);
  expect(called()).toHaveLength(1);
  expect(slept).toEqual([]);
});

describe("a passing error is tried again", () => {
  test.each([
    ["TooManyRequests", 400],
    ["ServiceUnavailable", 503],
  ])("%s (HTTP %d) until it is over", async (code, statusCode) => {
    world.simulator.addFault({ kind: "error", code, statusCode, times: 2 });
    await expect(client().stop(planId, within(60))).resolves.toMatchObject({ Status: "stopped" });
    expect(called().map((call) => call.code)).toEqual([code, code, null]);
    expect(slept).toHaveLength(2);
  });

  test("as long as there is time", async () => {
    world.simulator.addFault({ kind: "throttle", times: 1000 });
    const error = await errorOf(client().stop(planId, within(20)));
    expect(error).toMatchObject({ code: "TooManyRequests", attempts: called().length });
    expect(error.attempts).toBeGreaterThan(3);
    expect(error.message).toContain(`after ${error.attempts} attempts`);
    expect(sleptMs()).toBeLessThan(20_000);
  });

  test.each<[Fault, string]>([
    [{ kind: "html502" }, "UnreadableAnswer"],
    [{ kind: "truncated" }, "UnreadableAnswer"],
    [{ kind: "wrongTypes" }, "UnreadableAnswer"],
    [{ kind: "reset" }, "ConnectionBroken"],
  ])("%j, told as %s before the repetition", async (fault, code) => {
    const told: string[] = [];
    world.simulator.addFault(fault);
    const answer = await client().list(jobId, { ...within(60), onRetry: (error) => told.push(error.code) });
    expect(answer.Executions).toHaveLength(1);
    expect(told).toEqual([code]);
    expect(called()).toHaveLength(2);
  });

  test("a late answer is given up at the read limit and asked for again", async () => {
    world.simulator.addFault({ kind: "slow", delayMs: 60_000 });
    const told: string[] = [];
    const onRetry = (error: EsaError) => told.push(error.code);
    await client({ "alicloud:clientReadTimeout": "40" }).list(jobId, { ...within(600), onRetry });
    expect(new Set(told)).toEqual(new Set(["RequestTimeout"]));
  });

  test.each<[string, Fault]>([
    ["ConnectionBroken", { kind: "resetAfterEffect" }],
    ["SignatureNonceUsed", { kind: "error", code: "SignatureNonceUsed", statusCode: 400 }],
  ])("but not a write with %s, for a caller that can look", async (code, fault) => {
    world.simulator.addFault(fault);
    const error = await errorOf(client().stop(planId, { ...within(60), repeatAmbiguous: false }));
    expect(error).toMatchObject({ code, attempts: 1 });
    expect(called()).toHaveLength(1);
  });
});

describe("the budget:", () => {
  test("maxRetryTimeout ends the repetitions before the deadline does", async () => {
    world.simulator.addFault({ kind: "throttle", times: 1000 });
    const error = await errorOf(client({ "alicloud:maxRetryTimeout": "2" }).stop(planId, within(600)));
    expect(error.code).toBe("TooManyRequests");
    expect(sleptMs()).toBeLessThan(2000);
  });

  test("no attempt waits for an answer beyond the deadline", async () => {
    world.simulator.addFault({ kind: "slow", delayMs: 60_000, times: 1000 });
    const error = await errorOf(client().list(jobId, within(0.05)));
    expect(error.code).toBe("RequestTimeout");
  });

  test("a delay grows, by half at least, up to its cap", async () => {
    world.simulator.addFault({ kind: "throttle", times: 9 });
    await client().stop(planId, within(600));
    expect(slept).toEqual([375, 750, 1500, 3000, 6000, 12_000, 15_000, 15_000, 15_000]);
  });

  test("an endpoint that cannot be reached is given up after half a minute, whatever the secret is", async () => {
    const error = await errorOf(client({ ...nowhere, "alicloud:secretKey": "o" }).list(jobId, within(600)));
    expect(error.code).toBe("EndpointUnreachable");
    expect(error.reason).toMatch(/^no connection to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)$/);
    expect(error.remedy).toContain("alicloud:endpoints");
    expect(sleptMs()).toBeLessThan(30_000);
  });
});

test.each(["stop", "start"] as const)(
  "an answer to %s about another plan is unreadable, and names that plan",
  async (method) => {
    const server = await serve(() => ({ body: { RequestId: "R", Id: otherPlanId, JobId: jobId, Status: "stopped" } }));
    const endpoints = { "alicloud:endpoints": JSON.stringify([{ esa: server.url }]) };
    const error = await errorOf(client(endpoints)[method](planId, { ...within(60), repeatAmbiguous: false }));
    await server.close();
    expect(error).toMatchObject({ code: "UnreadableAnswer", requestId: "R" });
    expect(error.reason).toContain(otherPlanId);
  },
);

test("an id in capitals is the same id", async () => {
  await expect(client().stop(planId.toUpperCase(), within(60))).resolves.toMatchObject({ Status: "stopped" });
});

describe("a refused credential", () => {
  const sts = {
    "alicloud:accessKey": temporary.accessKeyId,
    "alicloud:secretKey": temporary.accessKeySecret,
    "alicloud:securityToken": temporary.securityToken ?? "",
  };
  const refused = (config: Record<string, string>) => errorOf(client(config).list(jobId, within(60)));
  const origin = "The credentials came from the stack configuration (alicloud:accessKey).";

  test.each<[string, Record<string, string>, string]>([
    ["another secret", { "alicloud:secretKey": "another-secret" }, "SignatureDoesNotMatch"],
    ["an unknown key", { "alicloud:accessKey": "nobody" }, "InvalidAccessKeyId.NotFound"],
    ["another token", { ...sts, "alicloud:securityToken": "old-token" }, "InvalidSecurityToken.MismatchWithAccessKey"],
  ])("%s: names the configuration, and no value", async (_, config, code) => {
    const error = await refused(config);
    expect(error.code).toBe(code);
    expect(error.message).toContain(origin);
    expect(error.message).not.toMatch(/another-secret|old-token|temporary-(secret|token)|nobody/);
  });

  test.each([["the token", { ...sts, "alicloud:securityToken": "hush\u0000" }, "x-acs-security-token"]])(
    "a line break in %s is told at once",
    async (_, config, header) => {
      const error = await refused(config);
      expect(error).toMatchObject({ code: "InvalidConfiguration", attempts: 1 });
      expect(error.message).toContain(`the header ${header} holds a character that cannot be sent`);
      expect(error.message).toContain(origin);
      expect(error.message).not.toMatch(/some|hush/);
    },
  );
});
