import OpenApiClient, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";

import { cancelled } from "../errors/cancelled";
import { toEsaError } from "../errors/classify";
import type { Connection } from "../connection";
import { credentialsFor } from "../credentials";
import { endTimersWithAnswers } from "./httpx";
import { senderThrough } from "./proxy";

/** One call of the API: both HTTP methods carry the parameters in the query. */
export interface ApiCall {
  readonly action: string;
  readonly method: "GET" | "POST";
  readonly query: Readonly<Record<string, string>>;
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

type RuntimeOptions = Parameters<OpenApiClient["callApi"]>[2];

const version = "2024-09-10";
const rpc = { pathname: "/", authType: "AK", style: "RPC", reqBodyType: "formData", bodyType: "json" };

/** Alibaba Cloud's generic client: signs a call, sends it once, reads the answer. Throws EsaError and nothing else. */
export function openTransport(connection: Connection, userAgent: string) {
  const { endpoint, protocol } = connection;
  endTimersWithAnswers();
  const { credential, explain } = credentialsFor(connection.credentials);
  const through = senderThrough(connection);
  const api = new OpenApiClient(new Config({ credential, endpoint, protocol, userAgent }));

  return async <T>({ action, method, query, limitMs, signal }: ApiCall, read: (body: unknown) => T): Promise<T> => {
    const params = new Params({ action, version, method, protocol, ...rpc });
    const readTimeout = Math.min(connection.readTimeoutMs, limitMs);
    // It also limits each silence after connecting.
    const connectTimeout = Math.min(connection.connectTimeoutMs, readTimeout);
    // `keepAlive` stays unset: setting it makes a new agent, and so a new connection, for every call.
    const runtime: Partial<RuntimeOptions> = { autoretry: false, readTimeout, connectTimeout };
    const request = new OpenApiRequest({ query });
    try {
      // Credentials may take their time: nothing is sent when the call was cancelled meanwhile.
      if (signal) await through(() => credential.getCredential());
      if (signal?.aborted) throw cancelled();
      const answer = await through(() => api.callApi(params, request, runtime as RuntimeOptions));
      return read((answer as { body?: unknown }).body);
    } catch (thrown) {
      throw explain(toEsaError(thrown, action));
    }
  };
}
