// @ts-check
"use strict";

/** Loaded into the host (`node --expose-gc -r`): answers each message with the memory that is in use after a collection. */

process.on("message", () => {
  const collect = /** @type {() => void} */ (/** @type {any} */ (globalThis).gc);
  // A second run frees what only the first one's finalizers have let go.
  collect();
  setImmediate(() => {
    collect();
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({ rss, heapUsed });
  });
});
