import { EsaError } from "../esa/errors/error";
import { suggestion } from "../resources/check";
import { unknown, type ArgumentFailure, type Properties } from "../resources/methods";
import { keys, type ConfigReader } from "../settings";
import { revealed, secret } from "./properties";

/** What a role is assumed with. */
interface Role {
  /** The ARN of the role. */
  roleArn?: string;
  /** A policy that narrows what the role allows. */
  policy?: string;
  /** How long the session lasts, in seconds. */
  sessionExpiration?: number;
}

/** A role that is assumed with the credentials. */
export interface AssumeRole extends Role {
  /** The name of the session. */
  sessionName?: string;
  /** The external id that the role asks for. */
  externalId?: string;
}

/** A role that is assumed by OIDC. */
export interface AssumeRoleWithOidc extends Role {
  /** The ARN of the OIDC provider. */
  oidcProviderArn?: string;
  /** The file that holds the token. */
  oidcTokenFile?: string;
  /** The name of the session. */
  roleSessionName?: string;
}

/** Hosts that are called instead of the usual ones. */
export interface Endpoint {
  /** The host of ESA, with an optional port. */
  esa?: string;
  /** The host of STS, with an optional port. */
  sts?: string;
}

/** The configuration of the provider: the keys of pulumi-alicloud. What is left out is taken from the environment. */
export interface Configuration {
  /** Leads to one of ESA's two endpoints: `cn-*` but `cn-hongkong` to the China site, all others to the international one. */
  region?: string;
  /** `Domestic` or `International`; decides before the region. */
  accountType?: string;
  /** Hosts that are called instead of the usual ones. */
  endpoints?: Endpoint[];
  /** `HTTPS` (default) or `HTTP`. */
  protocol?: string;
  /** The id of an access key. */
  accessKey?: string;
  /** The secret of the access key. */
  secretKey?: string;
  /** The token of a temporary access key. */
  securityToken?: string;
  /** A profile of the shared credentials file. */
  profile?: string;
  /** The shared credentials file, instead of `~/.aliyun/config.json`. */
  sharedCredentialsFile?: string;
  /** A URI that answers with credentials. */
  credentialsUri?: string;
  /** The RAM role of the ECS instance. */
  ecsRoleName?: string;
  /** A role to assume with the credentials. */
  assumeRole?: AssumeRole;
  /** A role to assume by OIDC. */
  assumeRoleWithOidc?: AssumeRoleWithOidc;
  /** How long a connection may take, in milliseconds. Default 60000. */
  clientConnectTimeout?: number;
  /** How long an answer may take, in milliseconds. Default 60000. */
  clientReadTimeout?: number;
  /** For how long one call is repeated at the most, in seconds. */
  maxRetryTimeout?: number;
  /** Whether a preview looks at the plans. Default false: previews make no call. */
  livePreview?: boolean;
}

const configurationKeys = [...keys, "livePreview"];

/** What a state must not show, even where a program or a stack configuration has it in the clear. */
export const secretKeys: readonly string[] = ["accessKey", "secretKey", "securityToken", "credentialsUri"];

/** What the engine gives besides, for itself. */
const ofEngine = ["version", "pluginDownloadURL", "pluginChecksums", "parameterization"];

export function checkConfiguration(news: Properties): { inputs: Properties; failures: ArgumentFailure[] } {
  const strange = Object.keys(news).filter((name) => ![...configurationKeys, ...ofEngine].includes(name));
  const failures = strange.map((property) => {
    return { property, reason: `is not a key of esa-preload${suggestion(property, configurationKeys)}` };
  });
  const wrapped = Object.entries(news).map(([name, value]) => {
    return [name, secretKeys.includes(name) && value !== unknown ? secret(value) : value];
  });
  return { inputs: Object.fromEntries(wrapped) as Properties, failures };
}

/** Reads a provider's configuration by the names that it has in a stack configuration; structures as JSON text. */
export function readerOf(args: Properties): ConfigReader {
  return (key) => {
    const value = revealed(args[key.slice(key.indexOf(":") + 1)]);
    if (value === undefined || value === null || value === unknown) return undefined;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
}

const keyOfOthers = /\b(?:alicloud|esaPreload):(?=[a-zA-Z])/g;

/** A line with the keys that this front has. */
export function ownKeys(text: string): string {
  return text.replace(keyOfOthers, "esa-preload:");
}

/** A failure with the keys that this front has. @param explicit the name of the provider, where a program makes it */
export function withOwnKeys(error: EsaError, explicit: string | undefined): EsaError {
  const { reason, remedy } = error;
  if (`${reason} ${remedy}`.search(keyOfOthers) < 0) return error;
  const place = `\nThe resource has a provider of its own, "${explicit ?? ""}": what is esa-preload:KEY here is its argument KEY in the program.`;
  return error.with({ reason: ownKeys(reason), remedy: ownKeys(remedy) + (explicit === undefined ? "" : place) });
}
