import type { ConfigMap, ConfigValue } from "@pulumi/pulumi/automation";

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
export function targetConfig(simulator: Target | undefined): ConfigMap {
  if (!simulator) return {};
  return plainConfig({
    "alicloud:region": "cn-hangzhou",
    "alicloud:protocol": "HTTP",
    "alicloud:endpoints": JSON.stringify([{ esa: simulator.endpoint }]),
    "alicloud:accessKey": simulator.accessKeyId,
    "alicloud:secretKey": { value: simulator.accessKeySecret, secret: true },
  });
}

export function plainConfig(config: Config = {}): ConfigMap {
  const values = Object.entries(config);
  return Object.fromEntries(values.map(([key, value]) => [key, typeof value === "string" ? { value } : value]));
}
