import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";

import { OpenApiUtil } from "@alicloud/openapi-core";

/** Calls that Alibaba Cloud's own client doesn't make: its signature, over a request that a test can spoil. */
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
  path?: string;
  /** Headers that differ from the usual ones, before signing; undefined leaves one out. */
  headers?: Record<string, string | undefined>;
  /** Header names that are left out of the signature. */
  unsigned?: string[];
  /** Changes the request after it was signed. */
  tamper?: (draft: Draft) => void;
}

const ALGORITHM = "ACS3-HMAC-SHA256";
type Signable = Parameters<typeof OpenApiUtil.getAuthorization>[0];

export const pairs = (parameters: object): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join("&");

/** A signed request for an action. */
export function draftCall(credentials: Credentials, action: string, options: CallOptions = {}): Draft {
  const body = options.raw ?? pairs(options.form ?? {});
  const hash = createHash("sha256").update(body).digest("hex");
  const usual: Record<string, string | undefined> = {
    host: credentials.endpoint,
    "x-acs-action": action,
    "x-acs-version": "2024-09-10",
    "x-acs-date": new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    "x-acs-signature-nonce": randomUUID(),
    "x-acs-content-sha256": hash,
    "x-acs-security-token": credentials.securityToken,
    "content-type": body === "" ? undefined : "application/x-www-form-urlencoded",
    ...options.headers,
  };
  const headers = Object.fromEntries(
    Object.entries(usual).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const { query = {}, path = "/", unsigned = [] } = options;
  const method = /^(List|Get)/.test(action) ? "GET" : "POST";
  const signed = Object.fromEntries(Object.entries(headers).filter(([name]) => !unsigned.includes(name)));
  const request: unknown = { method, pathname: path, query, headers: signed };
  const { accessKeyId, accessKeySecret } = credentials;
  headers.authorization = OpenApiUtil.getAuthorization(
    request as Signable,
    ALGORITHM,
    hash,
    accessKeyId,
    accessKeySecret,
  );
  const draft = { method, path, query: pairs(query), headers, body };
  options.tamper?.(draft);
  return draft;
}

/** Sends a request as it is. Rejects with Node's own error when the connection breaks. */
export async function send(endpoint: string, { method, path, query, headers, body }: Draft): Promise<Reply> {
  const outgoing = httpRequest(`http://${endpoint}`, {
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
