import type { Connection } from "../../provider/esa/connection";
import { refusal, settings, type Texts } from "./read";

const mainland = "esa.cn-hangzhou.aliyuncs.com";
const international = "esa.ap-southeast-1.aliyuncs.com";
const plain = { "alicloud:endpoints": '[{"esa":"http://esa.example.com"}]' };

describe("region and account type choose one of ESA's two endpoints", () => {
  const none = { "alicloud:region": "" };

  test.each<[Texts, Texts, string]>([
    [{ "alicloud:region": "cn-hangzhou" }, {}, mainland],
    [{ "alicloud:region": "cn-hongkong" }, {}, international],
    [{ "alicloud:region": "ap-southeast-1" }, {}, international],
    [{ ...none, "alicloud:accountType": "International" }, {}, international],
    [{ "alicloud:accountType": "international", "alicloud:region": "cn-beijing" }, {}, international],
    [{ "alicloud:accountType": "Domestic", "alicloud:region": "eu-central-1" }, {}, mainland],
    [none, { ALICLOUD_REGION: "cn-beijing" }, mainland],
    [none, { ALIBABA_CLOUD_REGION: "cn-beijing" }, mainland],
    [none, { ALIBABA_CLOUD_REGION_ID: "cn-beijing" }, mainland],
    [none, { ALIBABACLOUD_REGION: "cn-beijing" }, mainland],
    [none, { ALIBABACLOUD_REGION_ID: "cn-beijing" }, mainland],
    [none, { ALICLOUD_REGION: "", ALIBABA_CLOUD_REGION: "us-east-1" }, international],
    [{ "alicloud:region": "us-east-1" }, { ALICLOUD_REGION: "cn-beijing" }, international],
    [none, { ALIBABA_CLOUD_ACCOUNT_TYPE: "International", ALICLOUD_REGION: "cn-beijing" }, international],
  ])("%j and %j", (config, env, endpoint) => {
    expect(settings(config, env)).toMatchObject({ endpoint, protocol: "HTTPS" });
  });
});

describe("endpoints override both", () => {
  test.each<[string, string, Connection["protocol"]]>([
    // What the host hands over after `pulumi config set --path 'alicloud:endpoints[0].esa'`.
    ['[{"esa":"esa.example.com","ecs":"ecs.example.com"}]', "esa.example.com", "HTTPS"],
    ['[{"ecs":"ecs.example.com"},{"esa":"esa.example.com"}]', "esa.example.com", "HTTPS"],
    ['{"esa":"esa.example.com"}', "esa.example.com", "HTTPS"],
    ['[{"esa":"https://esa.example.com/"}]', "esa.example.com", "HTTPS"],
    ['[{"esa":"esa.example.com:8443"}]', "esa.example.com:8443", "HTTPS"],
    ['[{"esa":"http://127.0.0.1:8080"}]', "127.0.0.1:8080", "HTTP"],
    ["[]", mainland, "HTTPS"],
    ['[{"ecs":"ecs.example.com"}]', mainland, "HTTPS"],
  ])("%s", (endpoints, endpoint, protocol) => {
    expect(settings({ "alicloud:endpoints": endpoints })).toMatchObject({ endpoint, protocol });
  });

  test.each(["ALIBABA_CLOUD_ESA_ENDPOINT", "ESA_ENDPOINT"])("%s comes after the key", (name) => {
    expect(settings({}, { [name]: "a.example.com" }).endpoint).toBe("a.example.com");
    const endpoints = { "alicloud:endpoints": '[{"esa":"b.example.com"}]' };
    expect(settings(endpoints, { [name]: "a.example.com" }).endpoint).toBe("b.example.com");
  });

  test.each([
    ["not JSON", "alicloud:endpoints is not JSON."],
    ['[{"esa":7}]', "alicloud:endpoints[0].esa is not as expected: expected string, received number."],
    ['[["esa.example.com"]]', "alicloud:endpoints[0] is not as expected: expected an object, received a list."],
    ['"esa.example.com"', "alicloud:endpoints[0] is not as expected: expected object, received string."],
    ["[null]", "alicloud:endpoints[0] is not as expected: expected object, received null."],
    [
      '[{"ecs":"x"},{"Esa":"esa.example.com"}]',
      "alicloud:endpoints[1] is not as expected: esa and sts are written in lower",
    ],
    ['[{" esa":"esa.example.com"}]', "esa and sts are written in lower case, without blanks"],
    ['[{"esa":"esa.example.com:65536"}]', "(up to 65535)"],
    [`[{"esa":"${"?".repeat(99)}"}]`, '"?***" of'],
    [`[{"esa":"${"e".repeat(99)}/"}]`.replace("/", "/x"), `"${"e".repeat(57)}..." of`],
    ['[{"esa":"esa.example.com/path"}]', '"esa.example.com/path"'],
    ['[{"esa":"esa.example.com:port"}]', '"esa.example.com:port"'],
    ['[{"esa":"ftp://esa.example.com"}]', '"ftp://esa.example.com"'],
    ['[{"sts":"sts.example.com:port"}]', '"sts.example.com:port"'],
  ])("%s is refused with the way to set it", (endpoints, text) => {
    const { message } = refusal({ "alicloud:endpoints": endpoints });
    expect(message).toContain(text);
    expect(message).toMatch(/pulumi config set --path 'alicloud:endpoints\[0\].esa'|host or host:port/);
  });
});

