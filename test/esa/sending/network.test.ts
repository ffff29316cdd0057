import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:tls";

import { startSimulator } from "../../../simulator";
import { selfSigned } from "./certificate";
import { startOutside, type Outside, type Result } from "../outside/process";
import { serve, serveProxy, type ConnectProxy, type Loopback } from "./servers";

const name = "esa.example.test";
const trusted = selfSigned([name, "sts.example.test", "127.0.0.1", "localhost"]);
const expired = selfSigned([name, "127.0.0.1"], 3);
const ofOther = selfSigned(["other.example.test"]);
const unknown = selfSigned([name, "127.0.0.1"]);

const jobId = "665d3af3621bccf3fe29e1a4";
const answer = () => ({ body: { RequestId: "R", TotalCount: 0, Executions: [] } });
const key = { "alicloud:accessKey": "id", "alicloud:secretKey": "hush-secret" };
const esa = (host: string) => ({ ...key, "alicloud:endpoints": JSON.stringify([{ esa: host }]) });

let outside: Outside;
let server: Loopback;
beforeAll(async () => {
  outside = await startOutside([trusted, expired, ofOther]);
  server = await serve(answer, trusted);
});
afterAll(() => Promise.all([outside.close(), server.close()]));
beforeEach(() => (server.seen.length = 0));

async function list(config: Record<string, string>, env: Record<string, string> = {}): Promise<Result> {
  await outside.open({ config, env });
  return outside.list();
}

