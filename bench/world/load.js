// @ts-check
"use strict";

/**
 * What a program loads with Pulumi's SDK already there: `node load.js CONTENDER`. Declares one plan against Pulumi's own
 * mocks and prints how many modules that loaded and how long it took, a closure's serialization included.
 */

const { performance } = require("node:perf_hooks");

const pulumi = require("@pulumi/pulumi");

const { loadContender } = require("../contenders");
const { plansOf } = require("./plans");

async function main() {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
    call: ({ inputs }) => inputs,
  });
  const before = new Set(Object.keys(require.cache));
  const begun = performance.now();
  const contender = /** @type {import("../contenders").ContenderId} */ (process.argv[2]);
  const resources = loadContender(contender).declare(plansOf(1, 1));
  await new Promise((resolve) => pulumi.all(resources.map(({ urn }) => urn)).apply(resolve));
  const ms = performance.now() - begun;
  const loaded = Object.keys(require.cache).filter((file) => !before.has(file) && !file.startsWith(OWN));
  const alicloud = loaded.filter((file) => /[\\/]@alicloud[\\/]/.test(file)).length;
  process.stdout.write(JSON.stringify({ modules: loaded.length, alicloud, ms: Math.round(ms) }));
}

/** The bench's own files don't count. */
const OWN = require("node:path").join(__dirname, "..");

void main();
