import type { Account } from "../types";
import { apiError } from "../wire/errors";
import type { SignableRequest } from "../wire/request";
import { parseTime } from "../wire/values";
import { readAcs3 } from "./acs3";
import { readHmacSha1 } from "./hmacSha1";
import type { Nonces } from "./nonces";
import type { SignedCall } from "./signedCall";

const WINDOW_MS = 15 * 60 * 1000;

/**
 * What a request says of itself, by the method that it is signed with: only V3 has an Authorization header.
 *
 * @throws ApiError when a part is missing or of another form
 */
export function readSigned(request: SignableRequest): SignedCall {
  return request.headers.get("authorization") ? readAcs3(request) : readHmacSha1(request);
}

/**
 * The account that signed a request. The documents name each check below but not their order.
 *
 * @param nowMs the real time: real clients sign with their own clock
 */
export function authenticate(signed: SignedCall, accounts: readonly Account[], nonces: Nonces, nowMs: number): Account {
  const account = accounts.find(({ accessKeyId }) => accessKeyId === signed.accessKeyId);
  if (account === undefined) throw apiError("InvalidAccessKeyId.NotFound");
  const signedMs = checkTimestamp(signed.timestamp, nowMs);
  checkSecurityToken(signed.securityToken, account.securityToken);
  const { signature, refusal } = signed.sign(account.accessKeySecret);
  if (signature !== signed.signature) throw apiError("SignatureDoesNotMatch", refusal);
  const isNew = nonces.use(account.accessKeyId, signed.nonce, nowMs, signedMs + WINDOW_MS);
  if (!isNew) throw apiError("SignatureNonceUsed");
  return account;
}

/**
 * The gateway refuses a time more than 15 minutes off (signature method V3, x-acs-date; lists of common errors; the
 * page of the older method says 31 minutes). Products differ in the code: `IllegalTimestamp`, which the catalogue of
 * this project names, or `InvalidTimeStamp.Expired`.
 */
function checkTimestamp(timestamp: string | undefined, nowMs: number): number {
  if (!timestamp) {
    throw apiError(
      "IllegalTimestamp",
      'The input parameter "Timestamp" that is mandatory for processing this request is not supplied.',
    );
  }
  const signedMs = timestamp.endsWith("Z") ? parseTime(timestamp) : undefined;
  if (signedMs === undefined) throw apiError("InvalidTimeStamp.Format");
  if (Math.abs(signedMs - nowMs) > WINDOW_MS) throw apiError("IllegalTimestamp");
  return signedMs;
}

function checkSecurityToken(given: string | undefined, expected: string | undefined): void {
  if (expected !== undefined && !given) throw apiError("MissingSecurityToken");
  if (given && given !== expected) throw apiError("InvalidSecurityToken.MismatchWithAccessKey");
}
