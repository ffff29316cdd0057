import type { EsaErrorDetails } from "./error";
import { ownCodes } from "./remedies";

type NetworkFailure = Pick<EsaErrorDetails, "code" | "reason" | "remedy">;

interface Thrown {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly syscall?: unknown;
  readonly errors?: unknown;
}

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
  const { code, syscall, errors } = Object(thrown) as Thrown;
  // One failure for each address that was tried.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isNeverConnected);
  return syscall === "connect" || syscall === "getaddrinfo" || beforeConnecting.includes(String(code));
}

/** What a failure of the connection is, as Node or the HTTP library threw it; undefined for any other. */
export function networkFailure(thrown: unknown): NetworkFailure | undefined {
  const { name, code, message } = Object(thrown) as Thrown;
  const text = typeof message === "string" ? message : "";
  if (typeof name === "string" && name.includes("RequestTimeout")) {
    return { code: ownCodes.timeout, reason: "no answer within the time limit" };
  }
  if (typeof code !== "string" || !/^[A-Z][A-Z\d_]+$/.test(code)) return undefined;
  if (isNeverConnected(thrown)) {
    return { code: ownCodes.unreachable, reason: `no connection to the endpoint (${code})` };
  }
  if (certificate.test(code)) {
    return { code: ownCodes.tls, reason: `the endpoint's certificate was refused (${code})` };
  }
  // So Node names a failed handshake: the request waits to be written. Later faults are ERR_SSL_*.
  if (code === "EPROTO" && !/bad record mac/.test(text)) {
    return {
      code: ownCodes.tls,
      reason: `the endpoint does not speak TLS, or not this version of it (${code})`,
    };
  }
  if (notSent.test(code)) return unsendable(code, text);
  return { code: ownCodes.connectionBroken, reason: `the connection broke (${code})` };
}

/** Node's messages may quote the value, but for that of a header. */
function unsendable(code: string, message: string): NetworkFailure {
  const header = /header content \["([\w-]+)"\]/.exec(message)?.[1];
  if (header === undefined)
    return { code: ownCodes.unexpected, reason: `the request cannot be made (${code})` };
  return {
    code: ownCodes.settings,
    reason: `the header ${header} holds a character that cannot be sent (${code})`,
    remedy: "Check the access key and the security token for a line break or another control character.",
  };
}
