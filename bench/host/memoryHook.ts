/** Loaded into the host (`node --expose-gc --require`): answers each message with the memory in use after a collection. */
process.on("message", () => {
  globalThis.gc?.();
  // A second run frees what only the first one's finalizers have let go.
  setImmediate(() => {
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({ rss, heapUsed });
  });
});
