import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import * as sdk from "@alicloud/credentials";

import type { AssumedRole, CredentialSource, Source } from "../connection";
import { readProfile } from "./profileFile";

/** A new provider for a source, with its role assumed. Nothing is asked yet but the presence of profile files. */
export async function providerFor(source: CredentialSource): Promise<sdk.CredentialsProvider> {
  const { assumeRole, stsEndpoint } = source;
  const provider = await providerOf(source, stsEndpoint);
  return assumeRole ? roleProvider(provider, at(stsEndpoint, assumeRole)) : provider;
}

async function providerOf(source: Source, stsEndpoint?: string): Promise<sdk.CredentialsProvider> {
  switch (source.kind) {
    case "static": {
      const { accessKeyId: id, accessKeySecret: secret, securityToken: token } = source;
      const builder =
        token === undefined
          ? sdk.StaticAKCredentialsProvider.builder()
          : sdk.StaticSTSCredentialsProvider.builder().withSecurityToken(token);
      return builder.withAccessKeyId(id).withAccessKeySecret(secret).build();
    }
    case "oidc": {
      const builder = sdk.OIDCRoleArnCredentialsProvider.builder();
      builder.withOIDCProviderArn(source.providerArn).withOIDCTokenFilePath(source.tokenFile);
      return ofSession(builder, at(stsEndpoint, source.role));
    }
    case "assumed":
      return roleProvider(await providerOf(source.by, stsEndpoint), at(stsEndpoint, source.role));
    case "profile":
      return profileProvider(source, stsEndpoint);
    case "ecsRole":
      return sdk.ECSRAMRoleCredentialsProvider.builder().withRoleName(source.roleName).build();
    case "uri":
      return sdk.URICredentialsProvider.builder().withCredentialsURI(source.uri).build();
    case "chain":
      return defaultChain();
  }
}

function roleProvider(provider: sdk.CredentialsProvider, role: AssumedRole): sdk.CredentialsProvider {
  const builder = sdk.RAMRoleARNCredentialsProvider.builder().withCredentialsProvider(provider);
  if (role.externalId) builder.withExternalId(role.externalId);
  return ofSession(builder, role);
}

/** A role at the STS endpoint that it names itself, else at the configured one. */
function at(stsEndpoint: string | undefined, role: AssumedRole): AssumedRole {
  return { ...role, stsEndpoint: role.stsEndpoint ?? stsEndpoint };
}

type SessionBuilder = ReturnType<
  typeof sdk.RAMRoleARNCredentialsProvider.builder | typeof sdk.OIDCRoleArnCredentialsProvider.builder
>;

function ofSession(builder: SessionBuilder, role: AssumedRole): sdk.CredentialsProvider {
  builder.withRoleArn(role.roleArn);
  if (role.sessionName) builder.withRoleSessionName(role.sessionName);
  if (role.policy) builder.withPolicy(role.policy);
  if (role.sessionExpiration) builder.withDurationSeconds(role.sessionExpiration);
  if (role.stsEndpoint) builder.withStsEndpoint(role.stsEndpoint);
  return builder.build();
}

type ProfileSource = Extract<Source, { kind: "profile" }>;

async function profileProvider(
  { profile: name, file }: ProfileSource,
  stsEndpoint: string | undefined,
): Promise<sdk.CredentialsProvider> {
  const source = file === undefined ? undefined : await readProfile(file, name);
  if (source) return providerOf(source, stsEndpoint);
  // The file of Alibaba Cloud's CLI; where there is none, that of its SDKs.
  const [ofCli, ofSdks] = [join(homedir(), ".aliyun", "config.json"), join(homedir(), ".alibabacloud", "credentials")];
  const isOfSdks = file !== undefined || (!existsSync(ofCli) && existsSync(ofSdks));
  const form = isOfSdks ? sdk.ProfileCredentialsProvider : sdk.CLIProfileCredentialsProvider;
  return form.builder().withProfileName(name).build();
}

/** Without a variable that names its address, the chain's last source would ask a host named "undefined". */
function defaultChain(): sdk.CredentialsProvider {
  const chain = sdk.DefaultCredentialsProvider.builder().build();
  const { providers } = chain as unknown as { providers?: sdk.CredentialsProvider[] };
  const last = providers?.at(-1);
  if (last instanceof sdk.URICredentialsProvider && !process.env.ALIBABA_CLOUD_CREDENTIALS_URI) providers?.pop();
  return chain;
}
