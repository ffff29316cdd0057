import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import {
  CLIProfileCredentialsProvider,
  DefaultCredentialsProvider,
  ECSRAMRoleCredentialsProvider,
  OIDCRoleArnCredentialsProvider,
  ProfileCredentialsProvider,
  RAMRoleARNCredentialsProvider,
  StaticAKCredentialsProvider,
  StaticSTSCredentialsProvider,
  URICredentialsProvider,
  type CredentialsProvider,
} from "@alicloud/credentials";

import type { AssumedRole, CredentialSource, Source } from "../connection";
import { readProfile } from "./profileFile";

/** A new provider for a source, with its role assumed. Nothing is asked yet but the presence of profile files. */
export async function providerFor(source: CredentialSource): Promise<CredentialsProvider> {
  const { assumeRole, stsEndpoint } = source;
  const provider = await providerOf(source, stsEndpoint);
  return assumeRole ? roleProvider(provider, { stsEndpoint, ...assumeRole }) : provider;
}

async function providerOf(source: Source, stsEndpoint?: string): Promise<CredentialsProvider> {
  switch (source.kind) {
    case "static": {
      const { accessKeyId: id, accessKeySecret: secret, securityToken: token } = source;
      return token === undefined
        ? StaticAKCredentialsProvider.builder().withAccessKeyId(id).withAccessKeySecret(secret).build()
        : StaticSTSCredentialsProvider.builder()
            .withAccessKeyId(id)
            .withAccessKeySecret(secret)
            .withSecurityToken(token)
            .build();
    }
    case "oidc": {
      const builder = OIDCRoleArnCredentialsProvider.builder();
      builder.withOIDCProviderArn(source.providerArn).withOIDCTokenFilePath(source.tokenFile);
      return ofSession(builder, { stsEndpoint, ...source.role });
    }
    case "assumed":
      return roleProvider(await providerOf(source.by), source.role);
    case "profile":
      return profileProvider(source.profile, source.file);
    case "ecsRole":
      return ECSRAMRoleCredentialsProvider.builder().withRoleName(source.roleName).build();
    case "uri":
      return URICredentialsProvider.builder().withCredentialsURI(source.uri).build();
    case "chain":
      return defaultChain();
  }
}

function roleProvider(provider: CredentialsProvider, role: AssumedRole): CredentialsProvider {
  const builder = RAMRoleARNCredentialsProvider.builder().withCredentialsProvider(provider);
  if (role.externalId) builder.withExternalId(role.externalId);
  return ofSession(builder, role);
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

async function profileProvider(name: string, file: string | undefined): Promise<CredentialsProvider> {
  const source = file === undefined ? undefined : await readProfile(file, name);
  if (source) return providerOf(source);
  // The file of Alibaba Cloud's CLI; where there is none, that of its SDKs.
  const [ofCli, ofSdks] = [join(homedir(), ".aliyun", "config.json"), join(homedir(), ".alibabacloud", "credentials")];
  const isOfSdks = file !== undefined || (!existsSync(ofCli) && existsSync(ofSdks));
  const form = isOfSdks ? ProfileCredentialsProvider : CLIProfileCredentialsProvider;
  return form.builder().withProfileName(name).build();
}

/** Without a variable that names its address, the chain's last source would ask a host named "undefined". */
function defaultChain(): CredentialsProvider {
  const chain = DefaultCredentialsProvider.builder().build();
  const { providers } = chain as unknown as { providers?: CredentialsProvider[] };
  const last = providers?.at(-1);
  if (last instanceof URICredentialsProvider && !process.env.ALIBABA_CLOUD_CREDENTIALS_URI) providers?.pop();
  return chain;
}
