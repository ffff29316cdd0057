/** What a terminal obeys instead of showing it, but for line breaks: control characters, and turns of direction. */
const obeyed = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text that a terminal only shows. */
export function printable(text: string): string {
  return text.replace(obeyed, "");
}

/** The same in one line. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, " ")).trim();
}

/** A user's text as a message shows it: no longer than a line. */
export const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

/**
 * A message of the service or of a library in one line, without what a signed request must keep to itself.
 *
 * Alibaba Cloud's gateways answer a signature that doesn't fit with the text that they signed themselves: it holds the
 * security token, and hashes of the request. Nothing of it helps a user.
 */
export function redacted(message: string): string {
  return oneLine(message)
    .replace(/[\s,;]*\b(?:(?:server|client)\s+)?(?:string\s*to\s*sign|canonical\s*request)\b.*$/i, "")
    .replace(/\b((?:security-?token|signature)["']?\s*[:=]\s*["']?)[^\s&,;"']+/gi, "$1***")
    .replace(/\b[0-9a-f]{64}\b/gi, "***")
    .trim();
}
