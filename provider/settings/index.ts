import { isIP } from "node:net";

import { z } from "zod";

import type { Connection } from "../esa/connection";
import {
  firstSetIn,
  readStructure,
  settingsError,
  type ConfigReader,
  type Environment,
  type FirstSet,
} from "./configuration";
import { readCredentials } from "./credentials";

export type { ConfigReader, Environment } from "./configuration";

const mainland = "esa.cn-hangzhou.aliyuncs.com";
const international = "esa.ap-southeast-1.aliyuncs.com";
const defaultTimeoutMs = 60_000;

/**
 * The settings that a stack configuration and an environment amount to. Keys, variables and their order are those of
 * pulumi-alicloud, so that one configuration serves both packages.
 *
 * @throws EsaError naming the key that is missing or wrong, never its value where that is a secret.
 */
export function readSettings(config: ConfigReader, env: Environment): Connection {
  const first = firstSetIn(config, env);
  const overrides = readEndpoints(config, env);
  const { endpoint, scheme } = splitEndpoint(overrides.esa ?? defaultEndpoint(first));
  const milliseconds = (key: string, variable: string) =>
    readNumber(key, first(key, variable), 1) ?? defaultTimeoutMs;
  return {
    endpoint,
    protocol: readProtocol(first("protocol"), scheme, endpoint),
    credentials: readCredentials(config, env, overrides.sts),
    connectTimeoutMs: milliseconds("clientConnectTimeout", "CLIENT_CONNECT_TIMEOUT"),
    readTimeoutMs: milliseconds("clientReadTimeout", "CLIENT_READ_TIMEOUT"),
    // In seconds there, with 0 for "no limit of its own".
    maxRetryMs:
      (readNumber("maxRetryTimeout", first("maxRetryTimeout", "MAX_RETRY_TIMEOUT"), 0) || Infinity) * 1000,
  };
}

/** ESA has these two endpoints only: a region never becomes part of a host name. */
function defaultEndpoint(first: FirstSet): string {
  const accountType = first("accountType", "ALICLOUD_ACCOUNT_TYPE", "ALIBABA_CLOUD_ACCOUNT_TYPE");
  if (accountType !== undefined) {
    if (/^international$/i.test(accountType)) return international;
    if (/^domestic$/i.test(accountType)) return mainland;
    throw settingsError(
      `alicloud:accountType is "${accountType}".`,
      "Set it to Domestic (China site) or International: `pulumi config set alicloud:accountType International`.",
    );
  }
  const region = first(
    "region",
    "ALICLOUD_REGION",
    "ALIBABA_CLOUD_REGION",
    "ALIBABA_CLOUD_REGION_ID",
    "ALIBABACLOUD_REGION",
    "ALIBABACLOUD_REGION_ID",
  );
  if (region === undefined) {
    throw settingsError(
      "Neither alicloud:region nor alicloud:accountType is set, so it is not known which of ESA's two endpoints to call.",
      "Run `pulumi config set alicloud:region cn-hangzhou` (China site) or another region, or set alicloud:accountType to Domestic or International.",
    );
  }
  return /^cn-(?!hongkong)/.test(region) ? mainland : international;
}

const endpointShape = z.object({ esa: z.string().optional(), sts: z.string().optional() });
// One object instead of a list of them is what people write first: it says the same.
const endpointsShape = z.union([z.array(endpointShape), endpointShape.transform((entry) => [entry])]);

function readEndpoints(config: ConfigReader, env: Environment): { esa?: string; sts?: string } {
  const remedy =
    "Run `pulumi config set --path 'alicloud:endpoints[0].esa' HOST`, or set it to JSON such as '[{\"esa\":\"HOST\"}]'.";
  const entries = readStructure(config, "endpoints", endpointsShape, remedy) ?? [];
  const find = (name: "esa" | "sts", ...variables: string[]) =>
    [...entries.map((entry) => entry[name]), ...variables.map((variable) => env[variable])].find(Boolean);
  const esa = find("esa", "ALIBABA_CLOUD_ESA_ENDPOINT", "ESA_ENDPOINT");
  const sts = find("sts", "ALIBABA_CLOUD_STS_ENDPOINT", "STS_ENDPOINT");
  return { ...(esa && { esa }), ...(sts && { sts }) };
}

function splitEndpoint(text: string): { endpoint: string; scheme: "HTTP" | "HTTPS" | undefined } {
  const match = /^(?:(https?):\/\/)?([^/?#@\s]+)\/?$/i.exec(text.trim());
  if (!match?.[2]) {
    throw settingsError(
      `The ESA endpoint "${text}" is not a host with an optional port.`,
      `Set it as host or host:port, for example ${mainland}.`,
    );
  }
  const scheme = match[1]?.toUpperCase() as "HTTP" | "HTTPS" | undefined;
  return { endpoint: match[2], scheme };
}

function readProtocol(
  protocol: string | undefined,
  scheme: "HTTP" | "HTTPS" | undefined,
  endpoint: string,
): "HTTP" | "HTTPS" {
  const asked = protocol?.toUpperCase();
  if (asked !== undefined && asked !== "HTTP" && asked !== "HTTPS") {
    throw settingsError(`alicloud:protocol is "${protocol}".`, "Set it to HTTPS, or leave it out.");
  }
  if (asked !== undefined) return asked;
  if (scheme === "HTTP" && !isLoopback(endpoint)) {
    throw settingsError(
      `The ESA endpoint http://${endpoint} would be called without encryption.`,
      "Use https, or say so in as many words: `pulumi config set alicloud:protocol HTTP`.",
    );
  }
  return scheme ?? "HTTPS";
}

function isLoopback(endpoint: string): boolean {
  const host = endpoint.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function readNumber(key: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < least) {
    throw settingsError(`alicloud:${key} is "${text}".`, `Set it to a number of at least ${least}.`);
  }
  return value;
}
