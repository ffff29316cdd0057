import { isIPv4 } from "node:net";

/** Whether a host, with or without a port, is this machine itself. */
export function isLoopback(endpoint: string): boolean {
  const host = endpoint.toLowerCase().replace(/:\d+$/, "");
  return host === "localhost" || host === "[::1]" || (isIPv4(host) && host.startsWith("127."));
}

/**
 * Whether a host is called directly although a proxy is set: loopback always, else by the entries of NO_PROXY. An entry
 * is a host, which stands for its subdomains too; `.suffix` or `*.suffix`; any of them with a port; or `*`. The host is
 * given with its port where it isn't the protocol's own.
 */
export function isExcepted(host: string, except: readonly string[]): boolean {
  if (isLoopback(host)) return true;
  const { name, port } = split(host);
  return except.some((entry) => {
    if (entry === "*") return true;
    const rule = split(entry.replace(/^\*\./, "."));
    if (rule.port !== undefined && rule.port !== (port ?? "443")) return false;
    return rule.name.startsWith(".") ? name.endsWith(rule.name) : name === rule.name || name.endsWith(`.${rule.name}`);
  });
}

function split(host: string): { name: string; port: string | undefined } {
  const [, name = host, port] = /^(.*?)(?::(\d+))?$/.exec(host.toLowerCase()) ?? [];
  return { name, port };
}
