import { createHmac, randomUUID } from "node:crypto";
import { pairs, send, type Credentials, type Draft, type Reply } from "./signedCall";

export interface RpcOptions {
  query?: Record<string, string | number>;
  form?: Record<string, string | number>;
  /** Common parameters that differ from the usual ones, before signing; undefined leaves one out. */
  common?: Record<string, string | undefined>;
  /** Sends the common parameters in the form instead of the query. */
  inForm?: boolean;
  /** Changes the request after it was signed. */
  tamper?: (draft: Draft) => void;
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * A request signed with SignatureVersion 1.0, written from its page alone:
 * https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism
 */
export function draftRpc(credentials: Credentials, action: string, options: RpcOptions = {}): Draft {
  const usual: Record<string, string | undefined> = {
    Action: action,
    Version: "2024-09-10",
    Format: "JSON",
    AccessKeyId: credentials.accessKeyId,
    SecurityToken: credentials.securityToken,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: randomUUID(),
    Timestamp: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    ...options.common,
  };
  const common = Object.fromEntries(Object.entries(usual).filter(([, value]) => value !== undefined));
  const method = /^(List|Get)/.test(action) ? "GET" : "POST";
  const canonical = Object.entries({ ...options.query, ...options.form, ...common })
    .map(([name, value]) => [encode(name), encode(String(value))] as const)
    .sort(([name], [other]) => (name < other ? -1 : 1))
    .map((pair) => pair.join("="))
    .join("&");
  const Signature = createHmac("sha1", `${credentials.accessKeySecret}&`)
    .update(`${method}&%2F&${encode(canonical)}`)
    .digest("base64");
  const rest = { Signature, ...common };
  const draft: Draft = {
    method,
    path: "/",
    query: pairs({ ...options.query, ...(options.inForm ? {} : rest) }),
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: pairs({ ...options.form, ...(options.inForm ? rest : {}) }),
  };
  options.tamper?.(draft);
  return draft;
}

/** Signs a call and sends it. */
export function callRpc(credentials: Credentials, action: string, options: RpcOptions = {}): Promise<Reply> {
  return send(credentials.endpoint, draftRpc(credentials, action, options));
}
