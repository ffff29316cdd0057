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
  if (url && /^https?:$/.test(url.protocol)) return { url: url.href, shown: `${url.protocol}//${url.host}`, except };
  if (protocol === "HTTP" || isExcepted(endpoint, except)) return undefined;
  throw settingsError(
    url
      ? `${given.name} names a ${url.protocol.slice(0, -1)} proxy, which is not supported.`
      : `${given.name} is not a URL.`,
    "Set it to an HTTP proxy, such as http://proxy.example.com:3128, or list the endpoint in NO_PROXY.",
  );
}
