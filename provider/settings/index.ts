import type { Account, Connection } from "../esa/connection";
import { shortened } from "../esa/errors/redact";
import { Sources, settingsError, type ConfigReader, type Key } from "./configuration";
import { readCredentials } from "./credentials";
import { readEndpoint } from "./endpoint";
import { readProxy } from "./proxy";

export { keys } from "./configuration";
export type { ConfigReader } from "./configuration";
export type { Account } from "../esa/connection";

/** As in pulumi-alicloud. */
const defaultTimeoutMs = 60_000;
/** Node's timers end at once beyond this. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The settings that a stack configuration and an environment amount to. Keys, variables and their order are those of
 * pulumi-alicloud, so that one configuration serves both packages.
 * @throws EsaError naming the key that is missing or wrong, never its value where that is a secret.
 */
export function readSettings(config: ConfigReader, env: NodeJS.ProcessEnv, account: Account = {}): Connection {
  const sources = new Sources(config, env);
  const { stsEndpoint, ...address } = readEndpoint(sources);
  const proxy = readProxy(sources, address);
  const maxRetrySeconds = readNumber(sources, "maxRetryTimeout", "seconds", 0);
  return {
    ...address,
    ...(proxy && { proxy }),
    credentials: readCredentials(sources, stsEndpoint, account),
    connectTimeoutMs:
      readNumber(sources, "clientConnectTimeout", "milliseconds", 1, longestTimerMs) ?? defaultTimeoutMs,
    readTimeoutMs: readNumber(sources, "clientReadTimeout", "milliseconds", 1, longestTimerMs) ?? defaultTimeoutMs,
    // There, 0 means no limit of its own.
    maxRetryMs: (maxRetrySeconds || Infinity) * 1000,
  };
}

function readNumber(sources: Sources, key: Key, unit: string, least: number, most = Infinity): number | undefined {
  const given = sources.given(key);
  if (!given) return undefined;
  const value = Number(given.value);
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  const limits = most === Infinity ? `from ${least} on` : `from ${least} to ${most}`;
  throw settingsError(`${given.name} is "${shortened(given.value)}".`, `Set it to a number of ${unit} ${limits}.`);
}
