import { createEsaClient, type EsaClient } from "../../provider/esa/client";
import type { Connection } from "../../provider/esa/connection";
import type { Clock } from "../../provider/esa/sending/clock";
import { unpaced } from "../world/unpaced";

export const staticKey = {
  kind: "static",
  accessKeyId: "id",
  accessKeySecret: "hush-secret",
  origin: "the test",
  configured: false,
} as const;

/** A client of a server that is no simulator; a failed call is not repeated. */
export function clientOf(endpoint: string, more: Partial<Connection> = {}): EsaClient {
  const connection: Connection = {
    endpoint,
    protocol: "HTTP",
    credentials: staticKey,
    connectTimeoutMs: 10_000,
    readTimeoutMs: 10_000,
    maxRetryMs: 0,
    ...more,
  };
  return createEsaClient(connection, "test", { pace: unpaced });
}

/** A clock on which a wait takes no time, but lets it pass. */
export function passingClock(): Clock {
  let nowMs = Date.parse("2026-06-01T12:00:00Z");
  const sleep = (delayMs: number) => {
    nowMs += delayMs;
    return Promise.resolve();
  };
  return { now: () => nowMs, sleep, random: () => 0.5 };
}
