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

test.each([
  ["Refused , server  string to sign is:x", "Refused"],
  ["Refused; clientstring to sign x", "Refused; clientstring to sign x"],
  ["Refused. The canonicalrequest: x", "Refused. The"],
  ["Refused,CANONICAL  REQUEST x\ny", "Refused"],
  ["SecurityToken: abc, then", "SecurityToken: ***, then"],
  ['security-token="abc" signature = abc;', 'security-token="***" signature = ***;'],
  [`the hash ${"0aF1".repeat(16)} of it`, "the hash *** of it"],
  [`the hash ${"0aF1".repeat(17)} of it`, `the hash ${"0aF1".repeat(17)} of it`],
])("of %j the rest is kept", (message, kept) => expect(reasonOf(message)).toBe(kept));

test("an ordinary message stays as the service wrote it", () => {
  const message = "Specified signature is not matched with our calculation.";
  expect(reasonOf(message)).toBe(message);
});

describe("control characters", () => {
  const evil = (text: string) => `${text}\u001b[31m\u0000\u009b2J\u202e\u2066\r\n\tx`;
  const hidden = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

  test("of an answer are in no part of its error, which has only our own line breaks", () => {
    const data = { RequestId: evil("R"), Message: evil("m") };
    const { code, reason, requestId, message } = toEsaError({ statusCode: 400, code: evil("Code"), data }, "List");
    expect([code, reason, requestId]).toEqual(["Code[31m2J x", "m[31m2J x", "R[31m2J x"]);
    expect(message).not.toMatch(hidden);
    expect(message.split("\n")).toHaveLength(3);
  });

  test("split no secret so that it isn't known", () => {
    expect(reasonOf("server string\u0000 to sign is: x-acs-security-\u001btoken:abc")).toBe("no message");
  });
});
