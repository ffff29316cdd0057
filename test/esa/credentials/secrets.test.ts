import { describeFailure } from "../../../provider/esa/credentials/messages";
import { selfSigned } from "../sending/certificate";
import { startOutside, type Outside } from "../outside/process";
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
});
afterAll(() => Promise.all([outside.close(), sts.close(), plain.close()]));
afterEach(() => outside.clear());

/** The failure of one call, which holds the secret nowhere, and nothing was printed. */
async function failure(
  config: Record<string, string>,
  env: Record<string, string> = {},
  metadata?: string,
): Promise<string> {
  const esa = [{ esa: "http://127.0.0.1:1", sts: sts.host, ...(JSON.parse(config.endpoints ?? "{}") as object) }];
  await outside.open({
    config: { ...config, "alicloud:endpoints": JSON.stringify(esa) },
    env,
    ...(metadata !== undefined && { metadata }),
  });
  const result = await outside.list();
  if (!("code" in result)) throw new Error("The call succeeded.");
  expect(result.all).not.toContain("hush");
  expect(outside.output()).toBe("");
  expect(result.code).toBe("CredentialsUnavailable");
  return result.message;
}

const broken = `{ "current": "default", "profiles": [{ "access_key_secret": "${secret}" `;
const incomplete = {
  profiles: [{ name: "default", mode: "AK", access_key_id: "id", sts_token: secret }],
};

describe("a broken profile file", () => {
  test.each<[string, unknown, RegExp]>([
    ["is cut short", broken, /parse aliyun cli config from '.*config.json' failed/],
    ["is something else", `${secret}\n`, /parse aliyun cli config/],
    ["lacks the secret", incomplete, /the access key secret is empty/],
    ["has another profile", { profiles: [{ name: secret, mode: "AK" }] }, /unable to get profile with 'default'/],
    ["has another mode", { profiles: [{ name: "default", mode: "New", x: secret }] }, /unsupported profile mode 'New'/],
  ])("in HOME that %s", async (_, content, message) => {
    await outside.write(".aliyun/config.json", content);
    expect(await failure({ "alicloud:profile": "default" })).toMatch(message);
    expect(await failure({})).toMatch(
      /No credentials from the default credential chain: .*config.json|secret is empty|unable to get profile|unsupported profile mode/,
    );
  });

  test.each<[string, unknown, RegExp]>([
    ["is cut short", broken, /elsewhere.json is not JSON/],
    ["is something else", `${secret}\n`, /elsewhere.json is not JSON/],
    ["lacks the secret", incomplete, /the profile default of .*elsewhere.json has no usable access_key_secret/],
    ["has another profile", { profiles: [{ name: secret }] }, /has no profile default/],
    ["has another mode", { profiles: [{ name: "default", mode: "OAuth", x: secret }] }, /the mode .*AK, StsToken/],
    ["has no profiles", { [secret]: secret }, /has no list of profiles/],
    [
      "names itself as source",
      {
        profiles: [{ name: "default", mode: "ChainableRamRoleArn", source_profile: "default", ram_role_arn: role }],
      },
      /is its own source/,
    ],
  ])("elsewhere that %s", async (_, content, message) => {
    const file = await outside.write("elsewhere.json", content);
    expect(await failure({ "alicloud:sharedCredentialsFile": file })).toMatch(message);
  });

  test("that is missing is named", async () => {
    const file = `${outside.home}/nowhere.json`;
    expect(await failure({ "alicloud:sharedCredentialsFile": file })).toContain(`${file} cannot be read`);
    expect(await failure({ "alicloud:profile": "p" })).toMatch(/reading aliyun cli config from .* failed/);
  });

  test("whose external command fails or prints something else", async () => {
    const profile = (process_command: string) =>
      outside.write(".aliyun/config.json", {
        current: "default",
        profiles: [{ name: "default", mode: "External", process_command }],
      });
    await profile(`node -e process.exit(3) ${secret}`);
    expect(await failure({ "alicloud:profile": "default" })).toContain("failed to execute external command");
    await profile(`node -p "'${secret}'"`);
    expect(await failure({ "alicloud:profile": "default" })).toContain("failed to parse external command output");
  });
});

