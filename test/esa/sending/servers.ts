import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type Server as HttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, type AddressInfo, type Server, type Socket } from "node:net";

import type { Certificate } from "./certificate";

/** What a test server answers: JSON of an object, or a text as it is. */
export interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** A request as a test server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: URL;
  /** The body as a form, and as it is. */
  readonly form: URLSearchParams;
  readonly text: string;
  readonly headers: IncomingMessage["headers"];
}

/** A server on loopback that a test can read and end. */
export interface Loopback {
  readonly url: string;
  /** `127.0.0.1:port` */
  readonly host: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

/** Serves answers on 127.0.0.1, over TLS where there is a certificate. */
export async function serve(answer: (request: Seen) => Answer, certificate?: Certificate): Promise<Loopback> {
  const seen: Seen[] = [];
  const handle = async (request: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const entry: Seen = {
      method: request.method ?? "",
      url: new URL(request.url ?? "/", "http://server"),
      form: new URLSearchParams(text),
      text,
      headers: request.headers,
    };
    seen.push(entry);
    return answer(entry);
  };
  const listener: Parameters<typeof createHttpServer>[1] = (request, response) => {
    void handle(request).then(({ status = 200, body }) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  };
  const server = certificate ? createHttpsServer(certificate, listener) : createHttpServer(listener);
  const host = await listen(server);
  return { url: `${certificate ? "https" : "http"}://${host}`, host, seen, close: () => closed(server) };
}

/** A proxy that only tunnels: it leads every CONNECT to one address, or answers it with a status. */
export interface ConnectProxy {
  readonly host: string;
  /** The targets that were asked for, with the proxy's credentials where some were sent. */
  readonly asked: { target: string; authorization: string | undefined }[];
  /** What it answers; 0 is silence. */
  status: number;
  close(): Promise<void>;
}

export async function serveProxy(target: () => string): Promise<ConnectProxy> {
  const server = createHttpServer();
  const sockets = new Set<Socket>();
  const proxy: ConnectProxy = {
    host: "",
    asked: [],
    status: 200,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await closed(server);
    },
  };
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    const authorization = request.headers["proxy-authorization"];
    proxy.asked.push({ target: request.url ?? "", authorization });
    socket.on("error", () => undefined);
    if (proxy.status === 0) return;
    if (proxy.status !== 200) {
      socket.end(`HTTP/1.1 ${proxy.status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const [host, port] = target().split(":");
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    sockets.add(onward);
    onward.on("error", () => socket.destroy());
  });
  return Object.assign(proxy, { host: await listen(server) });
}

/** Where a server listens from now on, as `127.0.0.1:port`. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closed(server: HttpServer): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}
