import { createHmac, timingSafeEqual } from "node:crypto";
import type { Account } from "../types";
import { apiError, missing } from "../wire/errors";
import type { SignableRequest } from "../wire/request";
import { parseTime } from "../wire/values";
import { canonicalRequest, sha256 } from "./canonical";
import type { Nonces } from "./nonces";

const ALGORITHM = "ACS3-HMAC-SHA256";
const WINDOW_MS = 15 * 60 * 1000;
const REQUIRED = [
  "host",
  "x-acs-action",
  "x-acs-content-sha256",
  "x-acs-date",
  "x-acs-signature-nonce",
  "x-acs-version",
];

interface Authorization {
  accessKeyId: string;
  signedHeaders: string[];
  signature: string;
}

/** The parts of an `authorization` header. Throws the gateway's error when it is missing or of another form. */
function parseAuthorization(header: string | undefined): Authorization {
  if (header === undefined || header === "") throw apiError("MissingAccessKeyId");
  if (!header.startsWith(`${ALGORITHM} `)) throw apiError("InvalidSignatureMethod");
  const fields = new Map(
    header
      .slice(ALGORITHM.length + 1)
      .split(",")
      .map((part): [string, string] => {
        const [name = "", ...rest] = part.trim().split("=");
        return [name, rest.join("=")];
      }),
  );
  const accessKeyId = fields.get("Credential");
  const signedHeaders = fields.get("SignedHeaders");
  const signature = fields.get("Signature");
  if (!accessKeyId) throw apiError("MissingAccessKeyId");
  if (!signedHeaders || !signature) throw apiError("IncompleteSignature");
  return { accessKeyId, signedHeaders: signedHeaders.split(";"), signature };
}

/**
 * The account that signed a request. The documents name each check below but not their order.
 *
 * @param nowMs the real time: real clients sign with their own clock
 */
export function authenticate(
  request: SignableRequest,
  accounts: readonly Account[],
  nonces: Nonces,
  nowMs: number,
): Account {
  const authorization = parseAuthorization(request.headers.get("authorization"));
  const account = accounts.find(({ accessKeyId }) => accessKeyId === authorization.accessKeyId);
  if (account === undefined) throw apiError("InvalidAccessKeyId.NotFound");
  const dateMs = checkDate(request.headers.get("x-acs-date"), nowMs);
  checkSecurityToken(request.headers.get("x-acs-security-token"), account.securityToken);
  checkSignature(request, authorization, account.accessKeySecret);
  const nonce = request.headers.get("x-acs-signature-nonce") ?? "";
  if (!nonces.use(account.accessKeyId, nonce, nowMs, dateMs + WINDOW_MS)) throw apiError("SignatureNonceUsed");
  return account;
}

/**
 * The gateway refuses a date more than 15 minutes off (signature method V3, x-acs-date). Products differ in the code:
 * `IllegalTimestamp`, which the catalogue of this project names, or `InvalidTimeStamp.Expired`.
 */
function checkDate(date: string | undefined, nowMs: number): number {
  if (!date) {
    throw apiError(
      "IllegalTimestamp",
      'The input parameter "Timestamp" that is mandatory for processing this request is not supplied.',
    );
  }
  const dateMs = /Z$/.test(date) ? parseTime(date) : undefined;
  if (dateMs === undefined) throw apiError("InvalidTimeStamp.Format");
  if (Math.abs(dateMs - nowMs) > WINDOW_MS) throw apiError("IllegalTimestamp");
  return dateMs;
}

function checkSecurityToken(given: string | undefined, expected: string | undefined): void {
  if (expected !== undefined && !given) throw apiError("MissingSecurityToken");
  if (given !== undefined && given !== expected) throw apiError("InvalidSecurityToken.MismatchWithAccessKey");
}

function checkSignature(request: SignableRequest, authorization: Authorization, secret: string): void {
  for (const name of REQUIRED) if (!request.headers.get(name)) throw missing(parameterOf(name));
  const { signedHeaders } = authorization;
  const unsigned = mustBeSigned(request).filter((name) => !signedHeaders.includes(name));
  if (unsigned.length > 0) throw mismatch(`not among SignedHeaders: ${unsigned.join(", ")}`);
  if (request.headers.get("x-acs-content-sha256") !== sha256(request.body)) {
    throw mismatch("x-acs-content-sha256 is not the SHA-256 of the body");
  }
  const stringToSign = `${ALGORITHM}\n${sha256(canonical(request, signedHeaders))}`;
  const expected = createHmac("sha256", secret).update(stringToSign).digest();
  const isHex = /^[0-9a-f]{64}$/.test(authorization.signature);
  if (!isHex || !timingSafeEqual(Buffer.from(authorization.signature, "hex"), expected)) {
    throw mismatch(`server StringToSign is [${stringToSign}]`);
  }
}

function canonical(request: SignableRequest, signedHeaders: string[]): string {
  try {
    return canonicalRequest(request, signedHeaders);
  } catch (error) {
    if (error instanceof URIError) throw mismatch("the query is not percent-encoded UTF-8");
    throw error;
  }
}

/**
 * Signature method V3: every common request header but Authorization must be signed when it is there, as must host,
 * and content-type where there is a body. The documents do not say with which code the gateway refuses.
 */
function mustBeSigned({ headers, body }: SignableRequest): string[] {
  const contentType = headers.has("content-type") && body.length > 0 ? ["content-type"] : [];
  return ["host", ...contentType, ...[...headers.keys()].filter((name) => name.startsWith("x-acs-"))];
}

function mismatch(detail: string): Error {
  return apiError("SignatureDoesNotMatch", `Specified signature is not matched with our calculation. ${detail}`);
}

/** "x-acs-signature-nonce" -> "SignatureNonce", as the gateway names a missing parameter. */
function parameterOf(header: string): string {
  return header
    .replace(/^x-acs-/, "")
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
