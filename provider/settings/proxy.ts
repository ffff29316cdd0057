import type { Connection, Proxy } from "../esa/connection";
import { isExcepted } from "../esa/sending/hosts";
import { settingsError, type Sources } from "./configuration";

/**
 * The proxy for `https` calls: HTTPS_PROXY and NO_PROXY, in capitals or small letters, as curl and Go read them.
 * @throws EsaError when the calls to ESA would need a proxy that cannot be used; the value is not shown, as it may hold
 * a password.
 */
export function readProxy(
  sources: Sources,
  { endpoint, protocol }: Pick<Connection, "endpoint" | "protocol">,
): Proxy | undefined {
  const given = sources.variable("HTTPS_PROXY", "https_proxy");
  if (!given) return undefined;
  const except = (sources.variable("NO_PROXY", "no_proxy")?.value ?? "").split(/[\s,]+/).filter(Boolean);
  const address = given.value.includes("://") ? given.value : `http://${given.value}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isUsable = url && /^https?:$/.test(url.protocol) && isEncoded(url.username + url.password);
  if (url && isUsable) return { url: url.href, shown: `${url.protocol}//${url.host}`, except };
  if (protocol === "HTTP" || isExcepted(endpoint, except)) return undefined;
  throw settingsError(
    faultOf(given.name, url),
    "Set it to an HTTP proxy, such as http://proxy.example.com:3128, or list the endpoint in NO_PROXY.",
  );
}

function faultOf(name: string, url: URL | undefined): string {
  if (!url) return `${name} is not a URL.`;
  if (!isEncoded(url.username + url.password))
    return `The user or password in ${name} has a % that is not written %25.`;
  return `${name} names a ${url.protocol.slice(0, -1)} proxy, which is not supported.`;
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
