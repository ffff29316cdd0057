import { createEsaClient, type EsaClient } from "../../provider/esa/client";
import { EsaError } from "../../provider/esa/errors/error";
import { unpaced } from "../world/unpaced";
import { readSettings } from "../../provider/settings";
import type { Account, Fault } from "../../simulator";
import { serve } from "./sending/servers";
import { failureOf, jobId, openWorld, otherPlanId, planId, putPlan, type World } from "../world/world";

const userAgent = "pulumi-esa-preload/0.0.1";
const stop = "StopScheduledPreloadExecution";
const temporary: Account = {
  accessKeyId: "temporary-id",
  accessKeySecret: "temporary-secret-value",
  securityToken: "temporary-token-value",
  aliUid: "1000000000000001",
};

let world: World;
let slept: number[];
beforeEach(async () => {
  world = await openWorld({ accounts: [temporary] });
  slept = [];
  putPlan(world, { Status: "running" });
});
afterEach(() => world.close());

/** A client whose waits move the simulator's clock. */
function client(config: Record<string, string> = {}): EsaClient {
  const keys: Record<string, string> = {
    "alicloud:endpoints": JSON.stringify([{ esa: world.simulator.url }]),
    "alicloud:accessKey": world.simulator.accessKeyId,
    "alicloud:secretKey": world.simulator.accessKeySecret,
    ...config,
  };
  const clock = {
    ...world.clock,
    sleep: (delayMs: number) => {
      slept.push(delayMs);
      return world.clock.sleep(delayMs);
    },
  };
  return createEsaClient(
    readSettings((key) => keys[key], {}),
    userAgent,
    { clock, pace: unpaced },
  );
}

const within = (seconds: number) => ({ deadlineMs: world.clock.now() + seconds * 1000 });

async function errorOf(promise: Promise<unknown>): Promise<EsaError> {
  const error: unknown = await failureOf(promise);
  if (error instanceof EsaError) return error;
  throw error;
}

describe("one call per operation", () => {
  test.each([
    ["stop", "StopScheduledPreloadExecution", "POST", planId],
    ["start", "StartScheduledPreloadExecution", "POST", planId],
    ["list", "ListScheduledPreloadExecutions", "GET", jobId],
  ] as const)("%s is %s by %s, with the id in the query", async (method, action, verb, id) => {
    await client()[method](id, within(60));
    expect(world.simulator.calls()).toMatchObject([
      { action, method: verb, query: { Id: id }, status: 200, accessKeyId: world.simulator.accessKeyId },
    ]);
    expect(world.simulator.calls()[0]?.body ?? {}).toEqual({});
    expect(slept).toEqual([]);
  });

  test("names the package and its version in the user agent", async () => {
    await client().list(jobId, within(60));
    expect(world.simulator.calls()[0]?.userAgent).toContain(userAgent);
  });
});

/** What each code means is a table of its own: errors/classify.test.ts. */
describe("a final error", () => {
  test("ends at the first attempt, with its remedy", async () => {
    const [code, statusCode] = ["InvalidUid.PermissionDenied", 403];
    world.simulator.addFault({ kind: "error", code, statusCode, message: "The service's words." });
    const error = await errorOf(client().stop(planId, within(60)));
    expect(error).toMatchObject({ code, statusCode, action: stop, attempts: 1 });
    expect(error.requestId).toMatch(/^[0-9A-F-]{36}$/);
    expect(error.reason).toBe("The service's words.");
    expect(error.remedy).toMatch(/belong to the account of the plan/);
    expect(error.message).toContain(`plan ${planId}`);
    expect(world.simulator.calls()).toHaveLength(1);
    expect(slept).toEqual([]);
  });
});

