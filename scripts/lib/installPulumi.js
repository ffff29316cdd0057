// @ts-check
"use strict";

/**
 * `node installPulumi.js <version> <folder> [milliseconds]`: Pulumi's own installer, in a process that can be ended. By
 * itself it waits two minutes for the first answer where the internet is out of reach.
 */

const FIRST_ANSWER_MS = 8_000;

const { createRequire } = require("node:module");
const { PulumiCommand } = require("@pulumi/pulumi/automation");
const { SemVer } = createRequire(require.resolve("@pulumi/pulumi"))("semver");

const [version = "", root = "", limitMs = FIRST_ANSWER_MS] = process.argv.slice(2);

const fetchWithoutLimit = globalThis.fetch;
globalThis.fetch = (/** @type {RequestInfo | URL} */ input, /** @type {RequestInit | undefined} */ init) =>
  fetchWithoutLimit(input, { ...init, signal: globalThis.AbortSignal.timeout(Number(limitMs)) });

PulumiCommand.install({ version: new SemVer(version), root }).catch((/** @type {Error} */ error) => {
  console.error(error.message.split("\n")[0]);
  process.exit(1);
});
