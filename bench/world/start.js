"use strict";

/**
 * `node start.js NAME [arguments]`: loads NAME.ts of this folder with tsx, takes tsx away, and prints what its `main`
 * resolves to as JSON. So what a program loads is loaded by Node alone: tsx would make that take twice as long.
 */

const unregister = require("tsx/cjs/api").register();
const { main } = require(`./${process.argv[2]}.ts`);
unregister();
main(...process.argv.slice(3)).then((answer) => {
  process.stdout.write(JSON.stringify(answer), () => process.exit(0));
});
