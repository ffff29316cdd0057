import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";

/** Sends a request, and resolves with the head of its answer. */
export type Request = (url: string, options: object) => Promise<IncomingMessage>;

/** The one function that is led; its callers look it up at each call. */
interface Httpx {
  request: Request;
}

/**
 * Leads every request of Alibaba Cloud's packages through a function. The SDK offers no way to do so, but sends with the
 * HTTP library `httpx`: Tea the API's calls, the credentials package those to STS. Each finds its own copy of it, which
 * need not be the same one.
 */
export function leadRequests(lead: (direct: Request) => Request): void {
  const openApiClient = createRequire(require.resolve("@alicloud/openapi-client"));
  const tea = createRequire(openApiClient.resolve("@alicloud/tea-typescript"));
  const credentials = createRequire(require.resolve("@alicloud/credentials"));
  const copies = new Set([tea("httpx") as Httpx, credentials("httpx") as Httpx]);
  for (const httpx of copies) httpx.request = lead(httpx.request);
}

let endsTimers = false;

/**
 * Ends the timer of a request's time limit with its answer. `httpx` itself does so only where the answer is read by
 * `httpx.read`, which Alibaba Cloud's client doesn't do: each request and its answer would be kept until the limit is
 * over, and that timer then clear the one of a later request on the same connection.
 */
export function endTimersWithAnswers(): void {
  if (endsTimers) return;
  leadRequests((direct) => async (url, options) => {
    const answer = await direct(url, options);
    const timer = timerOf(answer.socket);
    answer.once("close", () => clearTimeout(timer));
    return answer;
  });
  endsTimers = true;
}

function timerOf(socket: object): NodeJS.Timeout | undefined {
  const key = Object.getOwnPropertySymbols(socket).find(
    ({ description }) => description === "TIMER::READ_TIMER",
  );
  return key && (socket as Record<symbol, NodeJS.Timeout>)[key];
}
