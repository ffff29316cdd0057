// @ts-check
"use strict";

/** What the no-op floor's handler loads in the host. */

/** @type {Required<Pick<import("@pulumi/pulumi").dynamic.ResourceProvider, "check" | "diff" | "create" | "read" | "update" | "delete">>} */
module.exports = {
  check: async (_olds, news) => ({ inputs: news }),
  diff: async () => ({ changes: false }),
  create: async (inputs) => ({ id: inputs.planId, outs: inputs }),
  read: async (id, props) => ({ id, props }),
  update: async (_id, _olds, news) => ({ outs: news }),
  delete: async () => {},
};
