import { createHash } from "node:crypto";
import { decodePairs, splitTarget, type SignableRequest } from "../wire/request";

/** Percent-encoding after RFC 3986: everything but letters, digits, `-`, `_`, `.` and `~`. */
export function rfc3986(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Hex SHA-256. */
export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/**
 * The canonical request of "Request syntax and signature method V3", from what the server received:
 * https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export function canonicalRequest(request: SignableRequest, signedHeaders: readonly string[]): string {
  const { path, query } = splitTarget(request.target);
  const names = [...signedHeaders].sort();
  return [
    request.method,
    path,
    canonicalParameters(decodePairs(query)),
    names.map((name) => `${name}:${(request.headers.get(name) ?? "").trim()}\n`).join(""),
    names.join(";"),
    sha256(request.body),
  ].join("\n");
}

/** Decoded parameters as both signature methods sign them: sorted by name, encoded and joined. */
export function canonicalParameters(parameters: readonly [string, string][]): string {
  return [...parameters]
    .sort(byNameThenValue)
    .map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`)
    .join("&");
}

function byNameThenValue(a: [string, string], b: [string, string]): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
}
