import { classify, toEsaError, type Failure } from "../../../provider/esa/errors/classify";
import { EsaError } from "../../../provider/esa/errors/error";
import { ownCodes } from "../../../provider/esa/errors/remedies";

const action = "StopScheduledPreloadExecution";

/** What the client throws for an error answer. */
const refusal = (statusCode: number, code: unknown, data: object = {}) => ({ statusCode, code, data });
/** What Node throws, as it comes through the client. */
const failure = (code: string, more: object = {}) => Object.assign(new Error("-"), { code, ...more });
const handshake = (text: string) =>
  failure("EPROTO", { syscall: "write", message: `write EPROTO 80:error:0A:SSL routines:f:${text}:r.c:1:` });
const header = (name: string) =>
  failure("ERR_INVALID_CHAR", { message: `Invalid character in header content ["${name}"]` });

describe("an error answer", () => {
  test.each<[number, string, Failure, RegExp]>([
    [400, "InvalidEndTime.Mismatch", "refused", /EndTime is before its StartTime/],
    [400, "InvalidJob.JobCountOfSiteFull", "refused", /Delete prefetch tasks/],
    [400, "InvalidParameter.ObjectId", "refused", /24 hexadecimal digits/],
    [400, "MissingOssUrl", "refused", /OSS object/],
    [400, "MissingUrlList", "refused", /list of URLs/],
    [400, "TooManyRequests", "throttled", /later or with a larger timeoutSeconds/],
    [403, "InvalidUid.PermissionDenied", "refused", /belong to the account of the plan/],
    [404, "InvalidJob.NotFound", "gone", /Check jobId/],
    [404, "LogNotFound", "refused", /does not mean that the plan is gone/],
    [404, "LogNotFoundToday", "unlisted", /error center/],
    [404, "InvalidExecution.NotFound", "gone", /Check planId/],
    [400, "Throttling.User", "throttled", /later or with a larger timeoutSeconds/],
    [429, "Surprise", "throttled", /error center/],
    [503, "ServiceUnavailable", "ambiguous", /temporary fault/],
    [500, "InternalError", "ambiguous", /temporary fault/],
    [500, "Surprise", "ambiguous", /error center/],
    [400, "SignatureNonceUsed", "ambiguous", /delivered twice/],
    [404, "InvalidAccessKeyId.NotFound", "refused", /Check the access key/],
    [400, "InvalidAccessKeyId.Inactive", "refused", /Check the access key/],
    [400, "SignatureDoesNotMatch", "refused", /Check the secret key/],
    [400, "InvalidSecurityToken.Expired", "refused", /new STS token/],
    [400, "MissingSecurityToken", "refused", /STS token/],
    [400, "IllegalTimestamp", "refused", /clock/],
    [400, "InvalidTimeStamp.Expired", "refused", /clock/],
    [403, "Forbidden.RAM", "refused", /belong to the account of the plan/],
    [403, "NoPermission", "refused", /belong to the account of the plan/],
    [404, "InvalidAction.NotFound", "refused", /alicloud:endpoints/],
    [400, "Surprise.NoDocumentListsIt", "unlisted", /error center/],
    // Named as codes of this package and members of every object are: the service's word is not ours.
    [400, "RequestTimeout", "unlisted", /allow more time/],
    [400, "__proto__", "unlisted", /error center/],
  ])("%d %s is %s", (statusCode, code, expected, remedy) => {
    const error = toEsaError(refusal(statusCode, code, { RequestId: "R", Message: "Its words." }), action);
    expect(error).toMatchObject({ code, statusCode, action, requestId: "R", reason: "Its words." });
    expect(classify(error)).toBe(expected);
    expect(error.remedy).toMatch(remedy);
  });

  test.each([undefined, "undefined", "", "\u0000", 7])("without a code (%p) is unreadable", (code) => {
    const error = toEsaError(refusal(403, code), action);
    expect(error.message).toMatch(`${action} failed: UnreadableAnswer (HTTP 403): the error answer has no code\n`);
    expect(classify(error)).toBe("ambiguous");
  });
});

