import { createHmac } from "node:crypto";
import { apiError, invalid, missing } from "../wire/errors";
import { parametersOf, type SignableRequest } from "../wire/request";
import { canonicalParameters, rfc3986 } from "./canonical";
import { decoded, type SignedCall } from "./signedCall";

const METHOD = "HMAC-SHA1";
const REQUIRED = [
  "AccessKeyId",
  "Action",
  "Signature",
  "SignatureMethod",
  "SignatureNonce",
  "SignatureVersion",
  "Version",
];
const JSON_ONLY =
  "Specified parameter format is not valid. Send Format=JSON: without it the service answers XML, which this simulator does not.";

/**
 * Reads a request with `SignatureVersion` 1.0, whose common parameters lie in the query or in the form, and whose
 * signature covers both:
 * https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism
 */
export function readHmacSha1(request: SignableRequest): SignedCall {
  const parameters = decoded(() => parametersOf(request));
  const values = new Map(parameters);
  const given = (name: string): string => values.get(name) ?? "";
  for (const name of REQUIRED) if (given(name) === "") throw missing(name);
  if (given("SignatureMethod") !== METHOD) throw apiError("InvalidSignatureMethod");
  if (given("SignatureVersion") !== "1.0") throw invalid("SignatureVersion");
  if (given("Format").toUpperCase() !== "JSON") throw apiError("InvalidParameter.Format", JSON_ONLY);
  return {
    accessKeyId: given("AccessKeyId"),
    securityToken: values.get("SecurityToken"),
    timestamp: values.get("Timestamp"),
    nonce: given("SignatureNonce"),
    action: given("Action"),
    version: given("Version"),
    signature: given("Signature"),
    sign: (secret) => {
      const signed = canonicalParameters(parameters.filter(([name]) => name !== "Signature"));
      const stringToSign = [request.method, "/", signed].map(rfc3986).join("&");
      // To the letter: SDKs compare what follows the colon with what they have signed.
      const refusal = `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`;
      return { refusal, signature: createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64") };
    },
  };
}
