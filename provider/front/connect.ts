import type { EsaClient } from "../esa/client";
import type { Account } from "../esa/connection";
import type { ConfigReader } from "../settings";

/** An account's client, for the real API. All that it takes, and `@alicloud/*`, is loaded by the first call. */
export async function connectBy(config: ConfigReader, account: Account): Promise<EsaClient> {
  const { readSettings } = await import("../settings/index.js");
  const settings = readSettings(config, process.env, account);
  const { createEsaClient } = await import("../esa/client.js");
  const { userAgent } = await import("../esa/sending/userAgent.js");
  return createEsaClient(settings, userAgent);
}
