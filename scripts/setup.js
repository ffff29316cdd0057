"use strict";

/** `node scripts/setup.js [--engine]`: the dependencies, `dist/` and, with the flag, Pulumi's engine. */

const { main, setup } = require("./lib/setup");

main(async () => {
  await setup({ engine: process.argv.includes("--engine") });
});
