import { toEsaError } from "../../../provider/esa/errors/classify";
import { account, secretsIn } from "../../faults/secrets";

const reasonOf = (Message: string) =>
  toEsaError({ statusCode: 400, code: "SignatureDoesNotMatch", data: { Message } }, "List").reason;

test.each([
  `Specified signature is not matched. server string to sign is:POST\n/\nx-acs-security-token:${account.securityToken}`,
  `The request SecurityToken=${account.securityToken}&Signature=${"ab".repeat(32)} was refused.`,
  `{"securityToken": "${account.securityToken}", "Signature": "${"ab".repeat(32)}"}`,
  `StringToSign: ACS3-HMAC-SHA256 ${"ab".repeat(32)}`,
])("a service that quotes the request gives nothing away: %#", (message) => {
  expect(secretsIn(reasonOf(message).replaceAll("Signature=***", ""))).toEqual([]);
});

test("an ordinary message stays as the service wrote it", () => {
  const message = "Specified signature is not matched with our calculation.";
  expect(reasonOf(message)).toBe(message);
});
