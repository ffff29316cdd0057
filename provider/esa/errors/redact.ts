/**
 * A message of the service or of a library in one line, without what a signed request must keep to itself.
 *
 * Alibaba Cloud's gateways answer a signature that doesn't fit with the text that they signed themselves: it holds the
 * security token, and hashes of the request. Nothing of it helps a user.
 */
export function redacted(message: string): string {
  return message
    .replace(/[\s,;]*\b(?:(?:server|client)\s+)?(?:string\s*to\s*sign|canonical\s*request)\b[^]*$/i, "")
    .replace(/\b((?:security-?token|signature)["']?\s*[:=]\s*["']?)[^\s&,;"']+/gi, "$1***")
    .replace(/\b[0-9a-f]{64}\b/gi, "***")
    .replace(/\s+/g, " ")
    .trim();
}
