import { once } from "node:events";
import { subscribe } from "node:diagnostics_channel";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { createEsaClient, type EsaClient } from "../../../provider/esa/client";
import { unpaced } from "../../world/unpaced";
import { serve, type Answer, type Loopback } from "./servers";

const jobId = "665d3af3621bccf3fe29e1a4";
const readTimeoutMs = 54_321;

let server: Loopback;
let answer: Answer;
beforeAll(async () => (server = await serve(() => answer)));
afterAll(() => server.close());
afterEach(() => jest.restoreAllMocks());

function connect(endpoint = server.host): EsaClient {
  const credentials = {
    kind: "static",
    accessKeyId: "id",
    accessKeySecret: "secret",
    origin: "the test",
  } as const;
  return createEsaClient(
    {
      endpoint,
      protocol: "HTTP",
      credentials: { ...credentials, configured: false },
      connectTimeoutMs: 10_000,
      readTimeoutMs,
      maxRetryMs: 0,
    },
    "test",
    { pace: unpaced },
  );
}

/** Counts the heads of answers that reach this process's clients from now on. */
function heardHeads(): () => number {
  let heads = 0;
  subscribe("http.client.response.finish", () => heads++);
  return () => heads;
}

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
  const client = connect();
  const limits = watchLimits();
  for (let calls = 0; calls < 3; calls++) {
    await client.list(jobId, { deadlineMs: Date.now() + 300_000 }).catch(() => undefined);
  }
  // The end of the last answer comes with the next turn of the event loop.
  await new Promise(setImmediate);
  expect(limits()).toEqual({ set: 3, left: 0 });
});

test("while an answer goes on its time limit holds, on a connection that is used again too", async () => {
  const answers: ServerResponse[] = [];
  const slow = createServer((_request, response) => answers.push(response));
  slow.listen(0, "127.0.0.1");
  await once(slow, "listening");
  try {
    const client = connect(`127.0.0.1:${(slow.address() as AddressInfo).port}`);
    const limits = watchLimits();
    for (let calls = 1; calls <= 2; calls++) {
      const heads = heardHeads();
      const list = client.list(jobId, { deadlineMs: Date.now() + 300_000 });
      while (answers.length < calls) await new Promise(setImmediate);
      answers[calls - 1]?.write('{"RequestId":"R",');
      while (heads() === 0) await new Promise(setImmediate);
      for (let turns = 0; turns < 10; turns++) await new Promise(setImmediate);
      expect(limits()).toEqual({ set: calls, left: 1 });
      answers[calls - 1]?.end('"TotalCount":0,"Executions":[]}');
      await list;
    }
    expect(new Set(answers.map(({ socket }) => socket)).size).toBe(1);
  } finally {
    slow.closeAllConnections();
    slow.close();
  }
});
