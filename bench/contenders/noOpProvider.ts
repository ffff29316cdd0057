import type { dynamic } from "@pulumi/pulumi";

/** What the no-op's handler loads in the host. */
export const { check, diff, create, read, update } = noOp({});

/** The same with the outputs that our resource keeps of a plan that it has stopped. */
export const alike = noOp({
  status: "stopped",
  startTime: "2026-06-01T11:00:00Z",
  endTime: "2026-06-02T12:00:00Z",
  interval: 60,
  sliceLen: 10,
  aliUid: "1000000000000001",
  requestId: "CB1A380B-09F0-41BB-A198-72F8FD6DA2FE",
});

function noOp(
  outputs: object,
): Required<Pick<dynamic.ResourceProvider, "check" | "diff" | "create" | "read" | "update">> {
  return {
    check: (_olds, news: object) => Promise.resolve({ inputs: news }),
    diff: () => Promise.resolve({ changes: false }),
    create: (inputs: { planId: string }) => Promise.resolve({ id: inputs.planId, outs: { ...inputs, ...outputs } }),
    read: (id, props: object) => Promise.resolve({ id, props }),
    update: (_id, _olds, news: object) => Promise.resolve({ outs: { ...news, ...outputs } }),
  };
}
