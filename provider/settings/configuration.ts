import type * as v from "valibot";

import { EsaError } from "../esa/errors/error";
import { ownCodes } from "../esa/errors/remedies";
import { readAs } from "../esa/shapes";
import type { Configuration } from "./keys";

/** Reads a key of the stack configuration, such as `alicloud:region`; undefined when it isn't set. */
export type ConfigReader = (key: string) => string | undefined;

/** The keys of `alicloud:`, and the variables that stand in for each: the first that is set. */
const variables = {
  accessKey: ["ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_ID"],
  secretKey: ["ALICLOUD_SECRET_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_ACCESS_KEY_SECRET"],
  securityToken: ["ALICLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN", "ALIBABACLOUD_SECURITY_TOKEN"],
  ecsRoleName: ["ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"],
  profile: ["ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE"],
  sharedCredentialsFile: ["ALICLOUD_SHARED_CREDENTIALS_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE"],
  credentialsUri: ["ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"],
  accountType: ["ALICLOUD_ACCOUNT_TYPE", "ALIBABA_CLOUD_ACCOUNT_TYPE"],
  region: [
    "ALICLOUD_REGION",
    "ALIBABA_CLOUD_REGION",
    "ALIBABA_CLOUD_REGION_ID",
    "ALIBABACLOUD_REGION",
    "ALIBABACLOUD_REGION_ID",
  ],
  clientConnectTimeout: ["CLIENT_CONNECT_TIMEOUT"],
  clientReadTimeout: ["CLIENT_READ_TIMEOUT"],
  maxRetryTimeout: ["MAX_RETRY_TIMEOUT"],
} satisfies Partial<Record<keyof Configuration, string[]>>;
export type Key = keyof typeof variables;

/** All keys of `alicloud:` that count. */
export const keys: readonly string[] = [
  ...Object.keys(variables),
  ...(["endpoints", "protocol", "assumeRole", "assumeRoleWithOidc"] satisfies (keyof Configuration)[]),
];

/** A setting, and the key or variable that it was found under. */
export interface Given {
  readonly name: string;
  readonly value: string;
}

/** What all settings are read from. An empty text counts as unset everywhere. */
export class Sources {
  constructor(
    private readonly config: ConfigReader,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** A key of `alicloud:`, as the stack configuration sets it. */
  readonly stack = (key: string): Given | undefined => given(`alicloud:${key}`, this.config(`alicloud:${key}`));

  /** The same, as the environment sets it. */
  readonly environment = (key: Key): Given | undefined => this.variable(...variables[key]);

  /** The first variable that is set. */
  variable(...names: readonly string[]): Given | undefined {
    return names.map((name) => given(name, this.env[name])).find(Boolean);
  }

  /** A key, the stack configuration first. */
  given(key: Key): Given | undefined {
    return this.stack(key) ?? this.environment(key);
  }

  value(key: Key): string | undefined {
    return this.given(key)?.value;
  }

  /**
   * A structured key of `alicloud:`. The host hands objects and lists over as JSON text, however they were set.
   * @throws EsaError naming the key and field, never the value, when it has another shape.
   */
  structure<T>(key: string, shape: v.GenericSchema<unknown, T>, remedy: string): T | undefined {
    const json = this.stack(key);
    if (!json) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(json.value);
    } catch {
      throw settingsError(`${json.name} is not JSON.`, remedy);
    }
    const read = readAs(shape, value);
    if ("data" in read) return read.data;
    const { path, message } = read.fault;
    const place = path && `.${path}`.replace(/\.(\d+)/g, "[$1]");
    throw settingsError(`${json.name}${place} is not as expected: ${message}.`, remedy);
  }
}

function given(name: string, text = ""): Given | undefined {
  const value = text.trim();
  return value ? { name, value } : undefined;
}

/** A failure of the configuration: what is wrong, and the command or variable that sets it right. */
export function settingsError(reason: string, remedy: string): EsaError {
  return new EsaError({ code: ownCodes.settings, reason, remedy });
}
