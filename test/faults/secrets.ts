/** An account with a temporary key, so that there is a token to lose. */
export const account = {
  accessKeyId: "matrix-access-key-id",
  accessKeySecret: "matrix-access-key-secret-7f3a",
  aliUid: "1000000000000042",
  securityToken: "matrix-security-token-51c9",
};

/** A message as of a gateway that quotes the text which it signed. */
export const quoting = `Specified signature is not matched with our calculation. server string to sign is:POST\n/\nSecurityToken=${account.securityToken}&x-acs-security-token:${account.securityToken}\nSignature=${"0f".repeat(32)}`;

/** The secrets of the account that a text gives away, any HMAC of the signature's form, and what surrounds one. */
export function secretsIn(text: string): string[] {
  const { accessKeySecret, securityToken } = account;
  const signature = /\b[0-9a-f]{64}\b|ACS3-HMAC-SHA256|Signature=|string to sign/i.exec(text) ?? [];
  return [accessKeySecret, securityToken, ...signature].filter((secret) => text.includes(secret));
}
