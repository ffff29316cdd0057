import type { Connection } from "../../../provider/esa/connection";
import { jobId } from "../../world/world";
import { clientOf, staticKey } from "../connection";
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

const shown = "http://proxy.example.com:3128";
const proxy = { url: "http://me:hush@proxy.example.com:3128", shown, except: [] };

let server: Loopback;
beforeAll(async () => {
  server = await serve(() => ({ body: { RequestId: "R", TotalCount: 0, Executions: [] } }));
});
afterAll(() => server.close());
beforeEach(() => (server.seen.length = 0));

const list = async (more?: Partial<Connection>) =>
  clientOf(server.host, more).list(jobId, { deadlineMs: Date.now() + 10_000 });

test("calls go on, and a proxy that none of them needs is no matter", async () => {
  await expect(list()).resolves.toMatchObject({ RequestId: "R" });
  await expect(list({ proxy })).resolves.toMatchObject({ RequestId: "R" });
});

test.each<[string, Partial<Connection>]>([
  ["ESA", { endpoint: "esa.example.com", protocol: "HTTPS" }],
  ["STS, for an assumed role", { credentials: { ...staticKey, assumeRole: { roleArn: "r" } } }],
])("a proxy on the way to %s is never passed by: the call fails at once, without its password", async (_, more) => {
  const error = await list({ ...more, proxy }).catch((thrown: unknown) => thrown as Error);
  expect(error).toMatchObject({ code: "InvalidConfiguration" });
  const { message } = error as Error;
  expect(message).toMatch(/^The proxy http:\/\/proxy.example.com:3128 cannot be used[^]*HTTPS_PROXY/);
  expect(message).not.toContain("hush");
  expect(server.seen).toEqual([]);
});
