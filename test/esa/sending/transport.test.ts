import { createServer } from "node:http";

import { until } from "../../world/waits";
import { jobId, planId } from "../../world/world";
import { clientOf, staticKey } from "../connection";
import { listen, serve, type Answer, type Loopback } from "./servers";

const readTimeoutMs = 54_321;

let server: Loopback;
let answer: Answer;
beforeAll(async () => (server = await serve(() => answer)));
afterAll(() => server.close());
beforeEach(() => (server.seen.length = 0));
afterEach(() => jest.restoreAllMocks());

const options = () => ({ deadlineMs: Date.now() + 300_000 });

/** Counts the timers of time limits from now on: those that were set, and those of them that were not cleared. */
function watchLimits(): () => { set: number; left: number } {
  const set = jest.spyOn(globalThis, "setTimeout");
  const cleared = jest.spyOn(globalThis, "clearTimeout");
  return () => {
    const limits = set.mock.results.filter((_, index) => set.mock.calls[index]?.[1] === readTimeoutMs);
    const left = limits.filter(({ value }) => !cleared.mock.calls.some(([timer]) => timer === value));
    return { set: limits.length, left: left.length };
  };
}

test.each([
  ["an answer", { body: { RequestId: "R", TotalCount: 0, Executions: [] } }],
  ["a refusal", { status: 400, body: { Code: "InvalidParameter.ObjectId", Message: "-" } }],
  ["an answer that is no JSON", { body: "no" }],
])("after %s no timer of the call's time limit is left", async (_, given) => {
  answer = given;
  const client = clientOf(server.host, { readTimeoutMs });
  const limits = watchLimits();
  for (let calls = 0; calls < 3; calls++) await client.list(jobId, options()).catch(() => undefined);
  // The end of an answer comes a moment after its text.
  const giveUpMs = Date.now() + 4_000;
  await until(() => limits().left === 0 || Date.now() > giveUpMs);
  expect(limits()).toEqual({ set: 3, left: 0 });
});

test("an answer that goes on for ever is given up at the time limit, as a broken connection", async () => {
  const endless = createServer((_request, response) => {
    const writing = setInterval(() => response.write(" "), 10);
    response.once("close", () => clearInterval(writing));
  });
  try {
    const client = clientOf(await listen(endless), { readTimeoutMs: 100 });
    await expect(client.list(jobId, options())).rejects.toMatchObject({ code: "ConnectionBroken" });
  } finally {
    endless.closeAllConnections();
    endless.close();
  }
});

test("a Stop that is cancelled while its credentials are fetched is not sent", async () => {
  const abort = new AbortController();
  const fetched = { AccessKeyId: "id", AccessKeySecret: "secret", SecurityToken: "t" };
  const source = await serve(() => {
    abort.abort();
    const Expiration = new Date(Date.now() + 3_600_000).toISOString();
    return { body: { Code: "Success", ...fetched, Expiration } };
  });
  try {
    const { origin, configured } = staticKey;
    const client = clientOf(server.host, { credentials: { kind: "uri", uri: source.url, origin, configured } });
    const stopping = client.stop(planId, { ...options(), signal: abort.signal });
    await expect(stopping).rejects.toMatchObject({ code: "Cancelled" });
    expect(source.seen).toHaveLength(1);
    expect(server.seen).toEqual([]);
  } finally {
    await source.close();
  }
});
