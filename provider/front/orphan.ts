import { fstatSync } from "node:fs";

/** An input that ends sooner than this after the engine's first call was never the engine's pipe. */
const neverOpenMs = 50;

let watching = false;

/**
 * Ends this process when the engine that started it is gone.
 *
 * The host's stdin is a pipe of the engine, which closes when the engine dies and at no other time. A host that didn't
 * look would live on and finish its calls: plans would be stopped and started after the user's `kill`.
 * A signal handler would not do: one that doesn't exit holds up the end of every run.
 */
export function exitWithEngine(): void {
  if (watching || !isPipe(0)) return;
  watching = true;
  const begunMs = Date.now();
  process.stdin.once("end", () => {
    if (Date.now() - begunMs > neverOpenMs) process.exit(1);
  });
  process.stdin.resume();
  process.stdin.unref();
}

function isPipe(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    return status.isFIFO() || status.isSocket();
  } catch {
    return false;
  }
}
