import type { Account } from "../../../simulator";
import { openWorld, putPlan, type World } from "../../world/world";
import { startLimitMs, startOutside, type Open, type Outside, type Result } from "../outside/process";
import { selfSigned } from "../sending/certificate";
import { serve, type Answer, type Loopback, type Seen } from "../sending/servers";

/** Temporary credentials, one set after the other: the simulator knows them all. */
const issued: Account[] = [1, 2].map((number) => ({
  accessKeyId: `STS.issued-${number}`,
  accessKeySecret: `issued-secret-${number}`,
  securityToken: `issued-token-${number}`,
  aliUid: "1000000000000001",
}));
const ownKeyId = "simulator-access-key-id";
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
}, startLimitMs);
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
  const { accessKeyId, accessKeySecret, securityToken } = issued[index] as Account;
  const Expiration = new Date(Date.now() + lifeSeconds * 1000).toISOString().replace(/\.\d+/, "");
  const key = { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret, SecurityToken: securityToken };
  return { Code: "Success", ...key, Expiration };
}
/** In the form of STS. */
const session = (index: number, lifeSeconds?: number) => ({
  body: { RequestId: "R", Credentials: flat(index, lifeSeconds) },
});

const listed = { plans: 1 };
const keyOf = () => ({ access_key_id: ownKeyId, access_key_secret: world.simulator.accessKeySecret });
const stackKey = () => ({
  "alicloud:accessKey": ownKeyId,
  "alicloud:secretKey": world.simulator.accessKeySecret,
});
/** The file of the CLI; its profiles are named as what they hold. */
const cliFile = (current: string, ownKey: object = keyOf()) => {
  const { accessKeyId, accessKeySecret, securityToken } = issued[0] as Account;
  const temporary = { access_key_id: accessKeyId, access_key_secret: accessKeySecret, sts_token: securityToken };
  const assumed = { ram_role_arn: role, ram_session_name: "cli", expired_seconds: 900, sts_endpoint: sts.host };
  return {
    current,
    profiles: [
      { name: "other", mode: "AK", access_key_id: "nobody", access_key_secret: "nothing" },
      { name: "default", mode: "AK", ...ownKey },
      { name: "temporary", mode: "StsToken", ...temporary },
      { name: "role", mode: "RamRoleArn", ...keyOf(), ...assumed },
      { name: "top", mode: "ChainableRamRoleArn", source_profile: "default", ...assumed },
    ],
  };
};
const usedKeys = () => world.simulator.calls().map((call) => call.accessKeyId);

/** A client with these credentials, which lists once. */
function list(config: Record<string, string> = {}, more: Omit<Open, "config"> = {}): Promise<Result> {
  return outside.list({ config: { ...config, ...target() }, ...more });
}
const target = () => ({ "alicloud:endpoints": JSON.stringify([{ esa: world.simulator.url, sts: sts.host }]) });

/** A key is one of the stack, with a token or without, in ../client.test.ts. */
describe("each source leads to an accepted call:", () => {
  test("an assumed role, with everything that STS is asked", async () => {
    answer = () => session(0);
    const assumeRole = { roleArn: role, sessionName: "ci", policy: "{}", externalId: "x", sessionExpiration: 1800 };
    expect(await list({ ...stackKey(), "alicloud:assumeRole": JSON.stringify(assumeRole) })).toEqual(listed);
    expect(usedKeys()).toEqual(["STS.issued-1"]);
    expect(sts.seen).toHaveLength(1);
    const [{ url, form }] = sts.seen as [Seen];
    expect(url.searchParams.get("Action")).toBe("AssumeRole");
    expect(url.searchParams.get("AccessKeyId")).toBe(ownKeyId);
    const given = { RoleSessionName: "ci", Policy: "{}", ExternalId: "x", DurationSeconds: "1800" };
    expect(Object.fromEntries(form)).toEqual({ RoleArn: role, ...given });
  });

  test("OIDC", async () => {
    answer = () => session(0);
    const env = {
      ALIBABA_CLOUD_ROLE_ARN: role,
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/ci",
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: await outside.write("token", "the-oidc-token"),
    };
    expect(await list({}, { env })).toEqual(listed);
    expect(usedKeys()).toEqual(["STS.issued-1"]);
    expect(Object.fromEntries((sts.seen[0] as Seen).form)).toMatchObject({
      OIDCProviderArn: "acs:ram::1:oidc-provider/ci",
      OIDCToken: "the-oidc-token",
      RoleArn: role,
    });
  });

  test("a credentials URI", async () => {
    expect(await list({ "alicloud:credentialsUri": `${plain.url}/credentials?token=uri-token` })).toEqual(listed);
    expect(usedKeys()).toEqual(["STS.issued-1"]);
    expect(plain.seen.map(({ url }) => url.pathname)).toEqual(["/credentials"]);
  });

  test("an ECS role", async () => {
    answer = ({ method }) => ({ body: method === "PUT" ? "metadata-token" : flat(0) });
    expect(await list({ "alicloud:ecsRoleName": "worker" }, { metadata: plain.host })).toEqual(listed);
    expect(usedKeys()).toEqual(["STS.issued-1"]);
    expect(plain.seen.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      "PUT /latest/api/token",
      "GET /latest/meta-data/ram/security-credentials/worker",
    ]);
    expect(plain.seen[1]?.headers["x-aliyun-ecs-metadata-token"]).toBe("metadata-token");
  });
});

