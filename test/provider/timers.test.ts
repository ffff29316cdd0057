import { createEsaClient, type EsaClient } from "../../provider/esa/client";
import { unpaced } from "../../provider/esa/pace";
import { serve, type Answer, type Loopback } from "./servers";

const jobId = "665d3af3621bccf3fe29e1a4";
const readTimeoutMs = 54_321;

let server: Loopback;
let answer: Answer;
beforeAll(async () => (server = await serve(() => answer)));
afterAll(() => server.close());
afterEach(() => jest.restoreAllMocks());

function connect(): EsaClient {
  const credentials = {
    kind: "static",
    accessKeyId: "id",
    accessKeySecret: "secret",
    origin: "the test",
  } as const;
  return createEsaClient(
    {
      endpoint: server.host,
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

test.each([
  ["an answer", { body: { RequestId: "R", TotalCount: 0, Executions: [] } }],
  ["a refusal", { status: 400, body: { Code: "InvalidParameter.ObjectId", Message: "-" } }],
  ["an answer that is no JSON", { body: "no" }],
])("after %s no timer of the call's time limit is left", async (_, given) => {
  answer = given;
  const client = connect();
  const set = jest.spyOn(globalThis, "setTimeout");
  const cleared = jest.spyOn(globalThis, "clearTimeout");
  for (let calls = 0; calls < 3; calls++) {
    await client.list(jobId, { deadlineMs: Date.now() + 300_000 }).catch(() => undefined);
  }
  // The end of the last answer comes with the next turn of the event loop.
  await new Promise(setImmediate);
  const limits = set.mock.results.filter((_result, index) => set.mock.calls[index]?.[1] === readTimeoutMs);
  const left = limits.filter(({ value }) => !cleared.mock.calls.some(([timer]) => timer === value));
  expect({ set: limits.length, left: left.length }).toEqual({ set: 3, left: 0 });
});
