"use strict";

/** `npm run simulator -- [options]`: the simulator of docs/simulator.md. Only the simulator itself writes to stdout. */

const { main, setup } = require("./lib/setup");

main(async () => {
  await setup({ engine: false });
  return require("../dist/simulator/cli.js").main(process.argv.slice(2));
});