/** What servers answer when they fail: status, body, and what a message says of it. */
const badAnswers: [string, Answer, RegExp][] = [
  ["an error with a code", { status: 403, body: { Code: "NoPermission", Message: secret } }, /NoPermission|HTTP 403/],
  ["an error without a code", { status: 500, body: { Message: secret } }, /./],
  ["an error page", { status: 502, body: `<html>${secret}</html>` }, /./],
  ["a text that is not JSON", { body: secret }, /./],
  ["half of its JSON", { body: `{"SecurityToken":"${secret}",` }, /./],
  ["credentials by half", { body: { AccessKeyId: "id", AccessKeySecret: secret } }, /./],
  ["credentials by half, as STS", { body: { Credentials: { AccessKeySecret: secret } } }, /./],
  ["null", { body: "null" }, /./],
];

describe.each(badAnswers)("a source that answers %s", (_, given, says) => {
  beforeEach(() => (answer = given));

  test("credentials URI", async () => {
    const uri = `${plain.url.replace("//", `//me:${secret}@`)}/?token=${secret}`;
    const message = await failure({ "alicloud:credentialsUri": uri });
    expect(message).toMatch(/^No credentials from the credentials URI \(alicloud:credentialsUri\): \w.*\./);
    expect(message).toMatch(says);
  });

  test("STS, for an assumed role", async () => {
    const message = await failure({
      "alicloud:accessKey": "id",
      "alicloud:secretKey": secret,
      "alicloud:securityToken": secret,
      "alicloud:assumeRole": JSON.stringify({ roleArn: role, externalId: secret }),
    });
    expect(message).toContain(`with the assumed role ${role}: `);
    expect(message).toMatch(says);
  });

  test("STS, for OIDC", async () => {
    const oidcTokenFile = await outside.write("token", secret);
    const oidc = { roleArn: role, oidcProviderArn: "acs:ram::1:oidc-provider/ci", oidcTokenFile };
    const message = await failure({ "alicloud:assumeRoleWithOidc": JSON.stringify(oidc) });
    expect(message).toMatch(/OIDC with the role .*: get sts token failed with OIDC/);
    if (given.status === 403) expect(message).toContain("(NoPermission)");
  });

  test("ECS's metadata server", async () => {
    const message = await failure({ "alicloud:ecsRoleName": "worker" }, {}, plain.host);
    expect(message).toMatch(/the ECS RAM role worker \(alicloud:ecsRoleName\): get sts token failed/);
  });
});

describe("a source that cannot be reached names its host only", () => {
  test("credentials URI", async () => {
    const uri = `http://me:${secret}@127.0.0.1:1/path?token=${secret}`;
    expect(await failure({ "alicloud:credentialsUri": uri })).toContain("no answer from 127.0.0.1:1 (ECONNREFUSED)");
  });

  test("STS, whose address holds token and signature", async () => {
    const message = await failure({
      endpoints: '{"sts":"127.0.0.1:1"}',
      "alicloud:accessKey": "id",
      "alicloud:secretKey": secret,
      "alicloud:securityToken": secret,
      "alicloud:assumeRole": JSON.stringify({ roleArn: role }),
    });
    expect(message).toContain("no answer from 127.0.0.1:1 (ECONNREFUSED)");
    expect(message).not.toMatch(/Signature|SecurityToken/);
  });

  test("a token file that is missing is named", async () => {
    const oidc = { roleArn: role, oidcProviderArn: "p", oidcTokenFile: "/nowhere/token" };
    const message = await failure({ "alicloud:assumeRoleWithOidc": JSON.stringify(oidc) });
    expect(message).toContain("ENOENT at '/nowhere/token'");
  });
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
    "A, ReadTimeout",
    `unable to get credentials from any of the providers in the chain: A, ReadTimeout: 9. POST /?t=${secret} failed., B`,
  ],
  [
    "connect ECONNREFUSED 1.2.3.4:80 at http://1.2.3.4 failed., next",
    `connect ECONNREFUSED 1.2.3.4:80GET http://u:${secret}@1.2.3.4/?t=${secret} failed., next`,
  ],
  ["get session token from CloudSSO failed", `get session token from CloudSSO failed: ${secret}`],
  ["failed to refresh OAuth token, HTTP 401", "failed to refresh OAuth token, status code: 401"],
  ["the answer is not JSON", `Unexpected token 'h', "${secret}" is not valid JSON`, "SyntaxError"],
  ["the source failed", `{"${secret}"}`],
  ["the source failed", ""],
])("%s, for: %s", (told, message, name = "Error") => {
  expect(describeFailure(Object.assign(new Error(message), { name }))).toBe(told);
});
