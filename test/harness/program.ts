import { createRequire } from "node:module";

import { register } from "tsx/cjs/api";

/**
 * A TypeScript program as an inline program of the Automation API: each run evaluates the file anew, as Pulumi's Node
 * language host does, and its exports are the stack's outputs.
 */
export function inlineProgram(file: string): () => Promise<Record<string, unknown>> {
  const load = createRequire(__filename);
  return () => {
    const unregister = register();
    try {
      Reflect.deleteProperty(load.cache, load.resolve(file));
      return Promise.resolve(load(file) as Record<string, unknown>);
    } finally {
      unregister();
    }
  };
}
