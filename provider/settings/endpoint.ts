import * as v from "valibot";

import type { Connection } from "../esa/connection";
import { shortened } from "../esa/errors/redact";
import { isLoopback } from "../esa/sending/hosts";
import { noList } from "../esa/shapes";
import { settingsError, type Given, type Sources } from "./configuration";

/** ESA has these two endpoints only: a region never becomes part of a host name. */
const mainland = "esa.cn-hangzhou.aliyuncs.com";
const international = "esa.ap-southeast-1.aliyuncs.com";

type Protocol = Connection["protocol"];

// Other services have names of their own there; one of ours that is misspelt would lead to the real service.
const ours = ["esa", "sts"];
const isOurs = (name: string) => ours.includes(name.trim().toLowerCase());
const inLowerCase = v.check(
  (entry: object) => Object.keys(Object(entry) as object).every((name) => ours.includes(name) || !isOurs(name)),
  "esa and sts are written in lower case, without blanks",
);
const entryShape = v.pipe(noList, inLowerCase, v.object({ esa: v.optional(v.string()), sts: v.optional(v.string()) }));
// One object instead of a list of them is what people write first: it says the same.
const listed = v.transform((given: unknown): unknown[] => (Array.isArray(given) ? given : [given]));
const endpointsShape = v.pipe(v.unknown(), listed, v.array(entryShape));
const endpointsRemedy =
  "Run `pulumi config set --path 'alicloud:endpoints[0].esa' HOST`, or set it to JSON such as '[{\"esa\":\"HOST\"}]'.";

/** Where ESA is called, and the host of STS where it isn't the default one. */
export function readEndpoint(sources: Sources) {
  const entries = sources.structure("endpoints", endpointsShape, endpointsRemedy) ?? [];
  const given = (service: "esa" | "sts", ...variables: string[]): Given | undefined => {
    const value = entries.map((entry) => entry[service]?.trim()).find(Boolean);
    return value ? { name: "alicloud:endpoints", value } : sources.variable(...variables);
  };
  const esa = given("esa", "ALIBABA_CLOUD_ESA_ENDPOINT", "ESA_ENDPOINT");
  const sts = given("sts", "ALICLOUD_STS_ENDPOINT", "ALIBABA_CLOUD_STS_ENDPOINT", "STS_ENDPOINT");
  const { host, scheme } = esa ? splitEndpoint(esa, "ESA") : { host: defaultEndpoint(sources), scheme: undefined };
  return {
    endpoint: host,
    protocol: readProtocol(sources.stack("protocol")?.value, scheme, host),
    stsEndpoint: sts && stsHost(sts),
  };
}

/** STS is called by HTTPS only. */
function stsHost(given: Given): string {
  const { host, scheme } = splitEndpoint(given, "STS");
  if (scheme !== "HTTP") return host;
  throw settingsError(
    `The STS endpoint http://${host} of ${given.name} would be called by HTTPS all the same.`,
    "Leave out http://.",
  );
}

function defaultEndpoint(sources: Sources): string {
  const accountType = sources.given("accountType");
  if (accountType) {
    if (/^international$/i.test(accountType.value)) return international;
    if (/^domestic$/i.test(accountType.value)) return mainland;
    throw settingsError(
      `${accountType.name} is "${shortened(accountType.value)}".`,
      "Set it to Domestic (China site) or International: `pulumi config set alicloud:accountType International`.",
    );
  }
  const region = sources.value("region");
  if (region !== undefined) return /^cn-(?!hongkong)/i.test(region) ? mainland : international;
  throw settingsError(
    "Neither alicloud:region nor alicloud:accountType is set, so it is not known which of ESA's two endpoints to call.",
    "Run `pulumi config set alicloud:region cn-hangzhou` (China site) or another region, or set alicloud:accountType to Domestic or International.",
  );
}

function splitEndpoint({ name, value }: Given, service: string): { host: string; scheme: Protocol | undefined } {
  const match = /^(?:(https?):\/\/)?((?:\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?)\/?$/i.exec(value);
  if (!match?.[2] || Number(match[3] ?? 0) > 65_535) {
    throw settingsError(
      `The ${service} endpoint "${shortened(withoutSecrets(value))}" of ${name} is not a host with an optional port (up to 65535).`,
      `Set it as host or host:port, for example ${mainland}.`,
    );
  }
  return { host: match[2], scheme: match[1]?.toUpperCase() as Protocol | undefined };
}

/** Hides a user and password, and what a query may hold; that there was such a part is seen. */
function withoutSecrets(endpoint: string): string {
  return endpoint.replace(/^((?:https?:\/\/)?).*@/is, "$1***@").replace(/([?#]).*$/s, "$1***");
}

function readProtocol(text: string | undefined, scheme: Protocol | undefined, host: string): Protocol {
  const asked = text?.toUpperCase();
  if (asked !== undefined && asked !== "HTTP" && asked !== "HTTPS") {
    throw settingsError(
      `alicloud:protocol is "${shortened(text ?? "")}".`,
      "Set it to HTTPS or HTTP, or leave it out.",
    );
  }
  if (asked !== undefined && scheme !== undefined && asked !== scheme) {
    throw settingsError(
      `alicloud:protocol is ${asked}, but the ESA endpoint is ${scheme.toLowerCase()}://${host}.`,
      "Leave one of the two out, or make them agree.",
    );
  }
  if (asked === undefined && scheme === "HTTP" && !isLoopback(host)) {
    throw settingsError(
      `The ESA endpoint http://${host} would be called without encryption.`,
      "Use https, or allow it explicitly: `pulumi config set alicloud:protocol HTTP`.",
    );
  }
  return asked ?? scheme ?? "HTTPS";
}
