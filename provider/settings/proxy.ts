import type { Proxy } from "../esa/connection";
import { isExcepted } from "../esa/sending/proxyRules";
import { settingsError, type Sources } from "./configuration";

/**
 * The proxy for `https` calls: HTTPS_PROXY and NO_PROXY, in capitals or small letters, as curl and Go read them.
 *
 * @throws EsaError when the calls to ESA would need a proxy that cannot be used; the value is not shown, as it may hold
 * a password.
 */
export function readProxy(sources: Sources, endpoint: string, protocol: "HTTP" | "HTTPS"): Proxy | undefined {
  const name = sources.variableName("HTTPS_PROXY", "https_proxy");
  if (name === undefined) return undefined;
  const except = (sources.variable("NO_PROXY", "no_proxy") ?? "").split(/[\s,]+/).filter(Boolean);
  const text = sources.variable(name) ?? "";
  const url = parse(text.includes("://") ? text : `http://${text}`);
  if (url && /^https?:$/.test(url.protocol)) {
    return { url: url.href, shown: `${url.protocol}//${url.host}`, except };
  }
  if (protocol === "HTTP" || isExcepted(endpoint, except)) return undefined;
  throw settingsError(
    url
      ? `${name} names a proxy of the kind ${url.protocol.slice(0, -1)}, which is not supported.`
      : `${name} is not a URL.`,
    "Set it to an HTTP proxy, such as http://proxy.example.com:3128, or name the endpoint in NO_PROXY.",
  );
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
