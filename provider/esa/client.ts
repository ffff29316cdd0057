import OpenApiClient, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import type { z } from "zod";

import { systemClock, type Clock } from "./clock";
import type { Connection } from "./connection";
import { credentialsFor } from "./credentials";
import { EsaError } from "./errors";
import { ownCodes } from "./remedies";
import { withRetry, type RetryPolicy } from "./retry";
import { listAnswer, planAnswer, type ListAnswer, type PlanAnswer } from "./wire";

/** How long one call may go on, and what is told meanwhile. */
export interface CallOptions extends Pick<RetryPolicy, "deadlineMs"> {
  /** Default true; see {@link RetryPolicy.repeatAmbiguous}. */
  readonly repeatAmbiguous?: boolean;
  readonly onRetry?: RetryPolicy["onRetry"];
}

/** The ESA API as this package needs it. Every method throws {@link EsaError} and nothing else. */
export interface EsaClient {
  /** StopScheduledPreloadExecution. Its effect is told by `Status` in the answer, not by its success. */
  stop(planId: string, options: CallOptions): Promise<PlanAnswer>;
  /** StartScheduledPreloadExecution. Asynchronous: the plan may be `waiting` first. */
  start(planId: string, options: CallOptions): Promise<PlanAnswer>;
  /** ListScheduledPreloadExecutions: every plan of the job. */
  list(jobId: string, options: CallOptions): Promise<ListAnswer>;
}

type RuntimeOptions = Parameters<OpenApiClient["callApi"]>[2];

const version = "2024-09-10";

/** The client on Alibaba Cloud's generic OpenAPI client, which signs and sends. */
export function createEsaClient(
  connection: Connection,
  userAgent: string,
  clock: Clock = systemClock,
): EsaClient {
  const credentials = credentialsFor(connection.credentials);
  const api = new OpenApiClient(
    new Config({
      credential: credentials.credential,
      endpoint: connection.endpoint,
      protocol: connection.protocol,
      userAgent,
    }),
  );

  async function call<T extends z.ZodType>(
    action: string,
    method: "GET" | "POST",
    id: string,
    shape: T,
    subject: { planId?: string; jobId?: string },
    options: CallOptions,
  ): Promise<z.output<T>> {
    const params = new Params({
      action,
      version,
      protocol: connection.protocol,
      pathname: "/",
      method,
      authType: "AK",
      style: "RPC",
      reqBodyType: "formData",
      bodyType: "json",
    });
    const deadlineMs = Math.min(options.deadlineMs, clock.now() + connection.maxRetryMs);
    const attempt = async (remainingMs: number): Promise<z.output<T>> => {
      // `keepAlive` stays unset: setting it makes a new agent, and so a new connection, for every call.
      const runtime: Partial<RuntimeOptions> = {
        autoretry: false,
        readTimeout: Math.min(connection.readTimeoutMs, remainingMs),
        connectTimeout: Math.min(connection.connectTimeoutMs, remainingMs),
      };
      const request = new OpenApiRequest({ query: { Id: id } });
      const answer = (await api.callApi(params, request, runtime as RuntimeOptions)) as { body?: unknown };
      return validated(action, shape, answer.body);
    };
    try {
      return await withRetry(action, attempt, {
        clock,
        deadlineMs,
        repeatAmbiguous: options.repeatAmbiguous ?? true,
        ...(options.onRetry && { onRetry: options.onRetry }),
      });
    } catch (error) {
      throw credentials.explain(error as EsaError).with(subject);
    }
  }

  return {
    stop: (planId, options) =>
      call("StopScheduledPreloadExecution", "POST", planId, planAnswer, { planId }, options),
    start: (planId, options) =>
      call("StartScheduledPreloadExecution", "POST", planId, planAnswer, { planId }, options),
    list: (jobId, options) =>
      call("ListScheduledPreloadExecutions", "GET", jobId, listAnswer, { jobId }, options),
  };
}

function validated<T extends z.ZodType>(action: string, shape: T, body: unknown): z.output<T> {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const requestId = (Object(body) as { RequestId?: unknown }).RequestId;
  throw new EsaError({
    action,
    code: ownCodes.unreadable,
    reason: `the answer's ${issue?.path.join(".") || "body"} is not as documented (${issue?.message ?? "unknown"})`,
    requestId: typeof requestId === "string" ? requestId : undefined,
  });
}
