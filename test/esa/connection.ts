import { createEsaClient, type EsaClient } from "../../provider/esa/client";
import type { Connection } from "../../provider/esa/connection";
import { EsaError } from "../../provider/esa/errors/error";
import { unpaced } from "../world/unpaced";
import { failureOf } from "../world/world";

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

/** The EsaError of a promise that must fail with one. */
export async function errorOf(promise: Promise<unknown>): Promise<EsaError> {
  const error: unknown = await failureOf(promise);
  if (error instanceof EsaError) return error;
  throw error;
}
