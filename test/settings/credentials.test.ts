import type { CredentialSource } from "../../provider/esa/connection";
import type { Account } from "../../provider/settings";
import { refusal, settings, type Texts } from "./read";

const source = (config: Texts, env?: Texts): CredentialSource => settings(config, env).credentials;

const configuredKey = { "alicloud:accessKey": "config-id", "alicloud:secretKey": "config-secret" };
const environmentKey = { ALICLOUD_ACCESS_KEY: "env-id", ALICLOUD_SECRET_KEY: "env-secret" };
const oidcVariables = {
  ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/oidc",
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/ci",
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/run/token",
};
const isConfiguredKey = { kind: "static", accessKeyId: "config-id", configured: true };
const isEnvironmentKey = { kind: "static", accessKeyId: "env-id", configured: false };

const assumed = (role: object) => ({ "alicloud:assumeRole": JSON.stringify(role) });
const staticKey = (accessKeyId: string, accessKeySecret: string) => ({ kind: "static", accessKeyId, accessKeySecret });

describe("every key and every variable:", () => {
  test.each<[Texts, object]>([
    [configuredKey, { ...isConfiguredKey, accessKeySecret: "config-secret" }],
    [{ ...configuredKey, "alicloud:securityToken": "t" }, { securityToken: "t" }],
    [{ "alicloud:ecsRoleName": "r" }, { kind: "ecsRole", roleName: "r", configured: true }],
    [{ "alicloud:profile": "p" }, { kind: "profile", profile: "p", configured: true }],
    [{ "alicloud:sharedCredentialsFile": "/f" }, { kind: "profile", profile: "default", file: "/f" }],
    [{ "alicloud:credentialsUri": "http://u" }, { kind: "uri", uri: "http://u", configured: true }],
    [{}, { kind: "chain", configured: false }],
  ])("%j", (config, expected) => {
    expect(source(config)).toMatchObject(expected);
  });

  test.each<[Texts, object]>([
    [environmentKey, { ...isEnvironmentKey, accessKeySecret: "env-secret" }],
    [{ ALIBABA_CLOUD_ACCESS_KEY_ID: "i", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" }, staticKey("i", "s")],
    [{ ALIBABACLOUD_ACCESS_KEY_ID: "i", ALIBABACLOUD_ACCESS_KEY_SECRET: "s" }, staticKey("i", "s")],
    [{ ...environmentKey, ALICLOUD_SECURITY_TOKEN: "t" }, { securityToken: "t" }],
    [{ ...environmentKey, ALIBABA_CLOUD_SECURITY_TOKEN: "t" }, { securityToken: "t" }],
    [{ ...environmentKey, ALIBABACLOUD_SECURITY_TOKEN: "t" }, { securityToken: "t" }],
    [{ ALICLOUD_ECS_ROLE_NAME: "r" }, { kind: "ecsRole", roleName: "r", configured: false }],
    [{ ALIBABA_CLOUD_ECS_METADATA: "r" }, { kind: "ecsRole", roleName: "r" }],
    [{ ALICLOUD_PROFILE: "p" }, { kind: "profile", profile: "p", configured: false }],
    [{ ALIBABA_CLOUD_PROFILE: "p" }, { kind: "profile", profile: "p" }],
    [{ ALICLOUD_SHARED_CREDENTIALS_FILE: "/f" }, { kind: "profile", file: "/f" }],
    [{ ALIBABA_CLOUD_CREDENTIALS_FILE: "/f" }, { kind: "profile", file: "/f" }],
    [{ ALICLOUD_CREDENTIALS_URI: "http://u" }, { kind: "uri", uri: "http://u", configured: false }],
    [{ ALIBABA_CLOUD_CREDENTIALS_URI: "http://u" }, { kind: "uri", uri: "http://u" }],
    [oidcVariables, { kind: "oidc", tokenFile: "/run/token", configured: false }],
  ])("%j", (env, expected) => {
    expect(source({}, env)).toMatchObject(expected);
  });

  test("all of alicloud:assumeRoleWithOidc arrives, numbers as texts too", () => {
    const session = { roleSessionName: "n", policy: "{}", sessionExpiration: "1200" };
    const oidc = { roleArn: "r", oidcProviderArn: "p", oidcTokenFile: "/t", ...session };
    expect(source({ "alicloud:assumeRoleWithOidc": JSON.stringify(oidc) })).toMatchObject({
      ...{ kind: "oidc", providerArn: "p", tokenFile: "/t", configured: true },
      role: { roleArn: "r", sessionName: "n", policy: "{}", sessionExpiration: 1200 },
    });
  });

  test("all of alicloud:assumeRole arrives, with the STS endpoint", () => {
    const assumeRole = { roleArn: "r", sessionName: "n", policy: "{}", externalId: "x", sessionExpiration: 900 };
    const endpoints = { "alicloud:endpoints": '[{"sts":"sts.example.com"}]' };
    const expected = { stsEndpoint: "sts.example.com", configured: true, accessKeyId: "env-id", assumeRole };
    expect(source({ ...assumed(assumeRole), ...endpoints }, environmentKey)).toMatchObject(expected);
  });

  test("ALICLOUD_ASSUME_ROLE_* are its variables", () => {
    const env = {
      ALICLOUD_ASSUME_ROLE_ARN: "r",
      ALICLOUD_ASSUME_ROLE_SESSION_NAME: "n",
      ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION: "900",
    };
    const assumeRole = { roleArn: "r", sessionName: "n", sessionExpiration: 900 };
    expect(source({}, { ...environmentKey, ...env })).toMatchObject({ configured: false, assumeRole });
  });
});

describe("precedence:", () => {
  const profile = { "alicloud:profile": "p" };
  const inAlibabaCloud = { ALIBABA_CLOUD_ACCESS_KEY_ID: "x", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "x" };

  test.each<[string, Texts, Texts, object]>([
    ["configuration before environment", configuredKey, environmentKey, isConfiguredKey],
    ["a configured profile before a key of the environment", profile, environmentKey, { kind: "profile" }],
    ["access key before OIDC", {}, { ...environmentKey, ...oidcVariables }, isEnvironmentKey],
    ["OIDC before ECS role", {}, { ...oidcVariables, ALICLOUD_ECS_ROLE_NAME: "r" }, { kind: "oidc" }],
    ["ECS role before profile", {}, { ALICLOUD_ECS_ROLE_NAME: "r", ALICLOUD_PROFILE: "p" }, { kind: "ecsRole" }],
    ["profile before URI", {}, { ALICLOUD_PROFILE: "p", ALICLOUD_CREDENTIALS_URI: "http://u" }, { kind: "profile" }],
    ["ALICLOUD_ before ALIBABA_CLOUD_", {}, { ...environmentKey, ...inAlibabaCloud }, isEnvironmentKey],
    ["empty is unset", { "alicloud:accessKey": "", "alicloud:secretKey": " " }, environmentKey, isEnvironmentKey],
    [
      "a token of the environment never joins a key that the stack configures",
      configuredKey,
      { ...environmentKey, ALICLOUD_SECURITY_TOKEN: "t" },
      { securityToken: undefined },
    ],
    [
      "one half of a configured key may come from the environment",
      { "alicloud:accessKey": "id" },
      { ALICLOUD_SECRET_KEY: "s" },
      {
        ...{ ...staticKey("id", "s"), configured: true },
        origin: "the stack configuration (alicloud:accessKey) and the environment (ALICLOUD_SECRET_KEY)",
      },
    ],
  ])("%s", (_, config, env, expected) => {
    expect(source(config, env)).toMatchObject(expected);
  });

  test("a role of the environment is assumed, but not the one that belongs to OIDC", () => {
    const role = { ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/any" };
    expect(source({}, { ...environmentKey, ...role }).assumeRole?.roleArn).toBe("acs:ram::1:role/any");
    expect(source({}, oidcVariables)).not.toHaveProperty("assumeRole");
  });
});

describe("what an argument makes of the stack's credentials:", () => {
  const role = "acs:ram::1:role/other";
  const ofProgram = { kind: "profile", profile: "p", configured: false };
  const stackRole = { roleArn: "acs:ram::1:role/stack", externalId: "of the stack's role" };
  const stack = { ...configuredKey, ...assumed(stackRole) };

  test.each<[string, Account, object, object | undefined]>([
    ["nothing", {}, isConfiguredKey, stackRole],
    ["a role takes the place of the stack's role", { roleArn: role }, isConfiguredKey, { roleArn: role }],
    ["a profile that of its credentials", { profile: "p" }, ofProgram, undefined],
    ["both", { profile: "p", roleArn: role }, ofProgram, { roleArn: role }],
  ])("%s", (_, account, expected, assumeRole) => {
    const { credentials } = settings(stack, {}, account);
    expect(credentials).toMatchObject(expected);
    expect(credentials.assumeRole).toEqual(assumeRole);
  });
});

describe("a source that is incomplete, or in another shape, is an error that names what is wrong, and no value:", () => {
  test.each<[Texts, Texts, RegExp]>([
    [{}, { ALICLOUD_CREDENTIALS_URI: "example.com/?token=hush" }, /^ALICLOUD_CREDENTIALS_URI is not an address that/],
    [{ "alicloud:credentialsUri": "/example.com/?hush" }, {}, /^alicloud:credentialsUri is not an address that begins/],
    [{ "alicloud:credentialsUri": "http://" }, {}, /^alicloud:credentialsUri is not an address that begins/],
    [
      { "alicloud:accessKey": "id", "alicloud:secretKey": "hush" },
      { ALICLOUD_ASSUME_ROLE_ARN: "acs:ram::1:role/x", ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION: "1h" },
      /^ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION is "1h"\.\s+Set it to a whole number of seconds/,
    ],
    [{ "alicloud:accessKey": "id" }, {}, /alicloud:accessKey is set, but no secret key.*alicloud:secretKey/s],
    [{ "alicloud:secretKey": "hush" }, {}, /alicloud:secretKey is set, but no access key.*alicloud:accessKey/s],
    [{ "alicloud:securityToken": "hush" }, environmentKey, /alicloud:securityToken is set, but no access key/],
    [{}, { ALICLOUD_ACCESS_KEY: "id" }, /ALICLOUD_ACCESS_KEY is set, but no secret key/],
    [{}, { ALIBABA_CLOUD_SECURITY_TOKEN: "hush" }, /ALIBABA_CLOUD_SECURITY_TOKEN is set, but no access key/],
    [{}, { ...oidcVariables, ALIBABA_CLOUD_ROLE_ARN: "" }, /Missing: the role \(roleArn or ALIBABA_CLOUD_ROLE_ARN\)/],
    [{}, { ...oidcVariables, ALIBABA_CLOUD_OIDC_TOKEN_FILE: "" }, /Missing: the token file/],
    [{ "alicloud:assumeRoleWithOidc": '{"roleArn":"r"}' }, {}, /Missing: the OIDC provider .* and the token file/],
    [{ "alicloud:assumeRoleWithOidc": '{"oidcToken":"hush"}' }, {}, /oidcToken is not supported.*oidcTokenFile/s],
    [{ "alicloud:assumeRoleWithOidc": '{"oidcTokenFile":["hush"]}' }, {}, /assumeRoleWithOidc.oidcTokenFile is not as/],
    [{ "alicloud:assumeRoleWithOidc": "[]" }, {}, /WithOidc is not as expected: expected an object, received a list/],
    [{ "alicloud:assumeRole": "hush" }, {}, /alicloud:assumeRole is not JSON/],
    [{ "alicloud:assumeRole": '"hush"' }, {}, /assumeRole is not as expected: expected object, received string\./],
    [{ "alicloud:assumeRole": '{"sessionName":"hush"}' }, {}, /assumeRole.roleArn is not as expected: it is missing\./],
    [assumed({ roleArn: "" }), {}, /alicloud:assumeRole.roleArn is not as expected: it is empty\./],
    [
      assumed({ roleArn: "r", policy: null }),
      {},
      /assumeRole.policy is not as expected: expected string, received null/,
    ],
    [
      assumed({ roleArn: "r", sessionExpiration: "hush" }),
      {},
      /sessionExpiration .*: expected a whole number of seconds/,
    ],
    [assumed({ roleArn: "r", sessionExpiration: -1 }), {}, /sessionExpiration .*: expected a whole number of seconds/],
  ])("%j and %j", (config, env, message) => {
    const error = refusal(config, env);
    expect(error.code).toBe("InvalidConfiguration");
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("hush");
  });
});

test("what an error may say of a source never holds a secret", () => {
  const sources = [
    source({ ...configuredKey, "alicloud:securityToken": "hush-token" }),
    source({}, environmentKey),
    source({ "alicloud:credentialsUri": "http://127.0.0.1/?token=hush" }),
    source({}, { ALIBABA_CLOUD_CREDENTIALS_URI: "http://me:hush@127.0.0.1/" }),
  ];
  for (const { origin } of sources) expect(origin).not.toMatch(/hush|config-secret|env-secret/);
});
