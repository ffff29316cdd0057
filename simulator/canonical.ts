import { createHash } from "node:crypto";

/** An HTTP request as far as a signature covers it. `target` is path and query as they were sent. */
export interface SignableRequest {
  method: string;
  target: string;
  /** Lower-case names. */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
}

/** Percent-encoding after RFC 3986: everything but letters, digits, `-`, `_`, `.` and `~`. */
export function rfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Path and query of a request target. */
export function splitTarget(target: string): { path: string; query: string } {
  const at = target.indexOf("?");
  return at < 0 ? { path: target, query: "" } : { path: target.slice(0, at), query: target.slice(at + 1) };
}

/** The decoded pairs of a query string or of a form body. Throws URIError where the encoding is broken. */
export function decodePairs(encoded: string): [name: string, value: string][] {
  const decode = (text: string): string => decodeURIComponent(text.replaceAll("+", "%20"));
  return encoded
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [decode(part), ""] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
    });
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
  const pairs = decodePairs(query).map(([name, value]): [string, string] => [name, value]);
  return [
    request.method,
    path,
    pairs
      .sort(byNameThenValue)
      .map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`)
      .join("&"),
    names.map((name) => `${name}:${(request.headers.get(name) ?? "").trim()}\n`).join(""),
    names.join(";"),
    sha256(request.body),
  ].join("\n");
}

function byNameThenValue(a: [string, string], b: [string, string]): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
}
