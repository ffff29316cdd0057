import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Control } from "../control/control";
import type { SimulatorCore } from "../control/core";
import { splitTarget } from "../wire/request";
import type { Delivery } from "./answer";
import { answerCall } from "./gateway";

const CONTROL = "/-/";
const MOST_BYTES = 8 * 1024 * 1024;

/** Listens on 127.0.0.1. Rejects when the port is taken. */
export async function listen(core: SimulatorCore, control: Control): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    handle(core, control, request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return; // the client left while it was sending
      const text = `the simulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
      send(response, { status: 500, contentType: "text/plain", text });
    });
  });
  // Longer than clients keep idle connections, so that none is closed just as it is used again.
  server.keepAliveTimeout = 120_000;
  const { port: wanted } = core.settings;
  server.listen(wanted, "127.0.0.1");
  await once(server, "listening").catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    const message = `port ${wanted} is taken: choose another one, or 0 for any that is free`;
    throw code === "EADDRINUSE" ? Object.assign(new Error(message), { code }) : error;
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function handle(
  core: SimulatorCore,
  control: Control,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = incoming.url ?? "/";
  const method = incoming.method ?? "GET";
  const { path } = splitTarget(target);
  const body = await readBody(incoming);
  if (body === undefined) {
    send(response, { status: 413, contentType: "text/plain", text: "the body is too long\n" });
    return;
  }
  if (path.startsWith(CONTROL) || path === "/-") {
    const answer = control.answer(method, path.slice(CONTROL.length), body.toString("utf8"));
    if (answer.allow !== undefined) response.setHeader("allow", answer.allow);
    const text = `${JSON.stringify(answer.body)}\n`;
    send(response, { status: answer.status, contentType: "application/json", text });
    return;
  }
  const request = { method, target, headers: headersOf(incoming), body };
  const call = core.calls.begin(request, core.now());
  deliver(response, await answerCall(core, request, call));
}

function deliver(response: ServerResponse, delivery: Delivery): void {
  if (delivery.do === "cut") {
    response.socket?.resetAndDestroy();
  } else {
    send(response, delivery);
  }
}

function send(response: ServerResponse, answer: { status: number; contentType: string; text: string }): void {
  const bytes = Buffer.from(answer.text, "utf8");
  response.writeHead(answer.status, { "content-type": answer.contentType, "content-length": bytes.length });
  response.end(bytes);
}

/** The headers of a request by their lower-case names. */
function headersOf(incoming: IncomingMessage): Map<string, string> {
  return new Map(
    Object.entries(incoming.headers).map(([name, value]): [string, string] => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
}

/** The whole body; undefined when it is too long, which is read to its end so that an answer can be sent. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MOST_BYTES) chunks.push(chunk);
  }
  return length <= MOST_BYTES ? Buffer.concat(chunks) : undefined;
}
