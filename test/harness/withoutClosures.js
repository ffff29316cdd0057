"use strict";

/**
 * Preloaded by the dynamic provider hosts of the tests' stacks: spares them npm's installer and TypeScript, which
 * Pulumi's SDK loads to serialize closures. A host serializes none, and would spend half of its start on these.
 */

const Module = require("node:module");

const load = Module._load;
if (/dynamic-provider/.test(process.argv[1] ?? "")) {
  Module._load = function (request, ...rest) {
    return /^(@npmcli\/arborist|typescript)$/.test(request) ? {} : load.call(this, request, ...rest);
  };
}