test("plain HTTP beyond loopback is used when it is asked for by name", () => {
  expect(settings({ ...plain, "alicloud:protocol": "HTTP" }).protocol).toBe("HTTP");
  expect(settings({ "alicloud:protocol": "http" }).protocol).toBe("HTTP");
});

describe("time limits", () => {
  test("are those of pulumi-alicloud when nothing is set", () => {
    expect(settings({})).toMatchObject({ connectTimeoutMs: 60_000, readTimeoutMs: 60_000, maxRetryMs: Infinity });
  });

  test.each<[Texts, Texts, Partial<Connection>]>([
    [{ "alicloud:clientConnectTimeout": "1500" }, {}, { connectTimeoutMs: 1500 }],
    [{ "alicloud:clientReadTimeout": "2500" }, {}, { readTimeoutMs: 2500 }],
    [{ "alicloud:maxRetryTimeout": "30" }, {}, { maxRetryMs: 30_000 }],
    [{}, { CLIENT_CONNECT_TIMEOUT: "1" }, { connectTimeoutMs: 1 }],
    [{}, { CLIENT_READ_TIMEOUT: "2" }, { readTimeoutMs: 2 }],
    [{}, { MAX_RETRY_TIMEOUT: "3" }, { maxRetryMs: 3000 }],
    [{ "alicloud:clientReadTimeout": "9" }, { CLIENT_READ_TIMEOUT: "2" }, { readTimeoutMs: 9 }],
  ])("%j and %j", (config, env, expected) => {
    expect(settings(config, env)).toMatchObject(expected);
  });
});

describe("the proxy", () => {
  const shown = (env: Texts) => settings({}, env).proxy?.shown;

  test.each<[Texts, string | undefined]>([
    [{}, undefined],
    [{ HTTP_PROXY: "http://p:3128" }, undefined],
    [{ HTTPS_PROXY: "http://p:3128" }, "http://p:3128"],
    [{ https_proxy: "http://p:3128" }, "http://p:3128"],
    [{ HTTPS_PROXY: "http://a:1", https_proxy: "http://b:2" }, "http://a:1"],
    [{ HTTPS_PROXY: "https://p.example.com" }, "https://p.example.com"],
    [{ HTTPS_PROXY: "http://me:hunter2@p:3128" }, "http://p:3128"],
  ])("%j", (env, proxy) => {
    expect(shown(env)).toBe(proxy);
  });

  test("keeps the entries of NO_PROXY", () => {
    const env = { HTTPS_PROXY: "http://p", NO_PROXY: "a.example.com, .b.example.com" };
    expect(settings({}, env).proxy?.except).toEqual(["a.example.com", ".b.example.com"]);
  });

  test("that cannot be used does not matter to an endpoint that is called directly", () => {
    const socks = { HTTPS_PROXY: "socks5://p:1080" };
    expect(shown({ ...socks, NO_PROXY: "aliyuncs.com" })).toBeUndefined();
    const loopback = { "alicloud:endpoints": '[{"esa":"http://127.0.0.1:80"}]' };
    expect(settings(loopback, socks).proxy).toBeUndefined();
  });
});

