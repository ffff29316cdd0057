import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Delivery } from "./answer";
import { decodePairs, splitTarget, type SignableRequest } from "./canonical";
import type { Control } from "./control";
import { answerCall } from "./gateway";
import type { SimulatorCore } from "./simulator";
import type { Call } from "./types";

const CONTROL = "/-/";
const MOST_BYTES = 8 * 1024 * 1024;

/** Listens on 127.0.0.1. Rejects when the port is taken. */
export async function listen(
  core: SimulatorCore,
  control: Control,
): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    handle(core, control, request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return; // the client left while it was sending
      const text = `the simulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
      send(response, { status: 500, contentType: "text/plain", text });
    });
  });
  // Longer than clients keep idle connections, so that none is closed just as it is used again.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(core.settings.port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
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
    send(response, { status: 413, contentType: "text/plain", text: "the body is too long" });
    response.once("finish", () => incoming.destroy());
    return;
  }
  if (path.startsWith(CONTROL) || path === "/-") {
    const {
      status,
      body: content,
      allow,
    } = control.answer(method, path.slice(CONTROL.length), body.toString("utf8"));
    if (allow !== undefined) response.setHeader("allow", allow);
    send(response, { status, contentType: "application/json", text: `${JSON.stringify(content)}\n` });
    return;
  }
  const request = { method, target, headers: headersOf(incoming), body };
  const call = core.calls.begin(describe(request), core.now());
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

async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function headersOf(incoming: IncomingMessage): Map<string, string> {
  return new Map(
    Object.entries(incoming.headers).map(([name, value]): [string, string] => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
}

/** What the log shows of a request: never a secret, a token or a signature. */
function describe({
  method,
  target,
  headers,
  body,
}: SignableRequest): Omit<Call, "status" | "code" | "effect" | "time"> {
  return {
    action: headers.get("x-acs-action") ?? null,
    method,
    query: Object.fromEntries(withoutSecrets(pairs(splitTarget(target).query))),
    body: parseBody(headers.get("content-type") ?? "", body.toString("utf8")),
    accessKeyId: /\bCredential=([^,\s]*)/.exec(headers.get("authorization") ?? "")?.[1] ?? null,
    userAgent: headers.get("user-agent") ?? null,
  };
}

function pairs(encoded: string): [string, string][] {
  try {
    return decodePairs(encoded);
  } catch {
    return [];
  }
}

/** Calls of the older signature method carry these among their parameters. */
function withoutSecrets(parameters: [string, string][]): [string, string][] {
  return parameters.map(([name, value]) => [name, /^(signature|securitytoken)$/i.test(name) ? "***" : value]);
}

function parseBody(contentType: string, text: string): Call["body"] {
  if (text === "") return null;
  if (!/json/i.test(contentType)) return Object.fromEntries(withoutSecrets(pairs(text)));
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Call["body"]) : null;
  } catch {
    return null;
  }
}