describe("files:", () => {
  const iniFile = () => {
    const { access_key_id, access_key_secret } = keyOf();
    return `[default]\ntype = access_key\naccess_key_id = ${access_key_id}\naccess_key_secret = ${access_key_secret}\n`;
  };

  test.each([
    ["default", ownKeyId],
    ["temporary", "STS.issued-1"],
    ["role", "STS.issued-1"],
  ])("the profile %s of the CLI in HOME, and of its file elsewhere", async (profile, usedKey) => {
    answer = () => session(0);
    await outside.write(".aliyun/config.json", cliFile("other"));
    expect(await list({ "alicloud:profile": profile })).toEqual(listed);
    await outside.clear();
    const file = await outside.write("elsewhere.json", cliFile("other"));
    expect(await list({ "alicloud:profile": profile, "alicloud:sharedCredentialsFile": file })).toEqual(listed);
    expect(usedKeys()).toEqual([usedKey, usedKey]);
  });

  test("a role on top of another profile, of a file elsewhere", async () => {
    answer = () => session(0);
    const file = await outside.write("elsewhere.json", cliFile("other"));
    expect(await list({ "alicloud:profile": "top", "alicloud:sharedCredentialsFile": file })).toEqual(listed);
    expect(usedKeys()).toEqual(["STS.issued-1"]);
  });

  test("a role of a file elsewhere is asked for at the configured STS endpoint, where it names none", async () => {
    answer = () => session(0);
    const text = JSON.stringify(cliFile("other"), (key, value: unknown) =>
      key === "sts_endpoint" ? undefined : value,
    );
    const file = await outside.write("elsewhere.json", JSON.parse(text) as object);
    for (const profile of ["role", "top"]) {
      expect(await list({ "alicloud:profile": profile, "alicloud:sharedCredentialsFile": file })).toEqual(listed);
    }
    expect(sts.seen).toHaveLength(2);
  });

  test("the ini file of the SDKs, by its variable or in HOME", async () => {
    const file = await outside.write("elsewhere.ini", iniFile());
    expect(await list({}, { env: { ALIBABA_CLOUD_CREDENTIALS_FILE: file } })).toEqual(listed);
    await outside.write(".alibabacloud/credentials", iniFile());
    expect(await list({}, { env: { ALIBABA_CLOUD_PROFILE: "default" } })).toEqual(listed);
  });

  test("the default chain finds the CLI's current profile, then the SDKs' file", async () => {
    await outside.write(".aliyun/config.json", cliFile("default"));
    expect(await list()).toEqual(listed);
    await outside.clear();
    await outside.write(".alibabacloud/credentials", iniFile());
    expect(await list()).toEqual(listed);
  });
});

describe("expiry during a run:", () => {
  // The SDK asks anew when less than a quarter of an hour is left.
  const fiveMinutes = 300;

  test("the credentials URI is asked again", async () => {
    let asked = 0;
    answer = () => ({ body: flat(asked++, fiveMinutes) });
    await list({ "alicloud:credentialsUri": plain.url });
    await outside.list();
    expect(usedKeys()).toEqual(["STS.issued-1", "STS.issued-2"]);
  });

  test("so is STS, for an assumed role and for OIDC, whose token file is read again", async () => {
    let asked = 0;
    answer = () => session(asked++ % 2, fiveMinutes);
    const file = await outside.write("token", "first-token");
    const fields = { roleArn: role, oidcProviderArn: "acs:ram::1:oidc-provider/ci", oidcTokenFile: file };
    await list({ "alicloud:assumeRoleWithOidc": JSON.stringify(fields) });
    await outside.write("token", "second-token");
    await outside.list();
    expect(sts.seen.map(({ form }) => form.get("OIDCToken"))).toEqual(["first-token", "second-token"]);

    await list({ ...stackKey(), "alicloud:assumeRole": JSON.stringify({ roleArn: role }) });
    await outside.list();
    expect(usedKeys()).toEqual(["STS.issued-1", "STS.issued-2", "STS.issued-1", "STS.issued-2"]);
  });

  test("a profile is read again after its credentials were refused", async () => {
    const rotated = { ...keyOf(), access_key_secret: "rotated-away" };
    await outside.write(".aliyun/config.json", cliFile("default", rotated));
    expect(await list()).toMatchObject({ code: "SignatureDoesNotMatch" });
    await outside.write(".aliyun/config.json", cliFile("default"));
    expect(await outside.list()).toEqual(listed);
  });
});

describe("the default chain", () => {
  test("serves 16 calls at once although only its last source works, which is asked once", async () => {
    answer = ({ method, url }) => {
      if (method === "PUT") return { body: "metadata-token" };
      return { body: url.pathname.endsWith("/") ? "worker" : flat(0) };
    };
    const results = await outside.listAtOnce(16, { config: target(), metadata: plain.host });
    expect(results).toEqual(Array(16).fill(listed));
    expect(plain.seen.filter(({ url }) => url.pathname.endsWith("/worker"))).toHaveLength(1);
    expect(new Set(usedKeys())).toEqual(new Set(["STS.issued-1"]));
  });

  test("tries all its sources again after a total failure", async () => {
    const failed = await outside.listAtOnce(16, { config: target() });
    expect(JSON.stringify(failed)).not.toContain("getaddrinfo");
    expect(failed.map((result) => "code" in result && result.code)).toEqual(Array(16).fill("CredentialsUnavailable"));
    // The first source of the chain that a file can make work; a used chain asks only its last one.
    await outside.write(".aliyun/config.json", cliFile("default"));
    expect(await outside.list()).toEqual(listed);
  });
});
