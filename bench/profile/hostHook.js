// @ts-check
"use strict";

/**
 * Loaded into every Node process of the engine by NODE_OPTIONS: profiles Pulumi's host for dynamic providers, which the
 * engine ends by SIGINT, into the file that BENCH_PROFILE names.
 */

const file = process.env.BENCH_PROFILE;

if (file && process.argv[1]?.includes("dynamic-provider")) {
  const profile = require("./recorder").record(file);
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    process.once(signal, () => {
      profile.stop();
      process.exit(0);
    });
  }
}
