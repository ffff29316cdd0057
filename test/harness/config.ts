import { existsSync, readFileSync, writeFileSync } from "node:fs";

import type { ConfigMap, ConfigValue } from "@pulumi/pulumi/automation";
import { parse } from "yaml";

/** Stack configuration by full key, such as `alicloud:region`. A string is a plain value. */
export type Config = Readonly<Record<string, string | ConfigValue>>;

/** What the stack's configuration has to know of a simulator. */
export interface Target {
  /** Such as `127.0.0.1:43210`. */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** @returns the configuration that leads to a simulator, the secret key as a secret; empty without one */
export function targetConfig(simulator: Target | undefined, namespace = "alicloud"): ConfigMap {
  if (!simulator) return {};
  return plainConfig({
    [`${namespace}:region`]: "cn-hangzhou",
    [`${namespace}:protocol`]: "HTTP",
    [`${namespace}:endpoints`]: JSON.stringify([{ esa: simulator.endpoint }]),
    [`${namespace}:accessKey`]: simulator.accessKeyId,
    [`${namespace}:secretKey`]: { value: simulator.accessKeySecret, secret: true },
  });
}

export function plainConfig(config: Config = {}): ConfigMap {
  const values = Object.entries(config);
  return Object.fromEntries(values.map(([key, value]) => [key, typeof value === "string" ? { value } : value]));
}

/**
 * Changes a stack's settings file as `pulumi config set` does, in no time and in plain text. A key without a namespace is
 * the project's; undefined removes one.
 */
export function editConfig(
  file: string,
  project: string,
  changes: Readonly<Record<string, Config[string] | undefined>>,
): void {
  const settings = (existsSync(file) ? parse(readFileSync(file, "utf8")) : {}) as { config?: Record<string, unknown> };
  const config = { ...settings.config };
  for (const [name, value] of Object.entries(changes)) {
    const key = name.includes(":") ? name : `${project}:${name}`;
    if (value === undefined) Reflect.deleteProperty(config, key);
    else config[key] = typeof value === "string" ? value : value.value;
  }
  writeFileSync(file, JSON.stringify({ ...settings, config }));
}
