import { EsaError } from "./error";
import { redacted } from "./redact";
import { ownCodes } from "./remedies";

/**
 * What a failed call means for what may be done next.
 *
 * - `throttled`: refused for its rate, surely without effect: repeat it later.
 * - `unreachable`: the connection was never made, surely without effect: repeat it for a while.
 * - `ambiguous`: a passing fault after which the effect is unknown: repeat a read, look before repeating a write.
 * - `gone`: the plan or its job does not exist.
 * - `refused`: final, by a code that the documents explain.
 * - `unlisted`: refused by a code that the documents do not list; only the plan's status tells what it means.
 */
export type Failure = "throttled" | "unreachable" | "ambiguous" | "gone" | "refused" | "unlisted";

/** Final codes. Source: the operation's error table and the gateway's common codes. */
const refusals = [
  /^InvalidEndTime\.Mismatch$/,
  /^InvalidJob\.JobCountOfSiteFull$/,
  /^InvalidParameter\.ObjectId$/,
  /^MissingOssUrl$/,
  /^MissingUrlList$/,
  /^InvalidUid\.PermissionDenied$/,
  /^LogNotFound$/,
  /^InvalidAccessKeyId/,
  /^SignatureDoesNotMatch$/,
  /^InvalidSecurityToken/,
  /^MissingSecurityToken$/,
  /^IllegalTimestamp$/,
  /^InvalidTimeStamp/,
  /^SignatureNonceUsed$/,
  /^Forbidden/,
  /^NoPermission/,
  /^InvalidAction/,
  /^InvalidVersion/,
  /^Missing/,
];

const own: Readonly<Record<string, Failure>> = {
  [ownCodes.unreachable]: "unreachable",
  [ownCodes.proxyUnreachable]: "unreachable",
  [ownCodes.proxyRefused]: "refused",
  [ownCodes.connectionBroken]: "ambiguous",
  [ownCodes.timeout]: "ambiguous",
  [ownCodes.unreadable]: "ambiguous",
  [ownCodes.tls]: "refused",
  [ownCodes.credentials]: "refused",
  [ownCodes.unexpected]: "refused",
  [ownCodes.planAbsent]: "gone",
  [ownCodes.planElsewhere]: "refused",
  [ownCodes.unknownStatus]: "refused",
  [ownCodes.incompleteList]: "refused",
  [ownCodes.cancelled]: "refused",
};

/** Sorts a failed call by its code and HTTP status; pure. */
export function classify(error: EsaError): Failure {
  const ours = !error.details.fromService && Object.hasOwn(own, error.code) ? own[error.code] : undefined;
  if (ours !== undefined) return ours;
  // A 400 that is worth repeating: the documents list it as "Requests are too frequent".
  if (error.code === "TooManyRequests" || error.code.startsWith("Throttling") || error.statusCode === 429) {
    return "throttled";
  }
  if (error.code === "InvalidExecution.NotFound" || error.code === "InvalidJob.NotFound") return "gone";
  if (error.code === "ServiceUnavailable" || error.code === "InternalError") return "ambiguous";
  if ((error.statusCode ?? 0) >= 500) return "ambiguous";
  return refusals.some((pattern) => pattern.test(error.code)) ? "refused" : "unlisted";
}

/** Whether a failure may be over the next time. */
export function isPassing(error: EsaError): boolean {
  return ["throttled", "unreachable", "ambiguous"].includes(classify(error));
}

interface ClientFailure {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly statusCode?: unknown;
  readonly data?: unknown;
}

/** Node's codes for a connection that was not made: nothing was sent. */
export const neverConnected: readonly string[] = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
];
const certificate = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|EPROTO/;

/**
 * Gives what `@alicloud/openapi-client` threw the form of an {@link EsaError}.
 * The client throws API errors with `code`, `statusCode` and `data`; bodies that are not JSON as a bare SyntaxError;
 * time-outs as RequestTimeoutError without a code; and Node's own errors for connections.
 */
export function toEsaError(thrown: unknown, action: string): EsaError {
  if (thrown instanceof EsaError) return thrown;
  const { name, code, message, statusCode, data } = Object(thrown) as ClientFailure;
  const body = Object(data) as { RequestId?: unknown; Message?: unknown };
  const common = { action, requestId: typeof body.RequestId === "string" ? body.RequestId : undefined };
  if (typeof statusCode === "number") {
    if (typeof code !== "string" || code === "undefined" || code === "") {
      return new EsaError({
        ...common,
        code: ownCodes.unreadable,
        statusCode,
        reason: "the error answer has no code",
      });
    }
    return new EsaError({
      ...common,
      code,
      fromService: true,
      statusCode,
      reason: (typeof body.Message === "string" && redacted(body.Message)) || "no message",
    });
  }
  const text = [message, thrown].find((value) => typeof value === "string") ?? "no message";
  if (typeof name === "string" && name.includes("RequestTimeout")) {
    return new EsaError({ ...common, code: ownCodes.timeout, reason: "no answer within the time limit" });
  }
  if (typeof code === "string" && neverConnected.includes(code)) {
    return new EsaError({
      ...common,
      code: ownCodes.unreachable,
      reason: `no connection to the endpoint (${code})`,
    });
  }
  if (typeof code === "string" && certificate.test(code)) {
    return new EsaError({
      ...common,
      code: ownCodes.tls,
      reason: /EPROTO|SSL/.test(code)
        ? `the endpoint does not speak TLS, or not this version of it (${code})`
        : `the endpoint's certificate was refused (${code})`,
    });
  }
  if (thrown instanceof SyntaxError || text === "The value is not a object") {
    return new EsaError({ ...common, code: ownCodes.unreadable, reason: "the answer is not a JSON object" });
  }
  if (typeof code === "string") {
    return new EsaError({
      ...common,
      code: ownCodes.connectionBroken,
      reason: `the connection broke (${code})`,
    });
  }
  return new EsaError({ ...common, code: ownCodes.unexpected, reason: redacted(text) });
}
