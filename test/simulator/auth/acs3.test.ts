import { ABSENT_ID, closeAll, LIST_JOBS, PLAN_ID, start, STOP } from "../running";
import { call, draftCall, send, type CallOptions, type Credentials } from "../signedCall";

afterEach(closeAll);

const OTHER_ID = "66599bd7397885b43804901d";
const query = { Id: PLAN_ID };
const owner = { accessKeyId: "sts", accessKeySecret: "secret", aliUid: "42", securityToken: "t/+=" };

const having = (name: string, value?: string): CallOptions => ({ headers: { [name]: value } });
const signed = (change: (authorization: string) => string): CallOptions => ({
  tamper: ({ headers }) => (headers.authorization = change(headers.authorization ?? "")),
});

/** With two running plans, and one of an account with a temporary access key. */
function startEsa() {
  const plans = [{ Id: PLAN_ID }, { Id: OTHER_ID }, { Id: ABSENT_ID, AliUid: owner.aliUid }];
  return start({ seed: plans, accounts: [owner] });
}

/** What a Stop is answered; it has had no effect. */
async function refusal(options: CallOptions, change: Partial<Credentials> = {}): Promise<string> {
  const simulator = await startEsa();
  const { outcome } = await call({ ...simulator, ...change }, STOP, { query, ...options });
  expect(simulator.plans().map(({ Status }) => Status)).toEqual(["running", "running", "running"]);
  return outcome;
}

function minutesFromNow(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, "Z");
}

test.each<[name: string, outcome: string, options: CallOptions, change?: Partial<Credentials>]>([
  ["a wrong secret", "400 SignatureDoesNotMatch", {}, { accessKeySecret: "wrong" }],
  ["an unknown access key", "404 InvalidAccessKeyId.NotFound", {}, { accessKeyId: "nobody" }],
  ["a token for a key that has none", "400 InvalidSecurityToken.MismatchWithAccessKey", {}, { securityToken: "token" }],
  ["no token", "400 MissingSecurityToken", having("x-acs-security-token"), owner],
  ["another token", "400 InvalidSecurityToken.MismatchWithAccessKey", {}, { ...owner, securityToken: "other" }],
  ["a date 16 minutes ago", "400 IllegalTimestamp", having("x-acs-date", minutesFromNow(-16))],
  ["no date", "400 IllegalTimestamp", having("x-acs-date")],
  ["a date of another form", "400 InvalidTimeStamp.Format", having("x-acs-date", "Fri, 31 May 2024 12:00:00 GMT")],
  ["no nonce", "400 MissingSignatureNonce", having("x-acs-signature-nonce")],
  ["no content hash", "400 MissingContentSha256", having("x-acs-content-sha256")],
  ["no signature", "400 MissingAccessKeyId", { tamper: ({ headers }) => delete headers.authorization }],
  ["no signed headers", "400 IncompleteSignature", signed((header) => header.replace(/SignedHeaders=[^,]*,/, ""))],
  ["another algorithm", "400 InvalidSignatureMethod", signed((header) => header.replace("HMAC", "RSA"))],
])("refuses %s: %s", async (...[, outcome, options, change]) => {
  expect(await refusal(options, change)).toBe(outcome);
});

test.each<[name: string, options: CallOptions, change?: Partial<Credentials>]>([
  ["an altered query", { tamper: (draft) => (draft.query = `Id=${OTHER_ID}`) }],
  ["an altered body", { form: { A: "1" }, tamper: (draft) => (draft.body = "A=2") }],
  ["an altered action", { tamper: (draft) => (draft.headers["x-acs-action"] = "DeleteScheduledPreloadExecution") }],
  ["an altered method", { tamper: (draft) => (draft.method = "GET") }],
  ["an altered nonce", { tamper: (draft) => (draft.headers["x-acs-signature-nonce"] = "x") }],
  ["a signature in capitals", signed((header) => header.replace(/[^=]*$/, (hex) => hex.toUpperCase()))],
  ["a content hash that is signed but wrong", having("x-acs-content-sha256", "0".repeat(64))],
  ["an unsigned host", { unsigned: ["host"] }],
  ["an unsigned content-type", { form: { A: "1" }, unsigned: ["content-type"] }],
  ["any other unsigned x-acs header", { headers: { "x-acs-extra": "1" }, unsigned: ["x-acs-extra"] }],
])("refuses %s: SignatureDoesNotMatch", async (...[, options, change]) => {
  expect(await refusal(options, change)).toBe("400 SignatureDoesNotMatch");
});

test("says what it has signed itself", async () => {
  const simulator = await startEsa();
  const { json } = await call({ ...simulator, accessKeySecret: "wrong" }, STOP, { query });
  const signed = String.raw`server StringToSign is \[ACS3-HMAC-SHA256\n[0-9a-f]{64}\]`;
  const canonical = String.raw`server CanonicalRequest is \[POST\n/\nId=${PLAN_ID}\n[^\]]*\]`;
  const expected = new RegExp(`^Specified signature does not match our calculation\\. ${signed} ${canonical}$`);
  expect(json.Message).toMatch(expected);
});

test("accepts the parameters in any order and any characters in them", async () => {
  const simulator = await startEsa();
  const odd = { Note: "a+b c*d~e!'()/?&=%äπ😀", note: "", A: "\n" };
  const { outcome } = await call(simulator, LIST_JOBS, {
    query: { SiteId: 1, PageSize: 5, ...odd },
    tamper: (draft) => (draft.query = draft.query.split("&").reverse().join("&")),
  });
  expect(outcome).toBe("200");
  expect(simulator.calls()).toMatchObject([{ query: odd }]);
});

test.each([-14, 0, 14])(
  "accepts a date %i minutes off by the real clock, wherever the virtual one is",
  async (minutes) => {
    const simulator = await start({ now: "2019-01-01T00:00:00Z" });
    simulator.advanceClock(1_000_000);
    const headers = { "x-acs-date": minutesFromNow(minutes) };
    expect((await call(simulator, LIST_JOBS, { query: { SiteId: 1 }, headers })).outcome).toBe("200");
  },
);

test("refuses a replayed request: SignatureNonceUsed; a wrong signature uses no nonce up", async () => {
  const simulator = await startEsa();
  const options = { query, headers: { "x-acs-signature-nonce": "once" } };
  await call({ ...simulator, accessKeySecret: "wrong" }, STOP, options);
  const draft = draftCall(simulator, STOP, options);
  expect((await send(simulator.endpoint, draft)).outcome).toBe("200");
  expect((await send(simulator.endpoint, draft)).outcome).toBe("400 SignatureNonceUsed");
});
