/** A role to assume with other credentials. */
export interface AssumedRole {
  readonly roleArn: string;
  readonly sessionName?: string | undefined;
  readonly policy?: string | undefined;
  readonly externalId?: string | undefined;
  /** Seconds. */
  readonly sessionExpiration?: number | undefined;
  /** Host of the STS service for this role, where it isn't that of all. */
  readonly stsEndpoint?: string | undefined;
}

/** A way to get credentials. */
export type Source =
  | { readonly kind: "static"; accessKeyId: string; accessKeySecret: string; securityToken?: string | undefined }
  | { readonly kind: "profile"; profile: string; file?: string | undefined }
  | { readonly kind: "ecsRole"; roleName: string }
  | { readonly kind: "oidc"; role: AssumedRole; providerArn: string; tokenFile: string }
  | { readonly kind: "uri"; uri: string }
  | { readonly kind: "assumed"; role: AssumedRole; by: Source }
  | { readonly kind: "chain" };

/** With where it was found, in words that hold no secret. */
export type NamedSource = Source & { readonly origin: string };

export type CredentialSource = NamedSource & {
  /** Whether the stack configuration names them: `pulumi refresh` and `destroy` then use those of the last `up`. */
  readonly configured: boolean;
  /** The arguments of the resource that name them: refresh, destroy and `up --refresh` use those of the last `up`. */
  readonly byArguments?: readonly (keyof Account)[];
  readonly assumeRole?: AssumedRole;
  /** Host of the STS service for their roles, where it isn't the default one. */
  readonly stsEndpoint?: string | undefined;
};

/** The proxy that `https` calls go through. */
export interface Proxy {
  /** With the user and password, if any: never for a message. */
  readonly url: string;
  /** Without them. */
  readonly shown: string;
  readonly except: readonly string[];
}

/** How to reach ESA, and as whom. */
export interface Connection {
  /** `host` or `host:port`. */
  readonly endpoint: string;
  readonly protocol: "HTTP" | "HTTPS";
  readonly proxy?: Proxy;
  readonly credentials: CredentialSource;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  /** For how long one call is repeated at the most. */
  readonly maxRetryMs: number;
}

/** Another account than the stack's, as a resource or a query names it. Nothing of it is secret. */
export interface Account {
  /** A profile of the shared credentials file, in place of the stack's credentials and role. */
  readonly profile?: string | undefined;
  /** The role to assume, in place of the stack's. */
  readonly roleArn?: string | undefined;
}
