import { apiError } from "../wire/errors";

/** What a signed request says of itself. Each signature method has its own places for it. */
export interface SignedCall {
  accessKeyId: string;
  securityToken: string | undefined;
  /** When it was signed, ISO 8601 in UTC; undefined or empty where it says nothing. */
  timestamp: string | undefined;
  nonce: string;
  action: string;
  version: string;
  signature: string;
  /**
   * The signature that it must have, and what another one is answered.
   *
   * @throws ApiError SignatureDoesNotMatch when something is not covered that must be
   */
  sign(accessKeySecret: string): { signature: string; refusal: string };
}

/** SignatureDoesNotMatch, with what is wrong behind a colon: old SDKs look for one. */
export function mismatch(detail: string): Error {
  return apiError("SignatureDoesNotMatch", `Specified signature is not matched with our calculation: ${detail}`);
}

/** What was decoded, or SignatureDoesNotMatch where a text cannot be. */
export function decoded<Value>(decode: () => Value): Value {
  try {
    return decode();
  } catch (error) {
    if (error instanceof URIError) throw mismatch("a parameter is not percent-encoded UTF-8");
    throw error;
  }
}