describe("what cannot be meant is refused, with the way to set it and without a password:", () => {
  const esa = (host: string) => ({ "alicloud:endpoints": JSON.stringify([{ esa: host }]) });

  test.each<[Texts, RegExp]>([
    [{ "alicloud:region": "" }, /alicloud:region[^]*alicloud:accountType/],
    [{ "alicloud:accountType": "Enterprise" }, /alicloud:accountType is "Enterprise"/],
    [
      esa("https://me:hunter2@esa.example.com"),
      /endpoint "https:\/\/\*\*\*@esa.example.com" of alicloud:endpoints is not a host/,
    ],
    [esa("me:hunter2@esa.example.com"), /endpoint "\*\*\*@esa.example.com" of/],
    [esa("https://me:hun/hunter2@esa.example.com"), /endpoint "https:\/\/\*\*\*@esa.example.com" of/],
    [esa("esa.example.com/?token=hunter2"), /endpoint "esa.example.com\/\?\*\*\*" of/],
    [plain, /http:\/\/esa.example.com would be called without encryption[^]*config set alicloud:protocol HTTP/],
    [{ "alicloud:protocol": "ftp" }, /alicloud:protocol is "ftp"/],
    [{ ...esa("http://127.0.0.1"), "alicloud:protocol": "HTTPS" }, /is HTTPS, but the ESA endpoint is http:/],
    [{ ...esa("https://esa.example.com"), "alicloud:protocol": "HTTP" }, /is HTTP, but the ESA endpoint is https:/],
    [
      { "alicloud:clientConnectTimeout": "soon" },
      /alicloud:clientConnectTimeout is "soon"[^]*number of milliseconds from 1 to 2147483647/,
    ],
    [{ "alicloud:clientReadTimeout": "0" }, /alicloud:clientReadTimeout is "0"/],
    [{ "alicloud:maxRetryTimeout": "-1" }, /alicloud:maxRetryTimeout is "-1"/],
  ])("%j", (config, says) => {
    const { message } = refusal(config);
    expect(message).toMatch(says);
    expect(message).not.toContain("hunter2");
  });

  test.each([
    ["CLIENT_READ_TIMEOUT", "soon", /^CLIENT_READ_TIMEOUT is "soon"/],
    ["ALICLOUD_ACCOUNT_TYPE", "Enterprise", /^ALICLOUD_ACCOUNT_TYPE is "Enterprise"/],
    [
      "ESA_ENDPOINT",
      "https://me:hunter2@esa.example.com",
      /endpoint "https:\/\/\*\*\*@esa.example.com" of ESA_ENDPOINT is not/,
    ],
  ])("the variable is named: %s", (name, value, says) => {
    const { message } = refusal({}, { [name]: value });
    expect(message).toMatch(says);
    expect(message).not.toContain("hunter2");
  });

  test("an STS endpoint that asks for plain HTTP", () => {
    const { message } = refusal({ "alicloud:region": "cn-hangzhou" }, { STS_ENDPOINT: "http://127.0.0.1:1" });
    expect(message).toMatch(
      /^The STS endpoint http:\/\/127.0.0.1:1 of STS_ENDPOINT would be called by HTTPS.*\n +Leave out/,
    );
  });

  test.each([
    ["socks5://me:hunter2@p:1080", /^HTTPS_PROXY names a socks5 proxy/],
    ["http://me:hunter2@[", /^HTTPS_PROXY is not a URL/],
    ["http://", /^HTTPS_PROXY is not a URL/],
    ["http://me:hunter2%zz@p:3128", /^The user or password in HTTPS_PROXY has a % that is not written %25/],
  ])("HTTPS_PROXY=%s", (value, says) => {
    const { message } = refusal({}, { HTTPS_PROXY: value });
    expect(message).toMatch(says);
    expect(message).not.toContain("hunter2");
  });
});
