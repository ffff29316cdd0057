import type { Connection } from "../../provider/esa/connection";
import type { EsaError } from "../../provider/esa/errors/error";
import { readSettings, type Account } from "../../provider/settings";

export type Texts = Record<string, string>;

/** The settings of a stack that configures a region, where nothing else is said. */
export function settings(config: Texts, env: Texts = {}, account?: Account): Connection {
  const keys: Texts = { "alicloud:region": "cn-hangzhou", ...config };
  return readSettings((name) => keys[name], env, account);
}

/** The error of settings that must be refused. */
export function refusal(config: Texts, env: Texts = {}): EsaError {
  try {
    settings(config, env);
  } catch (error) {
    return error as EsaError;
  }
  throw new Error("The settings were accepted.");
}
