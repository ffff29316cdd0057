import { closeAll, LIST_JOBS, PLAN_ID, start, START, STOP, UPDATE } from "../running";
import { callRpc, draftRpc, type RpcOptions } from "../rpcCall";
import { call, send, type Credentials, type Draft } from "../signedCall";

afterEach(closeAll);

const query = { Id: PLAN_ID };
const OTHER_ID = "66599bd7397885b43804901d";
const owner = { accessKeyId: "sts", accessKeySecret: "secret", aliUid: "42", securityToken: "t/+=" };
const having = (name: string, value?: string): RpcOptions => ({ common: { [name]: value } });
const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const startEsa = () => start({ seed: [{ Id: PLAN_ID }, { Id: OTHER_ID }], accounts: [owner] });

/** What a Stop is answered; it has had no effect. */
async function refusal(options: RpcOptions, change: Partial<Credentials> = {}): Promise<string> {
  const simulator = await startEsa();
  const { outcome } = await callRpc({ ...simulator, ...change }, STOP, { query, ...options });
  expect(simulator.plans().map(({ Status }) => Status)).toEqual(["running", "running"]);
  return outcome;
}

const without = (name: string) => (draft: Draft) => {
  draft.query = draft.query.replace(new RegExp(`(^|&)${name}=[^&]*`), "");
};

test.each<[name: string, outcome: string, options: RpcOptions, change?: Partial<Credentials>]>([
  ["a wrong secret", "400 SignatureDoesNotMatch", {}, { accessKeySecret: "wrong" }],
  ["an unknown access key", "404 InvalidAccessKeyId.NotFound", {}, { accessKeyId: "nobody" }],
  ["a token for a key that has none", "400 InvalidSecurityToken.MismatchWithAccessKey", {}, { securityToken: "token" }],
  ["no token", "400 MissingSecurityToken", having("SecurityToken"), owner],
  ["another token", "400 InvalidSecurityToken.MismatchWithAccessKey", {}, { ...owner, securityToken: "other" }],
  ["a time 16 minutes ago", "400 IllegalTimestamp", having("Timestamp", minutesFromNow(-16))],
  ["a time in 16 minutes", "400 IllegalTimestamp", having("Timestamp", minutesFromNow(16))],
  ["no time", "400 IllegalTimestamp", having("Timestamp")],
  ["a time of another form", "400 InvalidTimeStamp.Format", having("Timestamp", "1717156800")],
  ["another method of signing", "400 InvalidSignatureMethod", having("SignatureMethod", "HMAC-SHA256")],
  ["another version of signing", "400 InvalidSignatureVersion", having("SignatureVersion", "2.0")],
  ["a wish for XML", "400 InvalidParameter.Format", having("Format", "XML")],
  ["no format, which means XML", "400 InvalidParameter.Format", having("Format")],
  ["another version of the API", "400 InvalidVersion", having("Version", "2023-01-01")],
  ["an action that there is not", "404 InvalidAction.NotFound", having("Action", "StopAll")],
  ["no signature", "400 MissingSignature", { tamper: without("Signature") }],
  ...["AccessKeyId", "Action", "SignatureMethod", "SignatureNonce", "SignatureVersion", "Version"].map(
    (name): [string, string, RpcOptions] => [`no ${name}`, `400 Missing${name}`, having(name)],
  ),
])("refuses %s: %s", async (...[, outcome, options, change]) => {
  expect(await refusal(options, change)).toBe(outcome);
});

test.each<[name: string, tamper: (draft: Draft) => void]>([
  ["an altered query", (draft) => (draft.query = draft.query.replace(PLAN_ID, OTHER_ID))],
  ["an altered form", (draft) => (draft.body = "A=2")],
  ["an altered action", (draft) => (draft.query = draft.query.replace(STOP, "DeleteScheduledPreloadExecution"))],
  ["an altered method", (draft) => (draft.method = "GET")],
  ["an altered nonce", (draft) => (draft.query = draft.query.replace(/(SignatureNonce=)./, "$1x"))],
  ["a parameter more", (draft) => (draft.query += "&B=1")],
  ["a parameter twice", (draft) => (draft.query = `Id=${OTHER_ID}&${draft.query}`)],
  ["a parameter less", without("Id")],
  ["a parameter that is not percent-encoded UTF-8", (draft) => (draft.query = draft.query.replace(PLAN_ID, "%FF"))],
])("refuses %s: SignatureDoesNotMatch", async (_name, tamper) => {
  expect(await refusal({ form: { A: "1" }, tamper })).toBe("400 SignatureDoesNotMatch");
});

test("says what it has signed itself in the words of which SDKs make a hint", async () => {
  const simulator = await startEsa();
  const { json } = await callRpc({ ...simulator, accessKeySecret: "wrong" }, STOP, { query });
  expect(json.Message).toMatch(
    /^Specified signature is not matched with our calculation\. server string to sign is:POST&%2F&AccessKeyId%3D[^:]*$/,
  );
});

test("an empty token is none", async () => {
  const simulator = await startEsa();
  expect((await callRpc({ ...simulator, securityToken: "" }, STOP, { query })).outcome).toBe("200");
  const named = { ...simulator, ...owner, securityToken: "" };
  expect((await callRpc(named, STOP, { query })).outcome).toBe("400 MissingSecurityToken");
});

const odd = { Note: "a+b c*d~e!'()/?&=%äπ😀", note: "", Z: "\n" };
test.each<[what: string, action: string, options: RpcOptions]>([
  ["all in the query", STOP, { query: { ...query, ...odd } }],
  ["all in the form", STOP, { form: { ...query, ...odd }, inForm: true }],
  ["the common ones in the query, the others in the form", UPDATE, { form: { ...query, ...odd, Interval: 7 } }],
  ["the common ones in the form, the others in the query", START, { query: { ...query, ...odd }, inForm: true }],
  ["GET, and json in small letters", LIST_JOBS, { query: { SiteId: 1, ...odd }, common: { Format: "json" } }],
])("accepts any characters in parameters, %s", async (_what, action, options) => {
  const simulator = await start({ seed: [{ Id: PLAN_ID, AliUid: "42" }], accounts: [owner] });
  const reply = await callRpc({ ...simulator, ...owner }, action, options);
  expect(reply).toMatchObject({ outcome: "200", type: expect.stringMatching(/^application\/json/) as string });
  const [seen] = simulator.calls();
  expect(seen).toMatchObject({ action, accessKeyId: "sts", status: 200 });
  expect({ ...seen?.body, ...seen?.query }).toMatchObject({ ...odd, Signature: "***", SecurityToken: "***" });
});

test("refuses a replayed request: SignatureNonceUsed, in either method; a wrong signature uses no nonce up", async () => {
  const simulator = await startEsa();
  const options = { query, common: { SignatureNonce: "once" } };
  await callRpc({ ...simulator, accessKeySecret: "wrong" }, STOP, options);
  const draft = draftRpc(simulator, STOP, options);
  expect((await send(simulator.endpoint, draft)).outcome).toBe("200");
  expect((await send(simulator.endpoint, draft)).outcome).toBe("400 SignatureNonceUsed");
  const again = { query, headers: { "x-acs-signature-nonce": "once" } };
  expect((await call(simulator, STOP, again)).outcome).toBe("400 SignatureNonceUsed");
});

test("a fault that is ordered for an action meets it in this method too", async () => {
  const simulator = await startEsa();
  simulator.addFault({ kind: "throttle", action: STOP });
  expect((await callRpc(simulator, START, { query })).outcome).toBe("200");
  expect((await callRpc(simulator, STOP, { query })).outcome).toBe("400 TooManyRequests");
});