describe("a passing error is tried again", () => {
  const passingCodes = [
    ["TooManyRequests", 400],
    ["ServiceUnavailable", 503],
    ["SignatureNonceUsed", 400],
  ] as const;

  test.each(passingCodes)("%s (HTTP %d) until it is over", async (code, statusCode) => {
    world.simulator.addFault({ kind: "error", code, statusCode, times: 2 });
    await expect(client().stop(planId, within(60))).resolves.toMatchObject({ Status: "stopped" });
    expect(world.simulator.calls().map((call) => call.code)).toEqual([code, code, null]);
    expect(slept).toHaveLength(2);
  });

  test.each(passingCodes)("%s (HTTP %d) as long as there is time", async (code, statusCode) => {
    world.simulator.addFault({ kind: "error", code, statusCode, times: 1000 });
    const error = await errorOf(client().stop(planId, within(20)));
    expect(error).toMatchObject({ code, attempts: world.simulator.calls().length });
    expect(error.attempts).toBeGreaterThan(3);
    expect(error.message).toContain(`after ${error.attempts} attempts`);
    expect(slept.reduce((sum, delayMs) => sum + delayMs, 0)).toBeLessThan(20_000);
  });

  test.each<[Fault["kind"], string | undefined]>([
    ["html502", "UnreadableAnswer"],
    ["truncated", "UnreadableAnswer"],
    ["wrongTypes", "UnreadableAnswer"],
    ["reset", "ConnectionBroken"],
  ])("%s, told as %s before the repetition", async (kind, code) => {
    const told: string[] = [];
    world.simulator.addFault({ kind, afterEffect: false });
    const answer = await client().list(jobId, { ...within(60), onRetry: (error) => told.push(error.code) });
    expect(answer.Executions).toHaveLength(1);
    expect(told).toEqual([code]);
    expect(world.simulator.calls()).toHaveLength(2);
  });

  test("a late answer is given up at the read limit and asked for again", async () => {
    world.simulator.addFault({ kind: "slow", delayMs: 60_000 });
    const told: string[] = [];
    const onRetry = (error: EsaError) => told.push(error.code);
    await client({ "alicloud:clientReadTimeout": "40" }).list(jobId, { ...within(60), onRetry });
    expect(new Set(told)).toEqual(new Set(["RequestTimeout"]));
  });

  test.each([
    ["ConnectionBroken", { kind: "resetAfterEffect" }],
    ["SignatureNonceUsed", { kind: "error", code: "SignatureNonceUsed", statusCode: 400 }],
  ] as const)("but not a write with %s, for a caller that can look", async (code, fault) => {
    world.simulator.addFault(fault);
    const error = await errorOf(client().stop(planId, { ...within(60), repeatAmbiguous: false }));
    expect(error).toMatchObject({ code, attempts: 1 });
    expect(world.simulator.calls()).toHaveLength(1);
  });
});

