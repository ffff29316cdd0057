import * as v from "valibot";

import { systemClock, type Clock } from "./sending/clock";
import type { Connection } from "./connection";
import { requestIdOf, toEsaError } from "./errors/classify";
import { EsaError, type EsaErrorDetails } from "./errors/error";
import { fieldsOf } from "./errors/network";
import { AdaptivePace, type Pace } from "./sending/pace";
import { ownCodes } from "./errors/remedies";
import { readAs } from "./shapes";
import { withRetry, type RetryPolicy } from "./sending/retry";
import { openTransport, type ApiCall } from "./sending/transport";
import { jobsAnswer, listAnswer, planAnswer, type PlanAnswer, type WireJob } from "./wire";

/** How long one call may go on, and what is told meanwhile. */
export interface CallOptions extends Omit<RetryPolicy, "clock" | "maxRetryMs"> {
  /** Told at once where the call waits for its turn; then {@link onSend} tells when it goes out. */
  readonly onWait?: () => void;
  readonly onSend?: () => void;
}

type Operation = Omit<ApiCall, "limitMs" | "signal"> & {
  readonly subject: Pick<EsaErrorDetails, "planId" | "jobId" | "siteId">;
};

/** Jobs in one page; the documents name no maximum. */
const pageSize = 50;

/** The ESA API as this package needs it. Every method throws {@link EsaError} and nothing else. */
export type EsaClient = ReturnType<typeof createEsaClient>;

/** The client of a connection: sends, repeats what may be repeated, and checks each answer. Tests set clock and pace. */
export function createEsaClient(
  connection: Connection,
  userAgent: string,
  { clock = systemClock, pace = new AdaptivePace(clock) }: { readonly clock?: Clock; readonly pace?: Pace } = {},
) {
  const send = openTransport(connection, userAgent);

  async function call<T>(
    { subject, ...sent }: Operation,
    shape: v.GenericSchema<unknown, T>,
    options: CallOptions,
  ): Promise<T> {
    const { deadlineMs, signal } = options;
    const { action, method } = sent;
    const read = (body: unknown) => validated(action, shape, body);
    const sendOnce = async (): Promise<T> => {
      options.onSend?.();
      return send({ ...sent, limitMs: Math.max(1, deadlineMs - clock.now()), signal }, read);
    };
    const turn = { action, isRead: method === "GET", deadlineMs, signal };
    const policy = { ...options, clock, maxRetryMs: connection.maxRetryMs };
    options.onWait?.();
    try {
      return await withRetry(action, () => pace.run(turn, sendOnce), policy);
    } catch (error) {
      throw (error as EsaError).with(subject);
    }
  }

  async function change(action: string, planId: string, options: CallOptions): Promise<PlanAnswer> {
    const isOfPlan = v.check(
      ({ Id }: PlanAnswer) => Id.toLowerCase() === planId.toLowerCase(),
      ({ input }) => `it is about the plan ${input.Id}`,
    );
    const ofPlan = v.pipe(planAnswer, v.forward(isOfPlan, ["Id"]));
    return call({ action, method: "POST", query: { Id: planId }, subject: { planId } }, ofPlan, options);
  }

  return {
    /** The host that is called, with its port where it isn't the protocol's own. */
    endpoint: connection.endpoint.toLowerCase(),
    /** Its effect is told by `Status` in the answer, not by its success. */
    stop: (planId: string, options: CallOptions) => change("StopScheduledPreloadExecution", planId, options),
    /** Asynchronous: the plan may be `waiting` first. */
    start: (planId: string, options: CallOptions) => change("StartScheduledPreloadExecution", planId, options),
    list: (jobId: string, options: CallOptions) => {
      const operation = { action: "ListScheduledPreloadExecutions", method: "GET", query: { Id: jobId } } as const;
      return call({ ...operation, subject: { jobId } }, listAnswer, options);
    },
    /** Every job of the site, from all pages. */
    listJobs: async (siteId: string, options: CallOptions): Promise<WireJob[]> => {
      const operation = { action: "ListScheduledPreloadJobs", method: "GET", subject: { siteId } } as const;
      const jobs: WireJob[] = [];
      for (let page = 1; ; page++) {
        const query = { SiteId: siteId, PageNumber: String(page), PageSize: String(pageSize) };
        const answer = await call({ ...operation, query }, jobsAnswer, options);
        jobs.push(...answer.Jobs);
        if (answer.Jobs.length === 0 || jobs.length >= answer.TotalCount) return jobs;
      }
    },
  };
}

/** How some gateways name a success. */
const success = /^(success|ok|200|0|)$/i;

function validated<T>(action: string, shape: v.GenericSchema<unknown, T>, body: unknown): T {
  const read = readAs(shape, body);
  if ("data" in read) return read.data;
  const { Code, code = Code } = fieldsOf(body);
  if ((typeof code === "string" || typeof code === "number") && !success.test(String(code))) {
    // An error that a gateway has sent with the status of a success.
    throw toEsaError({ code: String(code), statusCode: 200, data: body }, action);
  }
  const { path, message } = read.fault;
  throw new EsaError({
    action,
    code: ownCodes.unreadable,
    reason: `the answer's ${path || "body"} is not as documented (${message})`,
    requestId: requestIdOf(body),
  });
}
