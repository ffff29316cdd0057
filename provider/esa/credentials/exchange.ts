import {
  OIDCRoleArnCredentialsProvider,
  RAMRoleARNCredentialsProvider,
  StaticAKCredentialsProvider,
  StaticSTSCredentialsProvider,
  type CredentialsProvider,
} from "@alicloud/credentials";

import type { AssumedRole } from "../connection";

/** An access key as it is; with a token, a temporary one. */
export function keyProvider(id: string, secret: string, token: string | undefined): CredentialsProvider {
  return token === undefined
    ? StaticAKCredentialsProvider.builder().withAccessKeyId(id).withAccessKeySecret(secret).build()
    : StaticSTSCredentialsProvider.builder()
        .withAccessKeyId(id)
        .withAccessKeySecret(secret)
        .withSecurityToken(token)
        .build();
}

/** Temporary credentials of a role, for other credentials, by AssumeRole of STS. */
export function roleProvider(provider: CredentialsProvider, role: AssumedRole): CredentialsProvider {
  const builder = RAMRoleARNCredentialsProvider.builder().withCredentialsProvider(provider);
  if (role.externalId) builder.withExternalId(role.externalId);
  return ofSession(builder, role);
}

/** Temporary credentials of a role, for the token in a file, by AssumeRoleWithOIDC of STS. */
export function oidcProvider(role: AssumedRole, providerArn: string, tokenFile: string): CredentialsProvider {
  const builder = OIDCRoleArnCredentialsProvider.builder();
  return ofSession(builder.withOIDCProviderArn(providerArn).withOIDCTokenFilePath(tokenFile), role);
}

type SessionBuilder = ReturnType<
  typeof RAMRoleARNCredentialsProvider.builder | typeof OIDCRoleArnCredentialsProvider.builder
>;

function ofSession(builder: SessionBuilder, role: AssumedRole): CredentialsProvider {
  builder.withRoleArn(role.roleArn);
  if (role.sessionName) builder.withRoleSessionName(role.sessionName);
  if (role.policy) builder.withPolicy(role.policy);
  if (role.sessionExpiration) builder.withDurationSeconds(role.sessionExpiration);
  if (role.stsEndpoint) builder.withStsEndpoint(role.stsEndpoint);
  return builder.build();
}
