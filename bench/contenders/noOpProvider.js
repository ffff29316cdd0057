// @ts-check
"use strict";

/** What the no-op floor's handler loads in the host. */

/** @typedef {Required<Pick<import("@pulumi/pulumi").dynamic.ResourceProvider, "check" | "diff" | "create" | "read" | "update" | "delete">>} Methods */

/** @type {Methods} */
const bare = {
  check: async (_olds, news) => ({ inputs: news }),
  diff: async () => ({ changes: false }),
  create: async (inputs) => ({ id: inputs.planId, outs: inputs }),
  read: async (id, props) => ({ id, props }),
  update: async (_id, _olds, news) => ({ outs: news }),
  delete: async () => {},
};

/** What our resource keeps of a plan that it has stopped. */
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

/** @type {Methods} */
const alike = {
  ...bare,
  create: async (inputs) => ({ id: inputs.planId, outs: { ...inputs, ...OUTPUTS } }),
  update: async (_id, _olds, news) => ({ outs: { ...news, ...OUTPUTS } }),
};

module.exports = { ...bare, alike };
