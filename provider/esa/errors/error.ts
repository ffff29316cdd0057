import { printable } from "./redact";
import { remedyFor } from "./remedies";

export interface EsaErrorDetails {
  /** The code of ESA or its gateway, or one of this package's own (see `ownCodes`). */
  readonly code: string;
  /** Whether the service gave the code, which may be spelt like one of this package's own. */
  readonly fromService?: boolean | undefined;
  /** What went wrong, in one sentence; for an API error the service's own message. */
  readonly reason: string;
  /** The API operation that failed; absent when no call failed but a declared state was not reached. */
  readonly action?: string | undefined;
  readonly statusCode?: number | undefined;
  /** The request id of the failed call, or of the last one that changed something. */
  readonly requestId?: string | undefined;
  readonly attempts?: number | undefined;
  readonly planId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly siteId?: string | undefined;
  /** Whether it is about credentials that the stack configuration named. */
  readonly configured?: boolean | undefined;
  /** What the user does next, in one line or more; taken from the catalogue by `code` when absent. */
  readonly remedy?: string | undefined;
}

const unknownCode = "Look up the code in Alibaba Cloud's error center, or give its support the request ID.";

/**
 * Every failure that this package reports: what failed, for which plan, and what to do next.
 *
 * The message has up to three lines: the operation with code and reason; plan, job and request id; the remedy.
 */
export class EsaError extends Error {
  declare readonly code: string;
  declare readonly action: string | undefined;
  declare readonly statusCode: number | undefined;
  declare readonly requestId: string | undefined;
  declare readonly attempts: number;
  declare readonly reason: string;
  declare readonly remedy: string;
  /** The first line of the message: what failed, with code and reason. */
  declare readonly headline: string;
  declare readonly details: EsaErrorDetails;

  constructor(given: EsaErrorDetails) {
    // Every answer was made fit for a terminal where it was read: this is for what comes by another way.
    const fit = (value: unknown) => (typeof value === "string" ? printable(value) : value);
    const entries = Object.entries(given).map(([name, value]) => [name, fit(value)] as const);
    const details = Object.fromEntries(entries) as unknown as EsaErrorDetails;
    const { code, action, statusCode, requestId, attempts = 1, reason } = details;
    const remedy = details.remedy ?? remedyFor(code) ?? unknownCode;
    const status = statusCode === undefined ? "" : ` (HTTP ${statusCode})`;
    const headline = action ? `${action} failed: ${code}${status}: ${reason}` : reason;
    const named = (word: string, id: string | undefined) => (id && !headline.includes(id) ? `${word} ${id}` : "");
    const circumstances = [
      named("plan", details.planId),
      named("job", details.jobId),
      named("site", details.siteId),
      named("request", requestId),
      attempts > 1 ? `after ${attempts} attempts` : "",
    ];
    const lines = [headline, circumstances.filter(Boolean).join(", "), ...remedy.split("\n")];
    super(lines.filter(Boolean).join("\n  "));
    this.name = "EsaError";
    const known = { details, code, action, statusCode, requestId, attempts, reason, remedy, headline };
    Object.assign(this, known);
    // The dynamic provider host prints the stacks of check, diff, read and delete beside the message.
    this.stack = "";
  }

  /** The same failure with more of its circumstances known. */
  with(details: Partial<EsaErrorDetails>): EsaError {
    return new EsaError({ ...this.details, ...details });
  }
}
