import { createHmac } from "node:crypto";
import { apiError, missing } from "../wire/errors";
import type { SignableRequest } from "../wire/request";
import { canonicalRequest, sha256 } from "./canonical";
import { decoded, mismatch, type SignedCall } from "./signedCall";

const ALGORITHM = "ACS3-HMAC-SHA256";
const REQUIRED = ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-signature-nonce", "x-acs-version"];

interface Authorization {
  accessKeyId: string;
  signedHeaders: string[];
  signature: string;
}

/** The parts of an `authorization` header. Throws the gateway's error when it is of another form. */
function parseAuthorization(header: string): Authorization {
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

/** Reads a request of signature method V3: all that it says of itself lies in its headers. */
export function readAcs3(request: SignableRequest): SignedCall {
  const { headers } = request;
  const { accessKeyId, signedHeaders, signature } = parseAuthorization(headers.get("authorization") ?? "");
  for (const name of REQUIRED) if (!headers.get(name)) throw missing(parameterOf(name));
  return {
    accessKeyId,
    securityToken: headers.get("x-acs-security-token"),
    timestamp: headers.get("x-acs-date"),
    nonce: headers.get("x-acs-signature-nonce") ?? "",
    action: headers.get("x-acs-action") ?? "",
    version: headers.get("x-acs-version") ?? "",
    signature,
    sign: (secret) => {
      checkCovered(request, signedHeaders);
      const canonical = decoded(() => canonicalRequest(request, signedHeaders));
      const stringToSign = `${ALGORITHM}\n${sha256(canonical)}`;
      const refusal = `Specified signature does not match our calculation. server StringToSign is [${stringToSign}] server CanonicalRequest is [${canonical}]`;
      return { refusal, signature: createHmac("sha256", secret).update(stringToSign).digest("hex") };
    },
  };
}

/**
 * Signature method V3: every common request header but Authorization must be signed when it is there, as must host,
 * and content-type where there is a body. The documents do not say with which code the gateway refuses.
 */
function checkCovered({ headers, body }: SignableRequest, signedHeaders: string[]): void {
  const contentType = headers.has("content-type") && body.length > 0 ? ["content-type"] : [];
  const common = [...headers.keys()].filter((name) => name.startsWith("x-acs-"));
  const unsigned = ["host", ...contentType, ...common].filter((name) => !signedHeaders.includes(name));
  if (unsigned.length > 0) throw mismatch(`not among SignedHeaders: ${unsigned.join(", ")}`);
  if (headers.get("x-acs-content-sha256") !== sha256(body)) {
    throw mismatch("x-acs-content-sha256 is not the SHA-256 of the body");
  }
}

/** "x-acs-signature-nonce" -> "SignatureNonce", as the gateway names a missing parameter. */
function parameterOf(header: string): string {
  return header
    .replace(/^x-acs-/, "")
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
