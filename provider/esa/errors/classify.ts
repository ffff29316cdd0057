import { EsaError, type EsaErrorDetails } from "./error";
import { fieldsOf, networkFailure, textOf } from "./network";
import { oneLine, redacted } from "./redact";
import { ownCodes, remedyFor } from "./remedies";

/**
 * What a failed call means for what may be done next.
 *
 * - `throttled`: refused for its rate, surely without effect: repeat it later.
 * - `unreachable`: the connection was never made, surely without effect: repeat it for a while.
 * - `ambiguous`: a passing fault after which the effect is unknown: repeat a read, look before repeating a write.
 * - `gone`: the plan or its job does not exist.
 * - `refused`: final, by a code that has a remedy here, as the documents explain it.
 * - `unlisted`: refused by a code that they do not list; only the plan's status tells what it means.
 */
export type Failure = "throttled" | "unreachable" | "ambiguous" | "gone" | "refused" | "unlisted";

/** What this package's own codes mean; the others are final. */
const own: Readonly<Record<string, Failure>> = {
  [ownCodes.unreachable]: "unreachable",
  [ownCodes.proxyUnreachable]: "unreachable",
  [ownCodes.connectionBroken]: "ambiguous",
  [ownCodes.timeout]: "ambiguous",
  [ownCodes.unreadable]: "ambiguous",
  [ownCodes.planAbsent]: "gone",
};
const isOwn = new Set<string>(Object.values(ownCodes));
/** Says that the request itself is wrong, not what it asks for. */
const wrongRequest = /^(InvalidAction|InvalidVersion|Missing)/;
/** Passing faults. The nonce of a request that was delivered twice was used by the first: it may have had its effect. */
const passing = ["ServiceUnavailable", "InternalError", "SignatureNonceUsed"];

/** Sorts a failed call by its code and HTTP status; pure. */
export function classify(error: EsaError): Failure {
  if (!error.details.fromService && isOwn.has(error.code)) return own[error.code] ?? "refused";
  // A 400 that is worth repeating: the documents list it as "Requests are too frequent".
  if (error.code === "TooManyRequests" || error.code.startsWith("Throttling") || error.statusCode === 429) {
    return "throttled";
  }
  if (error.code === "InvalidExecution.NotFound" || error.code === "InvalidJob.NotFound") return "gone";
  if (passing.includes(error.code) || (error.statusCode ?? 0) >= 500) return "ambiguous";
  const isExplained = remedyFor(error.code) !== undefined && !isOwn.has(error.code);
  return isExplained || wrongRequest.test(error.code) ? "refused" : "unlisted";
}

/** Whether a failure may be over the next time. */
export function isPassing(error: EsaError): boolean {
  return ["throttled", "unreachable", "ambiguous"].includes(classify(error));
}

/**
 * What `@alicloud/openapi-client` threw: API errors with `code`, `statusCode` and `data`; a bare SyntaxError for a body
 * that is not JSON; RequestTimeoutError without a code; and Node's own errors of connections.
 */
export function toEsaError(thrown: unknown, action: string): EsaError {
  if (thrown instanceof EsaError) return thrown;
  return new EsaError({
    action,
    requestId: requestIdOf(fieldsOf(thrown).data),
    ...(refusal(thrown) ?? networkFailure(thrown) ?? clientFailure(thrown)),
  });
}

/** The request id of an answer's body. Gateways differ in the first letter of their elements, as of the others. */
export function requestIdOf(body: unknown): string | undefined {
  const { RequestId, requestId = RequestId } = fieldsOf(body);
  return typeof requestId === "string" ? oneLine(requestId) : undefined;
}

function refusal(thrown: unknown): EsaErrorDetails | undefined {
  const { code: given, statusCode, data } = fieldsOf(thrown);
  if (typeof statusCode !== "number") return undefined;
  const code = oneLine(textOf(given));
  // The client makes a text of whatever stands in place of the code.
  if (!code || code === "undefined") {
    return { code: ownCodes.unreadable, statusCode, reason: "the error answer has no code" };
  }
  const { Message, message = Message } = fieldsOf(data);
  return { code, fromService: true, statusCode, reason: redacted(textOf(message)) || "no message" };
}

function clientFailure(thrown: unknown): EsaErrorDetails {
  const text = [fieldsOf(thrown).message, thrown].find((value) => typeof value === "string") ?? "no message";
  return thrown instanceof SyntaxError || text === "The value is not a object"
    ? { code: ownCodes.unreadable, reason: "the answer is not a JSON object" }
    : { code: ownCodes.unexpected, reason: redacted(text) };
}
