import type { Circus } from "@jest/types";
import { TestEnvironment } from "jest-environment-node";

type Rejections = Map<Promise<unknown>, unknown>;

/**
 * A program whose resource is refused may still be at a call when the engine ends. Pulumi's own runner takes no notice of
 * that ("Resource monitor is terminating"); Jest would count it against the file.
 */
export default class EngineEnvironment extends TestEnvironment {
  handleTestEvent(event: Circus.Event, state: Circus.State): void {
    if (event.name !== "error" || event.promise === undefined) return;
    if (!/Resource monitor is terminating/.test(String(event.error))) return;
    const targets = (state as unknown as Record<string, Map<Promise<unknown>, Rejections>>)
      .unhandledRejectionErrorByPromiseTarget;
    targets?.get(event.promise)?.delete(event.promise);
    state.unhandledRejectionErrorByPromise.delete(event.promise);
  }
}
