import type { CredentialSource } from "../../provider/esa/connection";
import { EsaError } from "../../provider/esa/errors/error";
import { readSettings } from "../../provider/settings";

type Texts = Record<string, string>;

function source(config: Texts, env: Texts = {}): CredentialSource {
  return readSettings((name) => ({ "alicloud:region": "cn-hangzhou", ...config })[name], env).credentials;
}

function refusal(config: Texts, env: Texts = {}): EsaError {
  try {
    source(config, env);
  } catch (error) {
    return error as EsaError;
  }
  throw new Error("The settings were accepted.");
}

const configuredKey = { "alicloud:accessKey": "config-id", "alicloud:secretKey": "config-secret" };
const environmentKey = { ALICLOUD_ACCESS_KEY: "env-id", ALICLOUD_SECRET_KEY: "env-secret" };
const oidcVariables = {
  ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/oidc",
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/ci",
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/run/token",
};
const isConfiguredKey = { kind: "static", accessKeyId: "config-id", configured: true };
const isEnvironmentKey = { kind: "static", accessKeyId: "env-id", configured: false };

describe("every key and every variable", () => {
  test.each<[Texts, Texts, object]>([
    [configuredKey, {}, { ...isConfiguredKey, accessKeySecret: "config-secret" }],
    [{ ...configuredKey, "alicloud:securityToken": "t" }, {}, { ...isConfiguredKey, securityToken: "t" }],
    [{}, environmentKey, { ...isEnvironmentKey, accessKeySecret: "env-secret" }],
    [
      {},
      { ALIBABA_CLOUD_ACCESS_KEY_ID: "i", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" },
      { kind: "static", accessKeyId: "i", accessKeySecret: "s" },
    ],
    [
      {},
      { ALIBABACLOUD_ACCESS_KEY_ID: "i", ALIBABACLOUD_ACCESS_KEY_SECRET: "s" },
      { kind: "static", accessKeyId: "i", accessKeySecret: "s" },
    ],
    [{}, { ...environmentKey, ALICLOUD_SECURITY_TOKEN: "t" }, { securityToken: "t" }],
    [{}, { ...environmentKey, ALIBABA_CLOUD_SECURITY_TOKEN: "t" }, { securityToken: "t" }],
    [{}, { ...environmentKey, ALIBABACLOUD_SECURITY_TOKEN: "t" }, { securityToken: "t" }],
    [{ "alicloud:ecsRoleName": "r" }, {}, { kind: "ecsRole", roleName: "r", configured: true }],
    [{}, { ALICLOUD_ECS_ROLE_NAME: "r" }, { kind: "ecsRole", roleName: "r", configured: false }],
    [{}, { ALIBABA_CLOUD_ECS_METADATA: "r" }, { kind: "ecsRole", roleName: "r" }],
    [{ "alicloud:profile": "p" }, {}, { kind: "profile", profile: "p", configured: true }],
    [{ "alicloud:sharedCredentialsFile": "/f" }, {}, { kind: "profile", file: "/f" }],
    [
      { "alicloud:profile": "p" },
      { ALICLOUD_SHARED_CREDENTIALS_FILE: "/f" },
      { profile: "p", file: "/f", configured: true },
    ],
    [{}, { ALICLOUD_PROFILE: "p" }, { kind: "profile", profile: "p", configured: false }],
    [{}, { ALIBABA_CLOUD_PROFILE: "p" }, { kind: "profile", profile: "p" }],
    [{}, { ALICLOUD_SHARED_CREDENTIALS_FILE: "/f" }, { kind: "profile", file: "/f" }],
    [{}, { ALIBABA_CLOUD_CREDENTIALS_FILE: "/f" }, { kind: "profile", file: "/f" }],
    [{ "alicloud:credentialsUri": "http://u" }, {}, { kind: "uri", uri: "http://u", configured: true }],
    [{}, { ALICLOUD_CREDENTIALS_URI: "http://u" }, { kind: "uri", uri: "http://u", configured: false }],
    [{}, { ALIBABA_CLOUD_CREDENTIALS_URI: "http://u" }, { kind: "uri", uri: "http://u" }],
    [{}, oidcVariables, { kind: "oidc", tokenFile: "/run/token", configured: false }],
    [{}, {}, { kind: "chain", configured: false }],
  ])("%j and %j", (config, env, expected) => {
    expect(source(config, env)).toMatchObject(expected);
  });

  test("all of alicloud:assumeRoleWithOidc arrives, numbers as texts too", () => {
    const assumeRoleWithOidc = JSON.stringify({
      roleArn: "r",
      oidcProviderArn: "p",
      oidcTokenFile: "/t",
      roleSessionName: "n",
      policy: "{}",
      sessionExpiration: "1200",
    });
    expect(source({ "alicloud:assumeRoleWithOidc": assumeRoleWithOidc })).toMatchObject({
      kind: "oidc",
      providerArn: "p",
      tokenFile: "/t",
      configured: true,
      role: { roleArn: "r", sessionName: "n", policy: "{}", sessionExpiration: 1200 },
    });
  });

  test("all of alicloud:assumeRole arrives, with the STS endpoint", () => {
    const assumeRole = {
      roleArn: "r",
      sessionName: "n",
      policy: "{}",
      externalId: "x",
      sessionExpiration: 900,
    };
    const config = {
      ...configuredKey,
      "alicloud:assumeRole": JSON.stringify(assumeRole),
      "alicloud:endpoints": '[{"sts":"sts.example.com"}]',
    };
    expect(source(config)).toMatchObject({ stsEndpoint: "sts.example.com" });
    expect(source(config).assumeRole).toEqual(assumeRole);
  });

  test("ALICLOUD_ASSUME_ROLE_* are its variables", () => {
    const env = {
      ...environmentKey,
      ALICLOUD_ASSUME_ROLE_ARN: "r",
      ALICLOUD_ASSUME_ROLE_SESSION_NAME: "n",
      ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION: "900",
    };
    expect(source({}, env)).toMatchObject({
      configured: false,
      assumeRole: { roleArn: "r", sessionName: "n", sessionExpiration: 900 },
    });
  });
});

describe("precedence", () => {
  test.each<[string, Texts, Texts, object]>([
    ["configuration before environment", configuredKey, environmentKey, isConfiguredKey],
    [
      "a configured profile before a key of the environment",
      { "alicloud:profile": "p" },
      environmentKey,
      {
        kind: "profile",
      },
    ],
    ["access key before OIDC", {}, { ...environmentKey, ...oidcVariables }, isEnvironmentKey],
    ["OIDC before ECS role", {}, { ...oidcVariables, ALICLOUD_ECS_ROLE_NAME: "r" }, { kind: "oidc" }],
    ["ECS role before profile", {}, { ALICLOUD_ECS_ROLE_NAME: "r", ALICLOUD_PROFILE: "p" }, { kind: "ecsRole" }],
    ["profile before URI", {}, { ALICLOUD_PROFILE: "p", ALICLOUD_CREDENTIALS_URI: "http://u" }, { kind: "profile" }],
    [
      "ALICLOUD_ before ALIBABA_CLOUD_",
      {},
      { ...environmentKey, ALIBABA_CLOUD_ACCESS_KEY_ID: "x", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "x" },
      isEnvironmentKey,
    ],
    [
      "empty counts as unset",
      { "alicloud:accessKey": "", "alicloud:secretKey": " " },
      environmentKey,
      isEnvironmentKey,
    ],
  ])("%s", (_, config, env, expected) => {
    expect(source(config, env)).toMatchObject(expected);
  });

  test("a token of the environment never joins a key that the stack configures", () => {
    const env = { ...environmentKey, ALICLOUD_SECURITY_TOKEN: "t" };
    expect(source(configuredKey, env)).toMatchObject({ securityToken: undefined });
  });

  test("one half of a configured key may come from the environment", () => {
    expect(source({ "alicloud:accessKey": "id" }, { ALICLOUD_SECRET_KEY: "s" })).toMatchObject({
      accessKeyId: "id",
      accessKeySecret: "s",
      configured: true,
      origin: "the stack configuration (alicloud:accessKey) and the environment (ALICLOUD_SECRET_KEY)",
    });
    expect(source({ "alicloud:secretKey": "s" }, { ALICLOUD_ACCESS_KEY: "id" })).toMatchObject({
      accessKeyId: "id",
      accessKeySecret: "s",
    });
  });

  test("a role of the environment is assumed, but not the one that belongs to OIDC", () => {
    const role = { ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/any" };
    expect(source({}, { ...environmentKey, ...role }).assumeRole?.roleArn).toBe("acs:ram::1:role/any");
    expect(source({}, oidcVariables)).not.toHaveProperty("assumeRole");
    expect(source({}, { ...environmentKey, ...oidcVariables })).not.toHaveProperty("assumeRole");
  });

  test.each(Object.keys(oidcVariables))(
    "a key that is complete is used although of OIDC only all but %s is set, and assumes nothing",
    (missing) => {
      const half = Object.fromEntries(Object.entries(oidcVariables).filter(([name]) => name !== missing));
      const chosen = source({}, { ...environmentKey, ...half });
      expect(chosen).toMatchObject(isEnvironmentKey);
      expect(chosen).not.toHaveProperty("assumeRole");
    },
  );

  test("a role of the configuration marks the credentials as configured", () => {
    const config = { "alicloud:assumeRole": '{"roleArn":"r"}' };
    expect(source(config, environmentKey)).toMatchObject({ configured: true, accessKeyId: "env-id" });
  });
});

describe("a source that is set by half is an error that names what is missing", () => {
  test.each<[Texts, Texts, RegExp]>([
    [{ "alicloud:accessKey": "id" }, {}, /alicloud:accessKey is set, but no secret key.*alicloud:secretKey/s],
    [{ "alicloud:secretKey": "hush" }, {}, /alicloud:secretKey is set, but no access key.*alicloud:accessKey/s],
    [{ "alicloud:securityToken": "hush" }, environmentKey, /alicloud:securityToken is set, but no access key/],
    [{ "alicloud:accessKey": "id" }, environmentKey, /alicloud:accessKey is set, but no secret key for it/],
    [{ "alicloud:secretKey": "hush" }, environmentKey, /alicloud:secretKey is set, but no access key for it/],
    [{}, { ALICLOUD_ACCESS_KEY: "id" }, /ALICLOUD_ACCESS_KEY is set, but no secret key/],
    [{}, { ALIBABA_CLOUD_ACCESS_KEY_ID: "id" }, /ALIBABA_CLOUD_ACCESS_KEY_ID is set, but no secret key/],
    [{}, { ALIBABACLOUD_ACCESS_KEY_SECRET: "hush" }, /ALIBABACLOUD_ACCESS_KEY_SECRET is set, but no access key/],
    [{}, { ALIBABA_CLOUD_SECURITY_TOKEN: "hush" }, /ALIBABA_CLOUD_SECURITY_TOKEN is set, but no access key/],
    [{}, { ...oidcVariables, ALIBABA_CLOUD_ROLE_ARN: "" }, /missing is the role \(roleArn or ALIBABA_CLOUD_ROLE_ARN\)/],
    [{}, { ...oidcVariables, ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "" }, /missing is the OIDC provider/],
    [{}, { ...oidcVariables, ALIBABA_CLOUD_OIDC_TOKEN_FILE: "" }, /missing is the token file/],
    [{ "alicloud:assumeRoleWithOidc": '{"roleArn":"r"}' }, {}, /missing is the OIDC provider .* and the token file/],
    [{ "alicloud:assumeRoleWithOidc": '{"oidcToken":"hush"}' }, {}, /oidcToken is not supported.*oidcTokenFile/s],
  ])("%j and %j", (config, env, message) => {
    const error = refusal(config, env);
    expect(error.code).toBe("InvalidConfiguration");
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("hush");
  });

  test("a configured source is used although one of the environment is set by half", () => {
    expect(source({ "alicloud:profile": "p" }, { ALICLOUD_ACCESS_KEY: "id" }).kind).toBe("profile");
  });
});

describe("structured keys of another shape name the key and field, not the value", () => {
  test.each([
    ["assumeRole", "hush", "alicloud:assumeRole is not JSON"],
    ["assumeRole", '{"sessionName":"hush"}', "alicloud:assumeRole.roleArn is not as expected"],
    ["assumeRole", '{"roleArn":"r","sessionExpiration":"hush"}', "alicloud:assumeRole.sessionExpiration"],
    ["assumeRole", '"hush"', "alicloud:assumeRole is not as expected"],
    ["assumeRoleWithOidc", '{"oidcTokenFile":["hush"]}', "alicloud:assumeRoleWithOidc.oidcTokenFile"],
  ])("%s = %s", (name, value, text) => {
    const { message } = refusal({ [`alicloud:${name}`]: value });
    expect(message).toContain(text);
    expect(message).not.toContain("hush");
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
