import type { z } from "zod";

/** What is known of the service while the cases run, one after the other. */
export interface World {
  readonly jobId: string;
  /** The plan that may be stopped; without one no case writes. */
  readonly planId?: string | undefined;
  /** Of that plan, as the job's last List has shown it. */
  status?: string;
  /** Its status when it was last asked to stop. */
  stoppedFrom?: string;
  /** Of the job. */
  siteId?: number;
}

export interface Request {
  readonly action: string;
  readonly method: "GET" | "POST";
  readonly query: Readonly<Record<string, string>>;
}

/** What came back: the body of HTTP 200, or status and code of an error, such as `HTTP 404 InvalidJob.NotFound`. */
export type Answer = { readonly body: unknown } | { readonly refusal: string };

/** An answer that the simulator gives, and the option that leads to it where there is more than one. */
export type Expected = ({ readonly body: z.ZodType } | { readonly refusal: string }) & { readonly option?: string };

/** A question to ESA's scheduled preload API, what the simulator answers, and what the documents say of it. */
export interface Case {
  readonly name: string;
  /** Of what the simulator answers. */
  readonly basis: "documented" | "by the SDK's model" | "our choice";
  readonly documents: string;
  /** Why it cannot be tried now. */
  readonly unless?: (world: World) => string | undefined;
  readonly ask: (world: World) => Request;
  readonly answers: (world: World) => readonly Expected[];
  /** Whether to look again for a while when the answer is another one. */
  readonly settles?: boolean;
}

/** An id of the right form that no plan or job has, and one of another form. */
export const absentId = "000000000000000000000000";
export const malformedId = "not-an-id";

const read = (action: string) => (query: Request["query"]) => ({ action, method: "GET", query }) as const;
export const list = read("ListScheduledPreloadExecutions");
export const getJob = read("GetScheduledPreloadJob");
export const listJobs = read("ListScheduledPreloadJobs");
export const stop = (Id: string) =>
  ({ action: "StopScheduledPreloadExecution", method: "POST", query: { Id } }) as const;

/** The answers of a case that is refused. */
export const refused = (refusal: string) => () => [{ refusal }];
