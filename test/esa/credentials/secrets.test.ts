import { join } from "node:path";

import { describeFailure } from "../../../provider/esa/credentials/messages";
import { startLimitMs, startOutside, type Open, type Outside } from "../outside/process";
import { selfSigned } from "../sending/certificate";
import { serve, type Answer, type Loopback } from "../sending/servers";

/** Stands in every place of this file that is secret. */
const secret = "hush-hush";
const role = "acs:ram::1:role/deployer";
const certificate = selfSigned(["127.0.0.1"]);

let outside: Outside;
let sts: Loopback;
let plain: Loopback;
let answer: Answer;

beforeAll(async () => {
  outside = await startOutside([certificate]);
  sts = await serve(() => answer, certificate);
  plain = await serve(() => answer);
}, startLimitMs);
afterAll(() => Promise.all([outside.close(), sts.close(), plain.close()]));
afterEach(() => outside.clear());

/** The failure of one call, which holds the secret nowhere, and nothing was printed. */
async function failure(config: Open["config"], metadata?: string, stsHost = sts.host): Promise<string> {
  const endpoints = JSON.stringify([{ esa: "http://127.0.0.1:1", sts: stsHost }]);
  const { code, message, all } = await outside.list({
    config: { ...config, "alicloud:endpoints": endpoints },
    metadata,
  });
  expect(all).not.toContain("hush");
  expect(outside.output()).toBe("");
  expect(code).toBe("CredentialsUnavailable");
  return message ?? "";
}

const assumedRole = {
  "alicloud:accessKey": "id",
  "alicloud:secretKey": secret,
  "alicloud:securityToken": secret,
  "alicloud:assumeRole": JSON.stringify({ roleArn: role, externalId: secret }),
};
const oidc = (oidcTokenFile: string) => {
  const fields = { roleArn: role, oidcProviderArn: "acs:ram::1:oidc-provider/ci", oidcTokenFile };
  return { "alicloud:assumeRoleWithOidc": JSON.stringify(fields) };
};

describe("a broken profile file", () => {
  const broken = `{ "current": "default", "profiles": [{ "access_key_secret": "${secret}" `;
  const profile = (fields: object) => ({ profiles: [{ name: "default", ...fields }] });
  const incomplete = profile({ mode: "AK", access_key_id: "id", sts_token: secret });
  const ownSource = profile({ mode: "ChainableRamRoleArn", source_profile: "default", ram_role_arn: role });

  test.each<[string, unknown, RegExp]>([
    ["is cut short", broken, /parse aliyun cli config from '.*config.json' failed/],
    ["lacks the secret", incomplete, /the access key secret is empty/],
    ["has another profile", { profiles: [{ name: secret, mode: "AK" }] }, /unable to get profile with 'default'/],
    ["has another mode", profile({ mode: "New", x: secret }), /unsupported profile mode 'New'/],
  ])("in HOME that %s", async (_, content, message) => {
    await outside.write(".aliyun/config.json", content);
    expect(await failure({ "alicloud:profile": "default" })).toMatch(message);
    expect(await failure({})).toMatch(
      /No credentials from the default credential chain: .*config.json|secret is empty|unable to get profile|unsupported profile mode/,
    );
  });

  test.each<[string, unknown, RegExp]>([
    ["is cut short", broken, /elsewhere.json is not JSON/],
    ["has another profile", { profiles: [{ name: secret }] }, /has no profile default/],
    ["has no profiles", { [secret]: secret }, /has no list of profiles/],
    ["names itself as source", ownSource, /is its own source/],
  ])("elsewhere that %s", async (_, content, message) => {
    const file = await outside.write("elsewhere.json", content);
    expect(await failure({ "alicloud:sharedCredentialsFile": file })).toMatch(message);
  });

  test("that is missing is named", async () => {
    const file = `${outside.home}/nowhere.json`;
    expect(await failure({ "alicloud:sharedCredentialsFile": file })).toContain(`${file} cannot be read`);
    expect(await failure({ "alicloud:profile": "p" })).toMatch(/reading aliyun cli config from .* failed/);
  });

  test("whose external command prints something else", async () => {
    const external = profile({ mode: "External", process_command: `node -p "'${secret}'"` });
    await outside.write(".aliyun/config.json", { current: "default", ...external });
    expect(await failure({ "alicloud:profile": "default" })).toContain("failed to parse external command output");
  });
});

