import { AsyncLocalStorage } from "node:async_hooks";

import { HttpsProxyAgent } from "hpagent";

import type { Connection, Proxy } from "../connection";
import { EsaError } from "../errors/error";
import { fieldsOf, isNeverConnected, textOf } from "../errors/network";
import { leadRequests } from "./httpx";
import { isExcepted } from "./hosts";
import { ownCodes } from "../errors/remedies";

/**
 * Sends what a function sends, and waits for its end: `https` requests go through the proxy, those of the credentials to
 * STS included. Plain HTTP never does: it leads to loopback, or to a metadata server that only this machine can reach.
 */
export function senderThrough(connection: Connection): <T>(send: () => Promise<T>) => Promise<T> {
  const { proxy } = connection;
  if (proxy && leadIntoTunnels()) {
    const agent = new HttpsProxyAgent({ keepAlive: true, proxy: proxy.url });
    return (send) => tunnels.run({ proxy, agent }, send);
  }
  if (!proxy || isAllDirect(connection, proxy)) return (send) => send();
  // Rather than to go around a proxy that was asked for.
  throw new EsaError({
    code: ownCodes.settings,
    reason: `The proxy ${proxy.shown} cannot be used: Alibaba Cloud's packages, as they are installed, send in a way that this version of pulumi-esa-preload does not know.`,
    remedy:
      "Look for a newer version of pulumi-esa-preload; or install older ones of @alicloud/openapi-client and @alicloud/credentials; or unset HTTPS_PROXY to call directly.",
  });
}

/** The tunnel of the call that is being made: requests made outside of one are left alone. */
const tunnels = new AsyncLocalStorage<{ readonly proxy: Proxy; readonly agent: HttpsProxyAgent }>();
let tunnelsAreLed: boolean | undefined;

/** `httpx` takes an `agent`, which only its caller in the SDK would have to pass. */
function leadIntoTunnels(): boolean {
  tunnelsAreLed ??= leadRequests((direct) => (url, options) => {
    const tunnel = tunnels.getStore();
    const target = new URL(url);
    if (!tunnel || target.protocol !== "https:" || isExcepted(target.host, tunnel.proxy.except)) {
      return direct(url, options);
    }
    return direct(url, { ...options, agent: tunnel.agent }).catch((error: unknown) => {
      throw proxyFailure(error, tunnel.proxy) ?? error;
    });
  });
  return tunnelsAreLed;
}

/** Whether no request needs the proxy, those of the credentials included. */
function isAllDirect({ protocol, endpoint, credentials }: Connection, { except }: Proxy): boolean {
  const isDirect = protocol === "HTTP" || isExcepted(endpoint, except);
  return isDirect && credentials.kind === "static" && !credentials.assumeRole;
}

/** The failure of the proxy itself; undefined when it is one of what lies behind. */
function proxyFailure(error: unknown, proxy: Proxy): EsaError | undefined {
  const { message, code } = fieldsOf(error);
  const text = textOf(message);
  const failure = (own: string, what: string) =>
    new EsaError({ code: own, reason: `The proxy ${proxy.shown} ${what}.` });
  const status = /^Bad response: (\d+)/.exec(text)?.[1];
  if (status !== undefined) {
    const own = Number(status) >= 500 ? ownCodes.proxyUnreachable : ownCodes.proxyRefused;
    return failure(own, `answered HTTP ${status}`);
  }
  // What lies behind a proxy is looked up and connected by the proxy.
  const isSilent = text.startsWith("Proxy timeout");
  if (!isSilent && !isNeverConnected(error)) return undefined;
  return failure(ownCodes.proxyUnreachable, `cannot be reached (${isSilent ? "no answer in time" : String(code)})`);
}
