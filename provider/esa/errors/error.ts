import { printable } from "./redact";
import { remedyFor } from "./remedies";

/** What an {@link EsaError} is made of. */
export interface EsaErrorDetails {
  /** The code of ESA or its gateway, or one of this package's own (see `ownCodes`). */
  readonly code: string;
  /** Whether the service gave the code, which may be spelt like one of this package's own. */
  readonly fromService?: boolean | undefined;
  /** What went wrong, in one sentence; for an API error the service's own message. */
  readonly reason: string;
  /** The API operation that failed; absent when no call failed but a declared state was not reached. */
  readonly action?: string | undefined;
  /** The HTTP status of the answer. */
  readonly statusCode?: number | undefined;
  /** The request id of the failed call, or of the last one that changed something. */
  readonly requestId?: string | undefined;
  /** How many times the call was sent. */
  readonly attempts?: number | undefined;
  readonly planId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly siteId?: string | undefined;
  /** Whether it is about credentials that the stack configuration named. */
  readonly configured?: boolean | undefined;
  /** What the user does next, in one line or more; taken from the catalogue by `code` when absent. */
  readonly remedy?: string | undefined;
}

const unknownCode = "Look the code up in Alibaba Cloud's error centre, or ask its support with the request id.";

/**
 * Every failure that this package reports: what failed, for which plan, and what to do next.
 *
 * The message has up to three lines: the operation with code and reason; plan, job and request id; the remedy.
 */
export class EsaError extends Error {
  readonly code: string;
  readonly action: string | undefined;
  readonly statusCode: number | undefined;
  readonly requestId: string | undefined;
  readonly attempts: number;
  /** What went wrong, without the surrounding lines. */
  readonly reason: string;
  /** What the user does next. */
  readonly remedy: string;
  readonly details: EsaErrorDetails;

  constructor(given: EsaErrorDetails) {
    // Every answer was made fit for a terminal where it was read: this is for what comes by another way.
    const fit = (value: unknown) => (typeof value === "string" ? printable(value) : value);
    const details = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, fit(value)]),
    ) as unknown as EsaErrorDetails;
    const remedy = details.remedy ?? remedyFor(details.code) ?? unknownCode;
    super(format(details, remedy));
    this.name = "EsaError";
    this.details = details;
    this.code = details.code;
    this.action = details.action;
    this.statusCode = details.statusCode;
    this.requestId = details.requestId;
    this.attempts = details.attempts ?? 1;
    this.reason = details.reason;
    this.remedy = remedy;
    // The dynamic provider host prints the stacks of check, diff, read and delete beside the message.
    this.stack = "";
  }

  /** The first line of the message: what failed, with code and reason. */
  get headline(): string {
    return headline(this.details);
  }

  /** The same failure with more of its circumstances known. */
  with(details: Partial<EsaErrorDetails>): EsaError {
    return new EsaError({ ...this.details, ...details });
  }
}

function headline(details: EsaErrorDetails): string {
  const status = details.statusCode === undefined ? "" : ` (HTTP ${details.statusCode})`;
  return details.action ? `${details.action} failed: ${details.code}${status}: ${details.reason}` : details.reason;
}

function format(details: EsaErrorDetails, remedy: string): string {
  const first = headline(details);
  const named = (word: string, id: string | undefined) => (id && !first.includes(id) ? `${word} ${id}` : "");
  const circumstances = [
    named("plan", details.planId),
    named("job", details.jobId),
    named("site", details.siteId),
    named("request", details.requestId),
    details.attempts !== undefined && details.attempts > 1 ? `after ${details.attempts} attempts` : "",
  ].filter(Boolean);
  return [first, circumstances.join(", "), ...remedy.split("\n")].filter(Boolean).join("\n  ");
}
