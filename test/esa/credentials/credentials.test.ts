import { selfSigned } from "../sending/certificate";
import { startOutside, type Outside } from "../outside/process";
import { serve, type Answer, type Loopback, type Seen } from "../sending/servers";
import { openWorld, putPlan, type World } from "../../world/world";

/** Temporary credentials, one set after the other: the simulator knows them all. */
const issued = [1, 2].map((number) => ({
  accessKeyId: `STS.issued-${number}`,
  accessKeySecret: `issued-secret-${number}`,
  securityToken: `issued-token-${number}`,
  aliUid: "1000000000000001",
}));
const role = "acs:ram::1:role/deployer";
const certificate = selfSigned(["127.0.0.1"]);

let world: World;
let outside: Outside;
/** STS, the credentials URI and the metadata server: each answers by `answer`. */
let sts: Loopback;
let plain: Loopback;
let answer: (request: Seen) => Answer;

beforeAll(async () => {
  outside = await startOutside([certificate]);
  sts = await serve((request) => answer(request), certificate);
  plain = await serve((request) => answer(request));
});
afterAll(async () => {
  await Promise.all([outside.close(), sts.close(), plain.close()]);
  expect(outside.output()).toBe("");
});

beforeEach(async () => {
  world = await openWorld({ accounts: issued });
  putPlan(world);
  answer = () => ({ body: flat(0) });
});
afterEach(async () => {
  await Promise.all([world.close(), outside.clear()]);
  sts.seen.length = plain.seen.length = 0;
});

/** In the form of the credentials URI and of the metadata server. */
function flat(index: number, lifeSeconds = 3600): object {
  const { accessKeyId, accessKeySecret, securityToken } = issued[index] ?? {};
  const Expiration = new Date(Date.now() + lifeSeconds * 1000).toISOString().replace(/\.\d+/, "");
  return {
    Code: "Success",
    AccessKeyId: accessKeyId,
    AccessKeySecret: accessKeySecret,
    SecurityToken: securityToken,
    Expiration,
  };
}
/** In the form of STS. */
const session = (index: number, lifeSeconds?: number) => ({
  body: { RequestId: "R", Credentials: flat(index, lifeSeconds) },
});

const target = () => ({
  "alicloud:endpoints": JSON.stringify([{ esa: world.simulator.url, sts: sts.host }]),
});
const key = () => ({ id: world.simulator.accessKeyId, secret: world.simulator.accessKeySecret });
const usedKeys = () => world.simulator.calls().map((call) => call.accessKeyId);

describe("each source leads to an accepted call", () => {
  test("an access key of the stack configuration", async () => {
    const { id, secret } = key();
    await outside.open({ config: { ...target(), "alicloud:accessKey": id, "alicloud:secretKey": secret } });
    expect(await outside.list()).toEqual({ plans: 1 });
    expect(usedKeys()).toEqual([id]);
  });

  test("temporary credentials of the environment", async () => {
    const env = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "STS.issued-1",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "issued-secret-1",
      ALIBABA_CLOUD_SECURITY_TOKEN: "issued-token-1",
    };
    await outside.open({ config: target(), env });
    expect(await outside.list()).toEqual({ plans: 1 });
    expect(usedKeys()).toEqual(["STS.issued-1"]);
  });

  test("an assumed role, with everything that STS is asked", async () => {
    answer = () => session(0);
    const { id, secret } = key();
    const assumeRole = {
      roleArn: role,
      sessionName: "ci",
      policy: "{}",
      externalId: "x",
      sessionExpiration: 1800,
    };
    await outside.open({
      config: {
        ...target(),
        "alicloud:accessKey": id,
        "alicloud:secretKey": secret,
        "alicloud:assumeRole": JSON.stringify(assumeRole),
      },
    });
    expect(await outside.list()).toEqual({ plans: 1 });
    expect(usedKeys()).toEqual(["STS.issued-1"]);
    expect(sts.seen).toHaveLength(1);
    const [{ url, form }] = sts.seen as [Seen];
    expect(url.searchParams.get("Action")).toBe("AssumeRole");
    expect(url.searchParams.get("AccessKeyId")).toBe(id);
    expect(Object.fromEntries(form)).toEqual({
      RoleArn: role,
      RoleSessionName: "ci",
      Policy: "{}",
      ExternalId: "x",
      DurationSeconds: "1800",
    });
  });

  test.each(["alicloud:assumeRoleWithOidc", "the environment"])("OIDC of %s", async (place) => {
    answer = () => session(0);
    const file = await outside.write("token", "the-oidc-token");
    const fields = { roleArn: role, oidcProviderArn: "acs:ram::1:oidc-provider/ci", oidcTokenFile: file };
    await outside.open(
      place === "the environment"
        ? {
            config: target(),
            env: {
              ALIBABA_CLOUD_ROLE_ARN: fields.roleArn,
              ALIBABA_CLOUD_OIDC_PROVIDER_ARN: fields.oidcProviderArn,
              ALIBABA_CLOUD_OIDC_TOKEN_FILE: file,
            },
          }
        : { config: { ...target(), [place]: JSON.stringify(fields) } },
    );
    expect(await outside.list()).toEqual({ plans: 1 });
    expect(usedKeys()).toEqual(["STS.issued-1"]);
    expect(Object.fromEntries((sts.seen[0] as Seen).form)).toMatchObject({
      OIDCProviderArn: fields.oidcProviderArn,
      OIDCToken: "the-oidc-token",
      RoleArn: role,
    });
  });

  test.each(["alicloud:credentialsUri", "ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"])(
    "a credentials URI by %s",
    async (name) => {
      const uri = { [name]: `${plain.url}/credentials?token=uri-token` };
      const config = name.startsWith("alicloud:") ? { ...target(), ...uri } : target();
      await outside.open({ config, env: name.startsWith("alicloud:") ? {} : uri });
      expect(await outside.list()).toEqual({ plans: 1 });
      expect(usedKeys()).toEqual(["STS.issued-1"]);
      expect(plain.seen.map(({ url }) => url.pathname)).toEqual(["/credentials"]);
    },
  );

  test.each(["alicloud:ecsRoleName", "ALIBABA_CLOUD_ECS_METADATA"])("an ECS role by %s", async (name) => {
    answer = ({ method }) => ({ body: method === "PUT" ? "metadata-token" : flat(0) });
    const named = { [name]: "worker" };
    await outside.open(
      name.startsWith("alicloud:")
        ? { config: { ...target(), ...named }, metadata: plain.host }
        : { config: target(), env: named, metadata: plain.host },
    );
    expect(await outside.list()).toEqual({ plans: 1 });
    expect(usedKeys()).toEqual(["STS.issued-1"]);
    expect(plain.seen.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      "PUT /latest/api/token",
      "GET /latest/meta-data/ram/security-credentials/worker",
    ]);
    expect(plain.seen[1]?.headers["x-aliyun-ecs-metadata-token"]).toBe("metadata-token");
  });
});

