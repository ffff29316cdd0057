import type { EsaErrorDetails } from "./error";
import { ownCodes } from "./remedies";

/** The fields of what was thrown or answered, whatever that is. */
export const fieldsOf = (value: unknown) => Object(value) as Readonly<Record<string, unknown>>;
/** A text, empty in place of anything else. */
export const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** Before a connection, whatever the system call. */
const beforeConnecting = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EADDRNOTAVAIL"];
/** A certificate that one of the two sides refused, by the codes of Node and OpenSSL. */
const certificate = /CERT|CRL_|^UNABLE_TO_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_EXCEEDED$|^HOSTNAME_MISMATCH$/;
/** What Node refuses to send. */
const notSent = /^ERR_(INVALID|UNESCAPED|OUT_OF_RANGE|MISSING_ARGS|HTTP_INVALID|SOCKET_BAD_PORT)/;

/**
 * Whether a connection was never made, so that nothing was sent. Most codes tell so only with the system call: no route
 * and no network may also befall a request that is under way.
 */
export function isNeverConnected(thrown: unknown): boolean {
  const { code, syscall, errors } = fieldsOf(thrown);
  // One failure for each address that was tried.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isNeverConnected);
  return syscall === "connect" || syscall === "getaddrinfo" || beforeConnecting.includes(String(code));
}

/** What could not be connected, by the name that was looked up or the address that was tried. */
function targetOf(thrown: unknown): string {
  const { hostname, address, port, errors } = fieldsOf(thrown);
  if (Array.isArray(errors) && errors.length > 0) return targetOf(errors[0]);
  const host = textOf(hostname) || textOf(address) || "the endpoint";
  return typeof port === "number" ? `${host.includes(":") ? `[${host}]` : host}:${port}` : host;
}

/** What a failure of the connection is, as Node or the HTTP library threw it; undefined for any other. */
export function networkFailure(thrown: unknown): EsaErrorDetails | undefined {
  const { name, code, message } = fieldsOf(thrown);
  if (textOf(name).includes("RequestTimeout")) {
    return { code: ownCodes.timeout, reason: "no answer within the time limit" };
  }
  if (typeof code !== "string" || !/^[A-Z][A-Z\d_]+$/.test(code)) return undefined;
  const failure = (known: string, what: string) => ({ code: known, reason: `${what} (${code})` });
  if (isNeverConnected(thrown)) return failure(ownCodes.unreachable, `no connection to ${targetOf(thrown)}`);
  if (certificate.test(code)) return failure(ownCodes.tls, "the endpoint's certificate was refused");
  // So Node names a failed handshake: the request waits to be written. Later faults are ERR_SSL_*.
  if (code === "EPROTO" && !textOf(message).includes("bad record mac")) {
    return failure(ownCodes.tls, "the endpoint does not speak TLS, or not this version of it");
  }
  if (!notSent.test(code)) return failure(ownCodes.connectionBroken, "the connection broke");
  // Node's other messages may quote the value.
  const header = /header content \["([\w-]+)"\]/.exec(textOf(message))?.[1];
  if (header === undefined) return failure(ownCodes.unexpected, "the request cannot be made");
  return {
    ...failure(ownCodes.settings, `the header ${header} holds a character that cannot be sent`),
    remedy: "Check the access key and the security token for a line break or another control character.",
  };
}