describe("TLS is verified", () => {
  test("a server with a certificate of a trusted authority is called", async () => {
    expect(await list(esa(server.host))).toEqual({ plans: 0 });
    expect(server.seen[0]?.headers["x-acs-action"]).toBe("ListScheduledPreloadExecutions");
  });

  test.each([
    ["of an unknown authority", unknown, "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["for another host", ofOther, "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["that has expired", expired, "CERT_HAS_EXPIRED"],
  ])("a certificate %s is refused at once, and nothing is sent", async (_, certificate, code) => {
    const other = await serve(answer, certificate);
    try {
      const result = await list(esa(other.host));
      expect(result).toMatchObject({ code: "TlsVerificationFailed" });
      expect((result as { message: string }).message).toMatch(
        new RegExp(`certificate was refused \\(${code}\\)[^]*NODE_EXTRA_CA_CERTS`),
      );
      expect(other.seen).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test("a server that speaks plain HTTP is told apart from a wrong certificate", async () => {
    const plain = await serve(answer);
    try {
      const result = await list(esa(plain.host));
      expect(result).toMatchObject({ code: "TlsVerificationFailed" });
      expect((result as { message: string }).message).toContain("does not speak TLS");
    } finally {
      await plain.close();
    }
  });

  test("bytes that are no TLS in the middle of it are a broken connection: tried again", async () => {
    const sockets: Socket[] = [];
    const meddled = createServer(trusted, (socket) => {
      socket.on("error", () => undefined).once("data", () => sockets.at(-1)?.end("HTTP/1.1 403 No\r\n\r\n"));
    });
    meddled.on("connection", (socket: Socket) => sockets.push(socket));
    meddled.listen(0, "127.0.0.1");
    await once(meddled, "listening");
    try {
      const { port } = meddled.address() as AddressInfo;
      expect(await list(esa(`127.0.0.1:${port}`))).toMatchObject({ code: "ConnectionBroken" });
      expect(sockets.length).toBeGreaterThan(1);
    } finally {
      meddled.close();
    }
  });

  test("STS with another certificate is refused, and its host is named", async () => {
    const other = await serve(answer, unknown);
    try {
      const endpoints = JSON.stringify([{ esa: server.host, sts: other.host }]);
      const assumeRole = JSON.stringify({ roleArn: "acs:ram::1:role/r" });
      const result = await list({
        ...key,
        "alicloud:endpoints": endpoints,
        "alicloud:assumeRole": assumeRole,
      });
      expect(result).toMatchObject({ code: "CredentialsUnavailable" });
      expect((result as { message: string }).message).toContain(
        `no answer from ${other.host} (DEPTH_ZERO_SELF_SIGNED_CERT)`,
      );
    } finally {
      await other.close();
    }
  });
});

describe("with HTTPS_PROXY", () => {
  let proxy: ConnectProxy;
  const through = () => ({ HTTPS_PROXY: `http://${proxy.host}` });
  beforeEach(async () => (proxy = await serveProxy(() => server.host)));
  afterEach(() => proxy.close());

  test("calls go through it, one connection for many, and it sees no more than the host", async () => {
    await outside.open({ config: esa(name), env: through() });
    expect(await outside.list()).toEqual({ plans: 0 });
    expect(await outside.list()).toEqual({ plans: 0 });
    expect(proxy.asked).toEqual([{ target: `${name}:443`, authorization: undefined }]);
    expect(server.seen.map(({ headers }) => headers.host)).toEqual([name, name]);
    expect(server.seen[0]?.url.searchParams.get("Id")).toBe(jobId);
  });

  test("its user and password are sent to it, and to nobody else", async () => {
    const env = { https_proxy: `http://me:p%40ss@${proxy.host}` };
    expect(await list(esa(`${name}:8443`), env)).toEqual({ plans: 0 });
    const authorization = `Basic ${Buffer.from("me:p@ss").toString("base64")}`;
    expect(proxy.asked).toEqual([{ target: `${name}:8443`, authorization }]);
    expect(server.seen[0]?.headers).not.toHaveProperty("proxy-authorization");
  });

  test("it may be spoken to over TLS", async () => {
    const secure = await serveProxy(() => server.host, trusted);
    try {
      const env = { HTTPS_PROXY: `https://${secure.host.replace("127.0.0.1", "localhost")}` };
      expect(await list(esa(name), env)).toEqual({ plans: 0 });
      expect(secure.asked).toHaveLength(1);
    } finally {
      await secure.close();
    }
  });

  test("the certificate behind it is verified", async () => {
    const other = await serve(answer, unknown);
    const misled = await serveProxy(() => other.host);
    try {
      const result = await list(esa(name), { HTTPS_PROXY: `http://${misled.host}` });
      expect(result).toMatchObject({ code: "TlsVerificationFailed" });
      expect(other.seen).toEqual([]);
    } finally {
      await Promise.all([misled.close(), other.close()]);
    }
  });

  test("the credentials' calls to STS go through it too", async () => {
    const endpoints = JSON.stringify([{ esa: name, sts: "sts.example.test" }]);
    const assumeRole = JSON.stringify({ roleArn: "acs:ram::1:role/r" });
    const config = { ...key, "alicloud:endpoints": endpoints, "alicloud:assumeRole": assumeRole };
    await list(config, through());
    expect(proxy.asked.map(({ target }) => target)).toEqual(["sts.example.test:443"]);
    expect(server.seen[0]?.url.searchParams.get("Action")).toBe("AssumeRole");
  });

  test("a server on loopback is called directly, with TLS or without", async () => {
    const simulator = await startSimulator({ seed: { jobs: [{ Id: jobId }] } });
    try {
      const config = {
        "alicloud:accessKey": simulator.accessKeyId,
        "alicloud:secretKey": simulator.accessKeySecret,
        "alicloud:endpoints": JSON.stringify([{ esa: simulator.url }]),
      };
      expect(await list(config, { ...through(), HTTP_PROXY: `http://${proxy.host}` })).toEqual({ plans: 0 });
    } finally {
      await simulator.close();
    }
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
    [407, "ProxyRefused"],
    [403, "ProxyRefused"],
    [502, "ProxyUnreachable"],
  ])("an answer %d of the proxy is %s, without its password", async (status, code) => {
    proxy.status = status;
    const result = await list(esa(name), { HTTPS_PROXY: `http://me:hush-password@${proxy.host}` });
    expect(result).toMatchObject({ code });
    const { message, all } = result as { message: string; all: string };
    expect(message).toContain(`The proxy http://${proxy.host} answered HTTP ${status}.`);
    expect(message).toContain("NO_PROXY");
    expect(all).not.toContain("hush");
    // What may pass is tried again, a refusal is not.
    expect(proxy.asked.length > 1).toBe(status === 502);
  });

  test("a proxy that is not there is named", async () => {
    const result = await list(esa(name), { HTTPS_PROXY: "http://me:hush@127.0.0.1:1" });
    expect(result).toMatchObject({ code: "ProxyUnreachable" });
    const { message, all } = result as { message: string; all: string };
    expect(message).toContain("The proxy http://127.0.0.1:1 cannot be reached (ECONNREFUSED).");
    expect(all).not.toContain("hush");
  });

  test("a proxy that says nothing is given up at the connect limit", async () => {
    proxy.status = 0;
    const config = { ...esa(name), "alicloud:clientConnectTimeout": "50" };
    const result = await list(config, through());
    expect(result).toMatchObject({ code: "ProxyUnreachable" });
    expect((result as { message: string }).message).toContain("no answer in time");
  });
});
