import { join } from "node:path";
import { performance } from "node:perf_hooks";

import * as pulumi from "@pulumi/pulumi";

import { contenderOf, type ContenderId } from "../contenders";
import { plansOf } from "./plans";

/** What a program loads with Pulumi's SDK already there. */
export interface Loaded {
  readonly modules: number;
  /** How many of them are the vendor's. */
  readonly alicloud: number;
  readonly ms: number;
}

/** The bench's own files don't count. */
const OWN = join(__dirname, "..");

/** `node start.js load CONTENDER`: declares one plan against Pulumi's own mocks. */
export async function main(contender: string): Promise<Loaded> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
    call: ({ inputs }) => inputs as object,
  });
  const before = new Set(Object.keys(require.cache));
  const begun = performance.now();
  const resources = contenderOf(contender as ContenderId).declare(plansOf(1, 1));
  await new Promise((resolve) => pulumi.all(resources.map(({ urn }) => urn)).apply(resolve));
  const ms = performance.now() - begun;
  const loaded = Object.keys(require.cache).filter((file) => !before.has(file) && !file.startsWith(OWN));
  const alicloud = loaded.filter((file) => /[\\/]@alicloud[\\/]/.test(file)).length;
  return { modules: loaded.length, alicloud, ms: Math.round(ms) };
}
