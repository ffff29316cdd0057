import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import {
  CLIProfileCredentialsProvider,
  DefaultCredentialsProvider,
  ECSRAMRoleCredentialsProvider,
  ProfileCredentialsProvider,
  URICredentialsProvider,
  type CredentialsProvider,
} from "@alicloud/credentials";

import type { CredentialSource } from "../connection";
import { keyProvider, oidcProvider, roleProvider } from "./exchange";
import { profileOfFile } from "./profileFile";

/** A new provider for a source, with its role assumed. Nothing is asked yet but the presence of profile files. */
export async function providerFor(source: CredentialSource): Promise<CredentialsProvider> {
  const provider = await withoutRole(source);
  const { assumeRole, stsEndpoint } = source;
  return assumeRole ? roleProvider(provider, { stsEndpoint, ...assumeRole }) : provider;
}

async function withoutRole(source: CredentialSource): Promise<CredentialsProvider> {
  switch (source.kind) {
    case "static":
      return keyProvider(source.accessKeyId, source.accessKeySecret, source.securityToken);
    case "oidc":
      return oidcProvider({ stsEndpoint: source.stsEndpoint, ...source.role }, source.providerArn, source.tokenFile);
    case "profile":
      return source.file === undefined ? profileAtHome(source.profile) : profileOfFile(source.file, source.profile);
    case "ecsRole":
      return ECSRAMRoleCredentialsProvider.builder().withRoleName(source.roleName).build();
    case "uri":
      return URICredentialsProvider.builder().withCredentialsURI(source.uri).build();
    case "chain":
      return defaultChain();
  }
}

/** Without a variable that names its address, the chain's last source would ask a host named "undefined". */
function defaultChain(): CredentialsProvider {
  const chain = DefaultCredentialsProvider.builder().build();
  const { providers } = chain as unknown as { providers?: CredentialsProvider[] };
  const last = providers?.at(-1);
  if (last instanceof URICredentialsProvider && !process.env.ALIBABA_CLOUD_CREDENTIALS_URI) providers?.pop();
  return chain;
}

/** The file of Alibaba Cloud's CLI; where there is none, that of its SDKs. */
function profileAtHome(name: string): CredentialsProvider {
  const ofCli = join(homedir(), ".aliyun", "config.json");
  const ofSdks = join(homedir(), ".alibabacloud", "credentials");
  return !existsSync(ofCli) && existsSync(ofSdks)
    ? ProfileCredentialsProvider.builder().withProfileName(name).build()
    : CLIProfileCredentialsProvider.builder().withProfileName(name).build();
}
