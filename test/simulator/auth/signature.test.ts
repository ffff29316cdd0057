import type { Simulator } from "../../../simulator";
import { closeAll, PLAN_ID, start } from "../running";
import { call, draftCall, send, type CallOptions, type Credentials } from "../secondClient";

afterEach(closeAll);

const ACTION = "StopScheduledPreloadExecution";
const OTHER_ID = "66599bd7397885b43804901d";
const seed = [PLAN_ID, OTHER_ID].map((Id) => ({ Id, Status: "running" as const }));
const query = { Id: PLAN_ID };

async function refusal(credentials: Credentials, options: CallOptions): Promise<unknown> {
  const { status, json } = await call(credentials, ACTION, { query, ...options });
  return { status, code: json.Code };
}

function minutesFromNow(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, "Z");
}

function statuses(simulator: Simulator): string[] {
  return simulator.plans().map(({ Status }) => Status);
}

test.each<[name: string, code: string, status: number, change: Partial<Credentials>]>([
  ["a wrong secret", "SignatureDoesNotMatch", 400, { accessKeySecret: "wrong" }],
  ["an unknown access key", "InvalidAccessKeyId.NotFound", 404, { accessKeyId: "nobody" }],
  ["a token for a key that has none", "InvalidSecurityToken.MismatchWithAccessKey", 400, { securityToken: "token" }],
])("refuses %s: %s", async (_name, code, status, change) => {
  const simulator = await start({ seed });
  expect(await refusal({ ...simulator, ...change }, {})).toEqual({ status, code });
  expect(statuses(simulator)).toEqual(["running", "running"]);
});

test.each<[name: string, options: CallOptions]>([
  ["an altered query", { tamper: (draft) => (draft.query = `Id=${OTHER_ID}`) }],
  ["an added query parameter", { tamper: (draft) => (draft.query += "&Force=true") }],
  ["a query that is not percent-encoded UTF-8", { tamper: (draft) => (draft.query += "&a=%E0%A4%A") }],
  ["an altered body", { form: { A: "1" }, tamper: (draft) => (draft.body = "A=2") }],
  ["a body that replaces none", { tamper: (draft) => (draft.body = "A=2") }],
  ["an altered action", { tamper: (draft) => (draft.headers["x-acs-action"] = "DeleteScheduledPreloadExecution") }],
  ["an altered method", { tamper: (draft) => (draft.method = "GET") }],
  ["an altered path", { tamper: (draft) => (draft.path = "/x") }],
  ["an altered nonce", { tamper: (draft) => (draft.headers["x-acs-signature-nonce"] = "x") }],
  ["a signature in capitals", { tamper: ({ headers }) => (headers.authorization = capitals(headers.authorization)) }],
  [
    "a signature of another length",
    { tamper: ({ headers }) => (headers.authorization = `${headers.authorization ?? ""}00`) },
  ],
  ["a content hash that is signed but wrong", { headers: { "x-acs-content-sha256": "0".repeat(64) } }],
  ["an unsigned date", { unsigned: ["x-acs-date"] }],
  ["an unsigned host", { unsigned: ["host"] }],
  ["an unsigned content-type", { form: { A: "1" }, unsigned: ["content-type"] }],
  ["any other unsigned x-acs header", { headers: { "x-acs-extra": "1" }, unsigned: ["x-acs-extra"] }],
])("refuses %s: SignatureDoesNotMatch", async (_name, options) => {
  const simulator = await start({ seed });
  expect(await refusal(simulator, options)).toEqual({ status: 400, code: "SignatureDoesNotMatch" });
  expect(statuses(simulator)).toEqual(["running", "running"]);
});

test.each<[name: string, code: string, headers: Record<string, string | undefined>]>([
  ["a date 16 minutes ago", "IllegalTimestamp", { "x-acs-date": minutesFromNow(-16) }],
  ["a date in 16 minutes", "IllegalTimestamp", { "x-acs-date": minutesFromNow(16) }],
  ["no date", "IllegalTimestamp", { "x-acs-date": undefined }],
  ["a date of another form", "InvalidTimeStamp.Format", { "x-acs-date": "Fri, 31 May 2024 12:00:00 GMT" }],
  ["a date that is not in UTC", "InvalidTimeStamp.Format", { "x-acs-date": "2024-05-31T12:00:00+08:00" }],
  ["no nonce", "MissingSignatureNonce", { "x-acs-signature-nonce": undefined }],
  ["no content hash", "MissingContentSha256", { "x-acs-content-sha256": undefined }],
  ["no action", "MissingAction", { "x-acs-action": undefined }],
  ["no version", "MissingVersion", { "x-acs-version": undefined }],
])("refuses %s: %s", async (_name, code, headers) => {
  const simulator = await start({ seed });
  expect(await refusal(simulator, { headers })).toEqual({ status: 400, code });
});

