// @ts-check
"use strict";

/**
 * What the no-op floor's handler loads in the host. Its outputs are as large as ours: the engine writes the whole state
 * after each step, so what a resource keeps there costs more than what its methods do.
 */
const OUTPUTS = {
  whenWaiting: "fail",
  timeoutSeconds: 300,
  status: "stopped",
  startTime: "2026-06-01T11:00:00Z",
  endTime: "2026-06-02T12:00:00Z",
  interval: 60,
  sliceLen: 10,
  aliUid: "1000000000000001",
  requestId: "CB1A380B-09F0-41BB-A198-72F8FD6DA2FE",
  __given: ["jobId"],
};

/** @type {Required<Pick<import("@pulumi/pulumi").dynamic.ResourceProvider, "check" | "diff" | "create" | "read" | "update" | "delete">>} */
module.exports = {
  check: async (_olds, news) => ({ inputs: news }),
  diff: async () => ({ changes: false }),
  create: async (inputs) => ({ id: inputs.planId, outs: { ...inputs, ...OUTPUTS } }),
  read: async (id, props) => ({ id, props }),
  update: async (_id, _olds, news) => ({ outs: { ...news, ...OUTPUTS } }),
  delete: async () => {},
};
