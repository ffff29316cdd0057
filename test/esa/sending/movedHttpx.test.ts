import { createEsaClient } from "../../../provider/esa/client";
import type { Connection, CredentialSource } from "../../../provider/esa/connection";
import { unpaced } from "../../world/unpaced";
import { serve, type Loopback } from "./servers";

/** A release of Alibaba Cloud's packages that sends with something else than `httpx`, or keeps it elsewhere. */
jest.mock("node:module", () => ({
  createRequire: () => {
    const absent = () => {
      throw Object.assign(new Error("Cannot find module"), { code: "MODULE_NOT_FOUND" });
    };
    return Object.assign(absent, { resolve: absent });
  },
}));

const key = {
  kind: "static",
  accessKeyId: "id",
  accessKeySecret: "secret",
  origin: "the test",
  configured: false,
} as const;
const proxy = { url: "http://me:hush@proxy.example.com:3128", shown: "http://proxy.example.com:3128" };

let server: Loopback;
beforeAll(async () => {
  server = await serve(() => ({ body: { RequestId: "R", TotalCount: 0, Executions: [] } }));
});
afterAll(() => server.close());
beforeEach(() => (server.seen.length = 0));

function list(options: Partial<Connection> = {}): Promise<unknown> {
  const connection: Connection = {
    endpoint: server.host,
    protocol: "HTTP",
    credentials: key,
    connectTimeoutMs: 10_000,
    readTimeoutMs: 10_000,
    maxRetryMs: 0,
    ...options,
  };
  const client = createEsaClient(connection, "test", { pace: unpaced });
  return client.list("665d3af3621bccf3fe29e1a4", { deadlineMs: Date.now() + 10_000 });
}

test("calls go on", async () => {
  await expect(list()).resolves.toMatchObject({ RequestId: "R" });
});

test("a proxy that no call needs is no matter", async () => {
  await expect(list({ proxy: { ...proxy, except: [] } })).resolves.toMatchObject({ RequestId: "R" });
});

const role = { kind: "oidc", role: { roleArn: "r" }, providerArn: "p", tokenFile: "/t" } as const;
test.each<[string, Partial<Connection>]>([
  ["ESA", { endpoint: "esa.example.com", protocol: "HTTPS" }],
  ["STS, for an assumed role", { credentials: { ...key, assumeRole: { roleArn: "r" } } }],
  ["STS, for OIDC", { credentials: { ...role, origin: "the test", configured: false } satisfies CredentialSource }],
])("a proxy on the way to %s is never passed by: the call fails at once, without its password", async (_, options) => {
  const call = (async () => list({ ...options, proxy: { ...proxy, except: [] } }))();
  await expect(call).rejects.toMatchObject({
    code: "InvalidConfiguration",
    message: expect.stringMatching(
      /^The proxy http:\/\/proxy.example.com:3128 cannot be used[^]*HTTPS_PROXY/,
    ) as unknown,
  });
  await expect(call).rejects.not.toMatchObject({ message: expect.stringContaining("hush") as unknown });
  expect(server.seen).toEqual([]);
});
