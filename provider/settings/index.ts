import type { Connection } from "../esa/connection";
import { Sources, settingsError, type ConfigReader, type Environment } from "./configuration";
import type { Account } from "../esa/account";
import { readCredentials } from "./credentials";
import { readEndpoint } from "./endpoint";
import { readProxy } from "./proxy";

export type { ConfigReader, Environment } from "./configuration";
export type { Account } from "../esa/account";

/** As in pulumi-alicloud. */
const defaultTimeoutMs = 60_000;
/** Node's timers end at once beyond this. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The settings that a stack configuration and an environment amount to. Keys, variables and their order are those of
 * pulumi-alicloud, so that one configuration serves both packages.
 *
 * @throws EsaError naming the key that is missing or wrong, never its value where that is a secret.
 */
export function readSettings(config: ConfigReader, env: Environment, account: Account = {}): Connection {
  const sources = new Sources(config, env);
  const { endpoint, protocol, stsEndpoint } = readEndpoint(sources);
  const proxy = readProxy(sources, endpoint, protocol);
  const timeoutMs = (key: string, variable: string) =>
    readNumber(key, sources.first(key, variable), 1, longestTimerMs) ?? defaultTimeoutMs;
  const maxRetrySeconds = readNumber("maxRetryTimeout", sources.first("maxRetryTimeout", "MAX_RETRY_TIMEOUT"));
  return {
    endpoint,
    protocol,
    ...(proxy && { proxy }),
    credentials: readCredentials(sources, stsEndpoint, account),
    connectTimeoutMs: timeoutMs("clientConnectTimeout", "CLIENT_CONNECT_TIMEOUT"),
    readTimeoutMs: timeoutMs("clientReadTimeout", "CLIENT_READ_TIMEOUT"),
    // There, 0 means no limit of its own.
    maxRetryMs: (maxRetrySeconds || Infinity) * 1000,
  };
}

function readNumber(key: string, text: string | undefined, least = 0, most = Infinity): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  const limits = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  throw settingsError(`alicloud:${key} is "${text}".`, `Set it to a number ${limits}.`);
}
