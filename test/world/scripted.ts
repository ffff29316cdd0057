import type { CallOptions, EsaClient } from "../../provider/esa/client";
import type { ListAnswer, PlanAnswer, WirePlan } from "../../provider/esa/wire";
import { jobId, planId } from "./world";

/** A call of a scripted client, which the test answers. */
export interface ScriptedCall {
  readonly method: "stop" | "start" | "list";
  readonly id: string;
  readonly options: CallOptions;
  answer(...plans: readonly Partial<WirePlan>[]): void;
  fail(error: Error): void;
}

/** A client that answers when, and what, a test says. It tells nothing of when it sends, as far as `tell` doesn't. */
export function scriptedClient(tell: (options: CallOptions) => void = () => undefined): {
  readonly client: EsaClient;
  readonly calls: ScriptedCall[];
} {
  const calls: ScriptedCall[] = [];
  const call =
    <A>(method: ScriptedCall["method"], answerOf: (plans: WirePlan[]) => A) =>
    (id: string, options: CallOptions) =>
      new Promise<A>((resolve, reject) => {
        tell(options);
        const answer = (...plans: Partial<WirePlan>[]) => {
          resolve(answerOf(plans.map((plan) => planOf(plan))));
        };
        calls.push({ method, id, options, answer, fail: reject });
      });
  const write = ([plan = planOf({})]: WirePlan[]): PlanAnswer => ({ ...plan, RequestId: "R" });
  const list = (plans: WirePlan[]): ListAnswer => ({
    RequestId: "R",
    TotalCount: plans.length,
    Executions: plans,
  });
  const client: EsaClient = {
    endpoint: "esa.example",
    stop: call("stop", write),
    start: call("start", write),
    list: call("list", list),
    listJobs: () => Promise.resolve([]),
  };
  return { client, calls };
}

export function planOf(plan: Partial<WirePlan>): WirePlan {
  const nothing = { AliUid: undefined, StartTime: undefined, EndTime: undefined };
  return { ...nothing, Id: planId, JobId: jobId, Interval: 60, SliceLen: 10, Status: "running", ...plan };
}
