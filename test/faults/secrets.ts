import { quotedSignature } from "./faults";

/** The account of the matrix: a temporary key, so that there is a token to lose. */
export const account = {
  accessKeyId: "matrix-access-key-id",
  accessKeySecret: "matrix-access-key-secret-7f3a",
  aliUid: "1000000000000042",
  securityToken: "matrix-security-token-51c9",
};

/** Any HMAC of the signature's form, or what surrounds one. */
const signatureLike = /\b[0-9a-f]{64}\b|ACS3-HMAC-SHA256|Signature=|string to sign/i;

/** The secrets that a text gives away, by name. */
export function secretsIn(text: string): string[] {
  return [
    text.includes(account.accessKeySecret) && "secret key",
    text.includes(account.securityToken) && "security token",
    (text.includes(quotedSignature) || signatureLike.test(text)) && "signature",
  ].filter((found) => found !== false);
}