describe("files", () => {
  const cliFile = () => ({
    current: "other",
    profiles: [
      { name: "other", mode: "AK", access_key_id: "nobody", access_key_secret: "nothing" },
      { name: "default", mode: "AK", access_key_id: key().id, access_key_secret: key().secret },
      {
        name: "temporary",
        mode: "StsToken",
        access_key_id: "STS.issued-1",
        access_key_secret: "issued-secret-1",
        sts_token: "issued-token-1",
      },
      {
        name: "role",
        mode: "RamRoleArn",
        access_key_id: key().id,
        access_key_secret: key().secret,
        ram_role_arn: role,
        ram_session_name: "cli",
        expired_seconds: 900,
        sts_endpoint: sts.host,
      },
    ],
  });
  const iniFile = () =>
    `[default]\ntype = access_key\naccess_key_id = ${key().id}\naccess_key_secret = ${key().secret}\n`;

  test.each([
    ["default", "simulator-access-key-id"],
    ["temporary", "STS.issued-1"],
    ["role", "STS.issued-1"],
  ])("the profile %s of the CLI in HOME, and of its file elsewhere", async (profile, usedKey) => {
    answer = () => session(0);
    await outside.write(".aliyun/config.json", cliFile());
    await outside.open({ config: { ...target(), "alicloud:profile": profile } });
    expect(await outside.list()).toEqual({ plans: 1 });
    await outside.clear();
    const file = await outside.write("elsewhere.json", cliFile());
    const config = { ...target(), "alicloud:profile": profile, "alicloud:sharedCredentialsFile": file };
    await outside.open({ config });
    expect(await outside.list()).toEqual({ plans: 1 });
    expect(usedKeys()).toEqual([usedKey, usedKey]);
  });

  test("a role on top of another profile, of a file elsewhere", async () => {
    answer = () => session(0);
    const file = await outside.write("elsewhere.json", {
      profiles: [
        { name: "base", mode: "AK", access_key_id: key().id, access_key_secret: key().secret },
        {
          name: "top",
          mode: "ChainableRamRoleArn",
          source_profile: "base",
          ram_role_arn: role,
          sts_endpoint: sts.host,
        },
      ],
    });
    const env = { ALICLOUD_PROFILE: "top", ALICLOUD_SHARED_CREDENTIALS_FILE: file };
    await outside.open({ config: target(), env });
    expect(await outside.list()).toEqual({ plans: 1 });
    expect(usedKeys()).toEqual(["STS.issued-1"]);
  });

  test("the ini file of the SDKs, by its variable or in HOME", async () => {
    const file = await outside.write("elsewhere.ini", iniFile());
    await outside.open({ config: target(), env: { ALIBABA_CLOUD_CREDENTIALS_FILE: file } });
    expect(await outside.list()).toEqual({ plans: 1 });
    await outside.write(".alibabacloud/credentials", iniFile());
    await outside.open({ config: target(), env: { ALIBABA_CLOUD_PROFILE: "default" } });
    expect(await outside.list()).toEqual({ plans: 1 });
  });

  test("the default chain finds the CLI's current profile, then the SDKs' file", async () => {
    await outside.write(".aliyun/config.json", { ...cliFile(), current: "default" });
    await outside.open({ config: target() });
    expect(await outside.list()).toEqual({ plans: 1 });
    await outside.clear();
    await outside.write(".alibabacloud/credentials", iniFile());
    await outside.open({ config: target() });
    expect(await outside.list()).toEqual({ plans: 1 });
  });
});

