/** An HTTP request as far as a signature covers it. `target` is path and query as they were sent. */
export interface SignableRequest {
  method: string;
  target: string;
  /** Lower-case names. */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
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

/**
 * The decoded parameters of a call, RPC style: those of the form that a POST has, never JSON (official SDK:
 * `reqBodyType: "formData"`), then those of the query, which count where both have a name. Throws URIError.
 */
export function parametersOf({ method, target, headers, body }: SignableRequest): [name: string, value: string][] {
  const isForm = method === "POST" && /^application\/x-www-form-urlencoded\b/i.test(headers.get("content-type") ?? "");
  return [...(isForm ? decodePairs(body.toString("utf8")) : []), ...decodePairs(splitTarget(target).query)];
}
