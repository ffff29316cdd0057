import { startLimitMs, startOutside, type Outside, type Result } from "../outside/process";
import { selfSigned } from "./certificate";
import { serve, serveProxy, type ConnectProxy, type Loopback } from "./servers";

const name = "esa.example.test";
const trusted = selfSigned([name, "sts.example.test", "127.0.0.1", "localhost"]);
const ofOther = selfSigned(["other.example.test"]);
const unknown = selfSigned([name, "127.0.0.1"]);

const answer = () => ({ body: { RequestId: "R", TotalCount: 0, Executions: [] } });
const esa = (host: string, sts?: string) => ({
  "alicloud:accessKey": "id",
  "alicloud:secretKey": "hush-secret",
  "alicloud:endpoints": JSON.stringify([{ esa: host, sts }]),
});
const assumeRole = { "alicloud:assumeRole": JSON.stringify({ roleArn: "acs:ram::1:role/r" }) };

let outside: Outside;
let server: Loopback;
const closers: (() => unknown)[] = [];
beforeAll(async () => {
  outside = await startOutside([trusted, ofOther]);
  server = await serve(answer, trusted);
}, startLimitMs);
afterAll(() => Promise.all([outside.close(), server.close()]));
afterEach(async () => {
  server.seen.length = 0;
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** Until the end of the test. */
async function meanwhile<S extends { close(): Promise<void> }>(starting: Promise<S>): Promise<S> {
  const started = await starting;
  closers.push(() => started.close());
  return started;
}

const list = (config: Record<string, string>, env?: Record<string, string>): Promise<Result> =>
  outside.list({ config, env });

describe("TLS is verified", () => {
  test("a server with a certificate of a trusted authority is called", async () => {
    expect(await list(esa(server.host))).toEqual({ plans: 0 });
    expect(server.seen[0]?.headers["x-acs-action"]).toBe("ListScheduledPreloadExecutions");
  });

  const refused = (code: string) => new RegExp(`certificate was refused \\(${code}\\)[^]*NODE_EXTRA_CA_CERTS`);
  test.each([
    ["a certificate of an unknown authority", unknown, refused("DEPTH_ZERO_SELF_SIGNED_CERT")],
    ["a certificate for another host", ofOther, refused("ERR_TLS_CERT_ALTNAME_INVALID")],
    ["plain HTTP", undefined, /does not speak TLS/],
  ])("%s is refused at once, and nothing is sent", async (_, certificate, says) => {
    const other = await meanwhile(serve(answer, certificate));
    const { code, message } = await list(esa(other.host));
    expect(code).toBe("TlsVerificationFailed");
    expect(message).toMatch(says);
    expect(other.seen).toEqual([]);
  });
});

describe("with HTTPS_PROXY", () => {
  let proxy: ConnectProxy;
  const through = () => ({ HTTPS_PROXY: `http://${proxy.host}` });
  beforeEach(async () => (proxy = await meanwhile(serveProxy(() => server.host))));

  test("calls go through it, one connection for many, and it sees no more than the host", async () => {
    expect(await list(esa(name), through())).toEqual({ plans: 0 });
    expect(await outside.list()).toEqual({ plans: 0 });
    expect(proxy.asked).toEqual([{ target: `${name}:443`, authorization: undefined }]);
    expect(server.seen.map(({ headers }) => headers.host)).toEqual([name, name]);
    expect(server.seen[0]?.url.searchParams.get("Id")).toBe("665d3af3621bccf3fe29e1a4");
  });

  test("its user and password are sent to it, and to nobody else", async () => {
    const env = { https_proxy: `http://me:p%40ss@${proxy.host}` };
    expect(await list(esa(`${name}:8443`), env)).toEqual({ plans: 0 });
    const authorization = `Basic ${Buffer.from("me:p@ss").toString("base64")}`;
    expect(proxy.asked).toEqual([{ target: `${name}:8443`, authorization }]);
    expect(server.seen[0]?.headers).not.toHaveProperty("proxy-authorization");
  });

  test("the certificate behind it is verified", async () => {
    const other = await meanwhile(serve(answer, unknown));
    const misled = await meanwhile(serveProxy(() => other.host));
    const { code } = await list(esa(name), { HTTPS_PROXY: `http://${misled.host}` });
    expect(code).toBe("TlsVerificationFailed");
    expect(other.seen).toEqual([]);
  });

  test("the credentials' calls to STS go through it too", async () => {
    await list({ ...esa(name, "sts.example.test"), ...assumeRole }, through());
    expect(proxy.asked.map(({ target }) => target)).toEqual(["sts.example.test:443"]);
    expect(server.seen[0]?.url.searchParams.get("Action")).toBe("AssumeRole");
  });

  test("a server on loopback is called directly, with TLS or without", async () => {
    const { url } = await meanwhile(serve(answer));
    expect(await list(esa(url), { ...through(), HTTP_PROXY: `http://${proxy.host}` })).toEqual({ plans: 0 });
    expect(await list(esa(server.host), through())).toEqual({ plans: 0 });
    expect(proxy.asked).toEqual([]);
  });

  test("a client without a proxy is not led through the one of another", async () => {
    await list(esa(name), through());
    proxy.asked.length = 0;
    expect(await list(esa(server.host.replace("127.0.0.1", "localhost")))).toEqual({ plans: 0 });
    expect(proxy.asked).toEqual([]);
  });

  test.each([
    [403, "ProxyRefused", "answered HTTP 403"],
    [502, "ProxyUnreachable", "answered HTTP 502"],
    ["none", "ProxyUnreachable", "cannot be reached (ECONNREFUSED)"],
  ])("an answer of the proxy, %s, is %s, without its password", async (status, expected, says) => {
    const host = status === "none" ? "127.0.0.1:1" : proxy.host;
    proxy.status = Number(status);
    const { code, message, all } = await list(esa(name), { HTTPS_PROXY: `http://me:hush-password@${host}` });
    expect(code).toBe(expected);
    expect(message).toContain(`The proxy http://${host} ${says}.`);
    expect(message).toContain("NO_PROXY");
    expect(all).not.toContain("hush");
    // What may pass is tried again, a refusal is not.
    expect(proxy.asked.length > 1).toBe(status === 502);
  });

  test("a proxy that says nothing is given up at the connect limit", async () => {
    proxy.status = 0;
    const limits = { "alicloud:clientConnectTimeout": "50", "alicloud:maxRetryTimeout": "0.1" };
    const { code, message } = await list({ ...esa(name), ...limits }, through());
    expect(code).toBe("ProxyUnreachable");
    expect(message).toContain("no answer in time");
  });
});
