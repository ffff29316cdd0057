import { isIPv4 } from "node:net";

/** Whether a host, with or without a port, is this machine itself. */
export function isLoopback(endpoint: string): boolean {
  const host = endpoint
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "")
    .toLowerCase();
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}
