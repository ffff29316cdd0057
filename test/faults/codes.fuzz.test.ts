import * as fc from "fast-check";

import { classify, toEsaError } from "../../provider/esa/errors/classify";
import { account, secretsIn } from "./secrets";

const runs = 5_000;
const kinds = ["throttled", "unreachable", "ambiguous", "gone", "refused", "unlisted"];
const code = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom("__proto__", "constructor", "toString", "undefined", "Throttling", "InvalidJob.NotFound"),
);
const anything = fc.anything({ withBigInt: true, withDate: true });
/** What the client might throw: an API error, a transport error, or nothing like either. */
const thrown = fc.oneof(
  anything,
  fc.record(
    {
      name: fc.oneof(fc.string(), fc.constant("RequestTimeoutError")),
      code: fc.oneof(code, anything),
      statusCode: fc.oneof(fc.integer({ min: 100, max: 599 }), anything),
      message: fc.oneof(fc.string(), anything),
      data: fc.oneof(
        fc.record({ RequestId: anything, Message: anything }, { noNullPrototype: true }),
        anything,
      ),
    },
    { requiredKeys: [], noNullPrototype: true },
  ),
);

beforeAll(() => console.log(`fuzz of failed calls: ${runs} inputs`));

test("whatever a call fails with becomes an EsaError of a known kind, with a remedy", () => {
  fc.assert(
    fc.property(thrown, (failure) => {
      const error = toEsaError(failure, "StopScheduledPreloadExecution");
      expect(kinds).toContain(classify(error));
      expect(typeof error.remedy).toBe("string");
      expect(error.message).toMatch(/^StopScheduledPreloadExecution failed: /);
      expect(error.message).not.toMatch(/native code/);
    }),
    { numRuns: runs },
  );
});

test.each([
  `Specified signature is not matched. server string to sign is:POST\n/\nx-acs-security-token:${account.securityToken}`,
  `The request SecurityToken=${account.securityToken}&Signature=${"ab".repeat(32)} was refused.`,
  `{"securityToken": "${account.securityToken}", "Signature": "${"ab".repeat(32)}"}`,
  `StringToSign: ACS3-HMAC-SHA256 ${"ab".repeat(32)}`,
])("a service that quotes the request gives nothing away: %#", (Message) => {
  const failure = { statusCode: 400, code: "SignatureDoesNotMatch", data: { Message } };
  expect(secretsIn(toEsaError(failure, "List").message.replaceAll("Signature=***", ""))).toEqual([]);
});

test("an ordinary message stays as the service wrote it", () => {
  const Message = "Specified signature is not matched with our calculation.";
  const failure = { statusCode: 400, code: "SignatureDoesNotMatch", data: { Message } };
  expect(toEsaError(failure, "List").reason).toBe(Message);
});