describe("expiry during a run", () => {
  // The SDK asks anew when less than a quarter of an hour is left.
  const fiveMinutes = 300;

  test("the credentials URI is asked again before its credentials end", async () => {
    let asked = 0;
    answer = () => ({ body: flat(asked++, fiveMinutes) });
    await outside.open({ config: { ...target(), "alicloud:credentialsUri": plain.url } });
    await outside.list();
    await outside.list();
    expect(usedKeys()).toEqual(["STS.issued-1", "STS.issued-2"]);
  });

  test("so is STS, for an assumed role and for OIDC, whose token file is read again", async () => {
    let asked = 0;
    answer = () => session(asked++ % 2, fiveMinutes);
    const file = await outside.write("token", "first-token");
    const fields = { roleArn: role, oidcProviderArn: "acs:ram::1:oidc-provider/ci", oidcTokenFile: file };
    await outside.open({ config: { ...target(), "alicloud:assumeRoleWithOidc": JSON.stringify(fields) } });
    await outside.list();
    await outside.write("token", "second-token");
    await outside.list();
    expect(sts.seen.map(({ form }) => form.get("OIDCToken"))).toEqual(["first-token", "second-token"]);

    const { id, secret } = key();
    const assumed = { "alicloud:assumeRole": JSON.stringify({ roleArn: role }) };
    await outside.open({
      config: { ...target(), "alicloud:accessKey": id, "alicloud:secretKey": secret, ...assumed },
    });
    await outside.list();
    await outside.list();
    expect(usedKeys()).toEqual(["STS.issued-1", "STS.issued-2", "STS.issued-1", "STS.issued-2"]);
  });

  test("credentials that last are asked for once", async () => {
    await outside.open({ config: { ...target(), "alicloud:credentialsUri": plain.url } });
    await outside.list();
    await outside.list();
    expect(plain.seen).toHaveLength(1);
  });

  test("a profile is read again after its credentials were refused", async () => {
    const profile = (secret: string) => ({
      current: "default",
      profiles: [{ name: "default", mode: "AK", access_key_id: key().id, access_key_secret: secret }],
    });
    await outside.write(".aliyun/config.json", profile("rotated-away"));
    await outside.open({ config: target() });
    expect(await outside.list()).toMatchObject({ code: "SignatureDoesNotMatch" });
    await outside.write(".aliyun/config.json", profile(key().secret));
    expect(await outside.list()).toEqual({ plans: 1 });
  });
});

describe("the default chain", () => {
  test("serves 16 calls at once although only its last source works, which is asked once", async () => {
    answer = ({ method, url }) => {
      if (method === "PUT") return { body: "metadata-token" };
      return { body: url.pathname.endsWith("/") ? "worker" : flat(0) };
    };
    await outside.open({ config: target(), metadata: plain.host });
    expect(await outside.listAtOnce(16)).toEqual(Array(16).fill({ plans: 1 }));
    expect(plain.seen.filter(({ url }) => url.pathname.endsWith("/worker"))).toHaveLength(1);
    expect(new Set(usedKeys())).toEqual(new Set(["STS.issued-1"]));
  });

  test("tries all its sources again after a total failure", async () => {
    await outside.open({ config: target() });
    const failed = await outside.listAtOnce(16);
    expect(JSON.stringify(failed)).not.toContain("getaddrinfo");
    expect(new Set(failed.map((result) => "code" in result && result.code))).toEqual(
      new Set(["CredentialsUnavailable"]),
    );
    // The first source of the chain that a file can make work; a used chain asks only its last one.
    await outside.write(".aliyun/config.json", {
      current: "default",
      profiles: [{ name: "default", mode: "AK", access_key_id: key().id, access_key_secret: key().secret }],
    });
    expect(await outside.list()).toEqual({ plans: 1 });
  });
});
