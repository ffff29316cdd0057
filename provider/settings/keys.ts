/**
 * What a stack configuration may set, as `alicloud:` for pulumi-alicloud and this package alike, or as `esa-preload:` for the
 * plugin, whose schema is made from this.
 */
/** What a role is assumed with. */
interface Role {
  /** The ARN of the role. */
  roleArn?: string;
  /** A policy that restricts what the role allows. */
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
  /** The file with the token. */
  oidcTokenFile?: string;
  /** The name of the session. */
  roleSessionName?: string;
}

/** Hosts to call instead of the default ones. */
export interface Endpoint {
  /** The host of ESA, with an optional port. */
  esa?: string;
  /** The host of STS, with an optional port. */
  sts?: string;
}

/** All keys that count. What is not set comes from the environment. */
export interface Configuration {
  /** Selects one of ESA's two endpoints: `cn-*` except `cn-hongkong` the China site, all others the international one. */
  region?: string;
  /** `Domestic` or `International`; takes precedence over the region. */
  accountType?: string;
  /** Hosts to call instead of the default ones. */
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
  /** A URI that returns credentials. */
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
  /** How long one call is retried at most, in seconds. */
  maxRetryTimeout?: number;
  /** Whether a preview looks at the plans. Default false: previews make no call. */
  livePreview?: boolean;
}