describe("the budget", () => {
  test("maxRetryTimeout ends the repetitions before the deadline does", async () => {
    world.simulator.addFault({ kind: "throttle", times: 1000 });
    const error = await errorOf(client({ "alicloud:maxRetryTimeout": "3" }).stop(planId, within(600)));
    expect(error.code).toBe("TooManyRequests");
    expect(slept.reduce((sum, delayMs) => sum + delayMs, 0)).toBeLessThan(3000);
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

  test("an endpoint that cannot be reached is given up after half a minute", async () => {
    const esa = '[{"esa":"http://127.0.0.1:1"}]';
    const error = await errorOf(client({ "alicloud:endpoints": esa }).list(jobId, within(600)));
    expect(error.code).toBe("EndpointUnreachable");
    expect(error.message).toContain("ECONNREFUSED");
    expect(error.remedy).toContain("alicloud:endpoints");
    expect(slept.reduce((sum, delayMs) => sum + delayMs, 0)).toBeLessThan(30_000);
  });
});

describe("an answer about another plan", () => {
  test.each(["stop", "start"] as const)("to %s is unreadable, and names that plan", async (method) => {
    const other = { RequestId: "R", Id: otherPlanId, JobId: jobId, Status: "stopped" };
    const server = await serve(() => ({ body: other }));
    try {
      const endpoints = { "alicloud:endpoints": JSON.stringify([{ esa: server.url }]) };
      const error = await errorOf(client(endpoints)[method](planId, { ...within(60), repeatAmbiguous: false }));
      expect(error).toMatchObject({ code: "UnreadableAnswer", requestId: "R" });
      expect(error.reason).toContain(otherPlanId);
    } finally {
      await server.close();
    }
  });

  test("is not what the other case of its digits makes it", async () => {
    const upper = planId.toUpperCase();
    await expect(client().stop(upper, within(60))).resolves.toMatchObject({ Status: "stopped" });
  });
});

describe("a refused credential", () => {
  const sts = {
    "alicloud:accessKey": temporary.accessKeyId,
    "alicloud:secretKey": temporary.accessKeySecret,
    "alicloud:securityToken": temporary.securityToken ?? "",
  };

  test("temporary credentials are accepted with their token", async () => {
    await client(sts).list(jobId, within(60));
    expect(world.simulator.calls()).toMatchObject([{ status: 200, accessKeyId: temporary.accessKeyId }]);
  });

  test.each<[string, Record<string, string>, string]>([
    ["another secret", { "alicloud:secretKey": "another-secret" }, "SignatureDoesNotMatch"],
    ["an unknown key", { "alicloud:accessKey": "nobody" }, "InvalidAccessKeyId.NotFound"],
    ["another token", { ...sts, "alicloud:securityToken": "old-token" }, "InvalidSecurityToken.MismatchWithAccessKey"],
  ])("%s: names the configuration, and no value", async (_, config, code) => {
    const error = await errorOf(client(config).list(jobId, within(60)));
    expect(error.code).toBe(code);
    expect(error.message).toContain("The credentials came from the stack configuration (alicloud:accessKey).");
    expect(error.message).not.toMatch(/another-secret|old-token|temporary-(secret|token)|nobody/);
  });

  test.each([
    ["the key", { "alicloud:accessKey": "some\nbody" }, "Authorization"],
    ["the token", { ...sts, "alicloud:securityToken": "hush\u0000" }, "x-acs-security-token"],
  ])("a line break in %s is told at once", async (_, config, header) => {
    const error = await errorOf(client(config).list(jobId, within(60)));
    expect(error).toMatchObject({ code: "InvalidConfiguration", attempts: 1 });
    expect(error.message).toContain(`the header ${header} holds a character that cannot be sent`);
    expect(error.message).toContain("The credentials came from the stack configuration (alicloud:accessKey).");
    expect(error.message).not.toMatch(/some|hush/);
  });

  test("an error of the network is shown whole, whatever the secret is", async () => {
    const esa = '[{"esa":"http://127.0.0.1:1"}]';
    const error = await errorOf(
      client({ "alicloud:secretKey": "o", "alicloud:endpoints": esa }).list(jobId, within(1)),
    );
    expect(error.reason).toBe("no connection to the endpoint (ECONNREFUSED)");
  });

  test("what the gateway answers of signature and token is not shown", async () => {
    const token = temporary.securityToken ?? "";
    const secret = temporary.accessKeySecret;
    world.simulator.addFault({
      kind: "error",
      code: "Forbidden.RAM",
      message: `Denied to ${token} with ${secret}.`,
    });
    const denied = await errorOf(client(sts).list(jobId, within(60)));
    expect(denied.reason).toBe("Denied to *** with ***.");
    world.simulator.addFault({
      kind: "error",
      code: "SignatureDoesNotMatch",
      message: `Specified signature is not matched with our calculation. server StringToSign is [ACS3-HMAC-SHA256\nfeed] server CanonicalRequest is [GET\n/\nx-acs-security-token:${token}\n]`,
    });
    const mismatch = await errorOf(client(sts).list(jobId, within(60)));
    expect(mismatch.message).not.toMatch(/feed|CanonicalRequest|temporary-token/);
  });
});