test.each<[name: string, code: string, authorization: string | undefined]>([
  ["no signature", "MissingAccessKeyId", undefined],
  ["no access key", "MissingAccessKeyId", "ACS3-HMAC-SHA256 SignedHeaders=host,Signature=00"],
  [
    "no list of signed headers",
    "IncompleteSignature",
    "ACS3-HMAC-SHA256 Credential=simulator-access-key-id,Signature=00",
  ],
  ["another algorithm", "InvalidSignatureMethod", "ACS3-RSA-SHA256 Credential=a,SignedHeaders=host,Signature=00"],
])("refuses %s: %s", async (_name, code, authorization) => {
  const simulator = await start({ seed });
  const tamper: CallOptions["tamper"] = ({ headers }) => {
    if (authorization === undefined) delete headers.authorization;
    else headers.authorization = authorization;
  };
  expect(await refusal(simulator, { tamper })).toEqual({ status: 400, code });
});

test("accepts the parameters in any order and any characters in them", async () => {
  const simulator = await start({ seed });
  const reply = await call(simulator, "ListScheduledPreloadJobs", {
    query: { SiteId: 1, PageSize: 5, Note: "a+b c*d~e!'()/?&=%äπ😀", note: "", A: "\n" },
    tamper: (draft) => (draft.query = draft.query.split("&").reverse().join("&")),
  });
  expect(reply.status).toBe(200);
  expect(simulator.calls()).toMatchObject([{ query: { Note: "a+b c*d~e!'()/?&=%äπ😀", note: "", A: "\n" } }]);
});

test("accepts dates up to 15 minutes off", async () => {
  const simulator = await start({ seed });
  for (const minutes of [-14, 14]) {
    const headers = { "x-acs-date": minutesFromNow(minutes) };
    expect((await call(simulator, "ListScheduledPreloadJobs", { query: { SiteId: 1 }, headers })).status).toBe(200);
  }
});

test("checks the date against the real clock, wherever the virtual one is", async () => {
  const simulator = await start({ seed, now: "2019-01-01T00:00:00Z" });
  simulator.advanceClock(1_000_000);
  expect((await call(simulator, "ListScheduledPreloadJobs", { query: { SiteId: 1 } })).status).toBe(200);
});

test("refuses a replayed request: SignatureNonceUsed", async () => {
  const simulator = await start({ seed });
  const draft = draftCall(simulator, ACTION, { query });
  expect((await send(simulator.endpoint, draft)).status).toBe(200);
  expect(await send(simulator.endpoint, draft)).toMatchObject({
    status: 400,
    json: { Code: "SignatureNonceUsed" },
  });
});

test("does not count a nonce as used when the signature was wrong", async () => {
  const simulator = await start({ seed });
  const headers = { "x-acs-signature-nonce": "once" };
  await call({ ...simulator, accessKeySecret: "wrong" }, ACTION, { query, headers });
  expect((await call(simulator, ACTION, { query, headers })).status).toBe(200);
});

describe("with a temporary access key", () => {
  const account = { accessKeyId: "sts", accessKeySecret: "secret", aliUid: "42", securityToken: "t/+=" };
  const owned = [{ Id: PLAN_ID, AliUid: "42", Status: "running" as const }];

  test("accepts the key's own token", async () => {
    const simulator = await start({ seed: owned, accounts: [account] });
    expect((await call({ ...simulator, ...account }, ACTION, { query })).json).toMatchObject({
      Status: "stopped",
    });
  });

  test.each<[name: string, code: string, options: CallOptions]>([
    ["no token", "MissingSecurityToken", { headers: { "x-acs-security-token": undefined } }],
    ["another token", "InvalidSecurityToken.MismatchWithAccessKey", { headers: { "x-acs-security-token": "other" } }],
    ["an unsigned token", "SignatureDoesNotMatch", { unsigned: ["x-acs-security-token"] }],
  ])("refuses %s: %s", async (_name, code, options) => {
    const simulator = await start({ seed: owned, accounts: [account] });
    expect(await refusal({ ...simulator, ...account }, options)).toEqual({ status: 400, code });
  });
});

function capitals(authorization = ""): string {
  return authorization.replace(/Signature=(.*)$/, (_, hex: string) => `Signature=${hex.toUpperCase()}`);
}
