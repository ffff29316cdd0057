import { createHash, createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";

/**
 * A client of the API that was written from "Request syntax and signature method V3" alone. It shares no code with the
 * simulator: what both agree on is the document.
 */
export interface Credentials {
  endpoint: string;
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string;
}

/** A signed request before it is sent, open to tampering. */
export interface Draft {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body: string;
}

export interface Reply {
  status: number;
  /** The status, and the code of an error: "404 InvalidJob.NotFound". */
  outcome: string;
  type: string;
  text: string;
  json: Record<string, unknown>;
}

export interface CallOptions {
  query?: Record<string, string | number>;
  form?: Record<string, string | number>;
  /** A body instead of a form. */
  raw?: string;
  method?: string;
  path?: string;
  /** Headers that differ from the usual ones, before signing; undefined leaves one out. */
  headers?: Record<string, string | undefined>;
  /** Header names that are left out of the signature. */
  unsigned?: string[];
  /** Changes the request after it was signed. */
  tamper?: (draft: Draft) => void;
}

const UNRESERVED = new Set(Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"));
const GETS = /^(List|Get)/;

function encode(text: string): string {
  return [...Buffer.from(text, "utf8")]
    .map((byte) =>
      UNRESERVED.has(byte) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .join("");
}

function queryOf(parameters: Record<string, string | number>): string {
  const names = Object.keys(parameters).sort();
  return names.map((name) => `${encode(name)}=${encode(String(parameters[name]))}`).join("&");
}

function hex(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** A signed request for an action. */
export function draftCall(credentials: Credentials, action: string, options: CallOptions = {}): Draft {
  const body = options.raw ?? queryOf(options.form ?? {});
  const usual: Record<string, string | undefined> = {
    host: credentials.endpoint,
    "x-acs-action": action,
    "x-acs-version": "2024-09-10",
    "x-acs-date": new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    "x-acs-signature-nonce": randomUUID(),
    "x-acs-content-sha256": hex(body),
    "x-acs-security-token": credentials.securityToken,
    "content-type": body === "" ? undefined : "application/x-www-form-urlencoded",
    ...options.headers,
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(usual)) if (value !== undefined) headers[name] = value;
  const draft = {
    method: options.method ?? (GETS.test(action) ? "GET" : "POST"),
    path: options.path ?? "/",
    query: queryOf(options.query ?? {}),
    headers,
    body,
  };
  const signed = Object.keys(headers)
    .filter((name) => !options.unsigned?.includes(name))
    .sort();
  const canonical =
    `${draft.method}\n${draft.path}\n${draft.query}\n` +
    `${signed.map((name) => `${name}:${(headers[name] ?? "").trim()}\n`).join("")}\n${signed.join(";")}\n${hex(body)}`;
  const signature = createHmac("sha256", credentials.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${hex(canonical)}`)
    .digest("hex");
  headers.authorization = `ACS3-HMAC-SHA256 Credential=${credentials.accessKeyId},SignedHeaders=${signed.join(";")},Signature=${signature}`;
  options.tamper?.(draft);
  return draft;
}

/** Sends a request as it is. Rejects with Node's own error when the connection breaks. */
export async function send(endpoint: string, { method, path, query, headers, body }: Draft): Promise<Reply> {
  const [host = "", port = ""] = endpoint.split(":");
  const outgoing = httpRequest({
    host,
    port: Number(port),
    agent: false,
    method,
    path: query === "" ? path : `${path}?${query}`,
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
  }).end(body);
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  const text = (await incoming.setEncoding("utf8").toArray()).join("");
  const { statusCode: status = 0, headers: received } = incoming;
  const json = parse(text);
  const outcome = [status, json.Code].filter(Boolean).join(" ");
  return { status, outcome, type: received["content-type"] ?? "", text, json };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Signs a call and sends it. */
export function call(credentials: Credentials, action: string, options: CallOptions = {}): Promise<Reply> {
  return send(credentials.endpoint, draftCall(credentials, action, options));
}
