// @ts-check
"use strict";

const FOREIGN = /^(ALICLOUD|ALIBABA_CLOUD|ALIBABACLOUD|PULUMI)_/i;

/**
 * The environment of the tests and the demo: the engine on PATH, and nothing of the developer's own accounts, neither
 * Alibaba Cloud's nor Pulumi's.
 *
 * @param {Pick<import("./engine").Engine, "env">} engine
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
function environmentWith(engine, env = process.env) {
  const own = Object.entries(env).filter(([name]) => !FOREIGN.test(name));
  return {
    ...Object.fromEntries(own),
    ...engine.env,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

module.exports = { environmentWith };