/** What servers answer when they fail. */
describe.each<[string, Answer]>([
  ["an error with a code", { status: 403, body: { Code: "NoPermission", Message: secret } }],
  ["an error page", { status: 502, body: `<html>${secret}</html>` }],
  ["a text that is not JSON", { body: secret }],
  ["credentials by half", { body: { AccessKeyId: "id", AccessKeySecret: secret } }],
  ["null", { body: "null" }],
])("a source that answers %s", (_, given) => {
  const code = given.status === 403 ? /NoPermission|HTTP 403/ : /./;
  const uri = () => `${plain.url.replace("//", `//me:${secret}@`)}/?token=${secret}`;

  test.each<[string, () => Open["config"], ...RegExp[]]>([
    [
      "the credentials URI",
      () => ({ "alicloud:credentialsUri": uri() }),
      ...[/^No credentials from the credentials URI \(alicloud:credentialsUri\): \w.*\./, code],
    ],
    ["STS, for an assumed role", () => assumedRole, /with the assumed role acs:ram::1:role\/deployer: /, code],
    [
      "STS, for OIDC",
      () => oidc(join(outside.home, "token")),
      ...[/OIDC with the role .*: get sts token failed with OIDC/, given.status === 403 ? /\(NoPermission\)/ : /./],
    ],
    [
      "ECS's metadata server",
      () => ({ "alicloud:ecsRoleName": "worker" }),
      /the ECS RAM role worker \(alicloud:ecsRoleName\): get sts token failed/,
    ],
  ])("as %s", async (_, config, ...says) => {
    answer = given;
    await outside.write("token", secret);
    const message = await failure(config(), plain.host);
    for (const text of says) expect(message).toMatch(text);
  });
});

const nowhere = "127.0.0.1:1";
test.each<[string, Open["config"], string]>([
  [
    "a credentials URI is not reached: its host",
    { "alicloud:credentialsUri": `http://me:${secret}@${nowhere}/path?token=${secret}` },
    `no answer from ${nowhere} (ECONNREFUSED)`,
  ],
  ["a token file is missing: its path", oidc("/nowhere/token"), "ENOENT at '/nowhere/token'"],
])("what is told where %s, and no more", async (_, config, told) => {
  const message = await failure(config, undefined, nowhere);
  expect(message).toContain(told);
  expect(message).not.toMatch(/Signature|SecurityToken/);
});

/** Messages of the package that a test cannot bring about without waiting, and what is told of them. */
test.each<[string, string, string?]>([
  [
    "no answer from sts.aliyuncs.com in time",
    `ConnectTimeout: Connect https://sts.aliyuncs.com/?Signature=${secret} failed.`,
    "RequestTimeoutError",
  ],
  ["no answer in time", `ReadTimeout: 9. POST /?Signature=${secret} failed.`, "RequestTimeoutError"],
  [
    "connect ECONNREFUSED 1.2.3.4:80 at http://1.2.3.4 failed., next",
    `connect ECONNREFUSED 1.2.3.4:80GET http://u:${secret}@1.2.3.4/?t=${secret} failed., next`,
  ],
  ["connect ECONNREFUSED 1.2.3.4:80", `connect ECONNREFUSED 1.2.3.4:80GET a.test/?t=${secret} failed.`],
  ["the answer is not JSON", `Unexpected token 'h', "${secret}" is not valid JSON`, "SyntaxError"],
  ["the source failed", `{"${secret}"}`],
])("%s, for: %s", (told, message, name = "Error") => {
  expect(describeFailure(Object.assign(new Error(message), { name }))).toBe(told);
});