const at = (syscall: string, code: string) => failure(code, { syscall });
const timeout = Object.assign(new Error("-"), { name: "RequestTimeoutError" });
const withValue = failure("ERR_INVALID_ARG_TYPE", { message: "Received 'hush'" });

/** By the code of this package's own: what it means, and what leads to it, with what the reason says. */
const withoutAnswer: Record<string, [Failure, [string, unknown, RegExp?][]]> = {
  EndpointUnreachable: [
    "unreachable",
    [
      ["nothing listens", at("connect", "ECONNREFUSED"), /\(ECONNREFUSED\)/],
      ["no such name", at("getaddrinfo", "ENOTFOUND")],
      ["no route, on connect", at("connect", "EHOSTUNREACH")],
      ["none of several addresses", failure("ETIMEDOUT", { errors: [at("connect", "ENETUNREACH")] })],
    ],
  ],
  ConnectionBroken: [
    "ambiguous",
    [
      ["no route, on read", at("read", "EHOSTUNREACH"), /\(EHOSTUNREACH\)/],
      ["a reset", at("read", "ECONNRESET")],
      ["no HTTP", failure("HPE_INVALID_CONSTANT")],
      ["changed bits, in the handshake", handshake("decryption failed or bad record mac")],
    ],
  ],
  RequestTimeout: ["ambiguous", [["no answer in time", timeout]]],
  UnreadableAnswer: [
    "ambiguous",
    [
      ["half a JSON", new SyntaxError("Unexpected end"), /not a JSON object/],
      ["a JSON text", new Error("The value is not a object"), /not a JSON object/],
    ],
  ],
  TlsVerificationFailed: [
    "refused",
    [
      ["an unknown authority", failure("DEPTH_ZERO_SELF_SIGNED_CERT"), /certificate was refused/],
      ["no chain", failure("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), /certificate was refused/],
      ["no TLS", handshake("wrong version number"), /does not speak TLS/],
    ],
  ],
  InvalidConfiguration: [
    "refused",
    [
      ["a line break in the key", header("Authorization"), /header Authorization/],
      ["a line break in the token", header("x-acs-security-token"), /header x-acs-security-token/],
    ],
  ],
  UnexpectedFailure: [
    "refused",
    [
      ["a call that cannot be made", failure("ERR_UNESCAPED_CHARACTERS"), /ERR_UNESCAPED_CHARACTERS/],
      ["a value that is not shown", withValue, /^(?!.*hush).*ERR_INVALID_ARG_TYPE/],
      ["a defect", new TypeError("x is not a function"), /x is not a function/],
      ["a text", "its words", /^its words$/],
      ["nothing", undefined, /no message/],
    ],
  ],
};

describe.each(Object.entries(withoutAnswer))("%s is", (code, [expected, rows]) => {
  test.each(rows)("%s", (_, thrown, reason = /./) => {
    const error = toEsaError(thrown, action);
    expect(error).toMatchObject({ code, action });
    expect(error.reason).toMatch(reason);
    expect(classify(error)).toBe(expected);
  });
});

test("a header that cannot be sent names what to look at", () => {
  expect(toEsaError(header("Authorization"), action).remedy).toMatch(/access key.*line break/);
});

test("a message tells what failed, what isn't said by that, and what to do", () => {
  const circumstances = { planId: "of plan", jobId: "of job", siteId: "of site", requestId: "R", attempts: 3 };
  const given = {
    code: "X",
    action,
    statusCode: 400,
    reason: "not \u001bof job",
    ...circumstances,
    remedy: "Do this.\nOr that.",
  };
  const error = new EsaError(given);
  expect(error.message.split("\n  ")).toEqual([
    `${action} failed: X (HTTP 400): not of job`,
    "plan of plan, site of site, request R, after 3 attempts",
    "Do this.",
    "Or that.",
  ]);
  expect([error.name, error.stack]).toEqual(["EsaError", ""]);
  expect(new EsaError({ code: "X", action, reason: "not", remedy: "" }).message).toBe(`${action} failed: X: not`);
});

test("no code of this package's own is taken for one that no document lists", () => {
  const kinds = Object.values(ownCodes).map((code) => classify(new EsaError({ code, reason: "-" })));
  expect(kinds).not.toContain("unlisted");
});
