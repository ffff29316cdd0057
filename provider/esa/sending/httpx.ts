import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";

/** Sends a request, and resolves with the head of its answer. */
type Request = (url: string, options: object) => Promise<IncomingMessage>;

/** The packages that send, each by the way from ours to it: the API's calls, and those of the credentials to STS. */
const senders = [["@alicloud/openapi-client", "@alicloud/tea-typescript"], ["@alicloud/credentials"]];

/**
 * Leads every request of Alibaba Cloud's packages through a function. The SDK offers no way to do so, but sends with the
 * HTTP library `httpx`. Each package finds its own copy of it, which need not be the same one.
 * @returns false when a release of them keeps its copy elsewhere, or has none: its requests go out as they are.
 */
export function leadRequests(lead: (direct: Request) => Request): boolean {
  const copies = senders.map(copyOf);
  for (const httpx of new Set(copies)) if (httpx) httpx.request = lead(httpx.request);
  return !copies.includes(undefined);
}

/** Its `request` is what is led: the senders look it up at each call. */
function copyOf(way: readonly string[]): { request: Request } | undefined {
  try {
    const sender = way.reduce((from: NodeJS.Require, name) => createRequire(from.resolve(name)), require);
    const httpx = sender("httpx") as { request: Request };
    return typeof httpx.request === "function" ? httpx : undefined;
  } catch {
    return undefined;
  }
}

let endsTimers: boolean | undefined;

/**
 * Ends the timer of a request's time limit with its answer. `httpx` itself does so only where the answer is read by
 * `httpx.read`, which Alibaba Cloud's client doesn't do: each request and its answer would be kept until the limit is
 * over, and that timer then clear the one of a later request on the same connection.
 */
export function endTimersWithAnswers(): void {
  endsTimers ??= leadRequests((direct) => async (url, options) => {
    const answer = await direct(url, options);
    const timer = timerOf(Object(answer.socket) as object);
    if (timer) answer.once("close", () => clearTimeout(timer));
    return answer;
  });
}

function timerOf(socket: object): NodeJS.Timeout | undefined {
  const key = Object.getOwnPropertySymbols(socket).find(({ description }) => description === "TIMER::READ_TIMER");
  return key && (socket as Record<symbol, NodeJS.Timeout>)[key];
}
