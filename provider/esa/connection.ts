/** A role to assume with other credentials. */
export interface AssumedRole {
  readonly roleArn: string;
  readonly sessionName?: string | undefined;
  readonly policy?: string | undefined;
  readonly externalId?: string | undefined;
  /** Seconds. */
  readonly sessionExpiration?: number | undefined;
  /** Host of the STS service, where it isn't the default one. */
  readonly stsEndpoint?: string | undefined;
}

/** Where the credentials come from. `origin` is what an error may say of them; it holds no secret. */
export type CredentialSource = { readonly origin: string; readonly assumeRole?: AssumedRole } & (
  | { readonly kind: "static"; accessKeyId: string; accessKeySecret: string; securityToken?: string }
  | { readonly kind: "profile"; profile?: string; file?: string }
  | { readonly kind: "ecsRole"; roleName: string }
  | { readonly kind: "oidc"; role: AssumedRole; providerArn: string; tokenFile: string }
  | { readonly kind: "uri"; uri: string }
  | { readonly kind: "chain" }
);

/** How to reach ESA, and as whom. */
export interface Connection {
  /** `host` or `host:port`. */
  readonly endpoint: string;
  readonly protocol: "HTTP" | "HTTPS";
  readonly credentials: CredentialSource;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  /** For how long one call is repeated at the most. */
  readonly maxRetryMs: number;
}
