import type { IncomingMessage } from "node:http";
import { decodePairs, splitTarget, type SignableRequest } from "./canonical";
import type { Call } from "./types";

/** The headers of a request by their lower-case names. */
export function headersOf(incoming: IncomingMessage): Map<string, string> {
  return new Map(
    Object.entries(incoming.headers).map(([name, value]): [string, string] => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
}

/** What the log shows of an API call: never a secret, a token or a signature. */
export function describeCall({
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
