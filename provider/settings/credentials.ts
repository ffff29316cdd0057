import type { CredentialSource } from "../esa/connection";
import type { Account } from "../esa/account";
import { configuredAccessKey, environmentAccessKey } from "./accessKey";
import type { Sources } from "./configuration";
import { configuredOidc, environmentOidc, readAssumeRole } from "./roles";

/**
 * Chooses the source of the credentials: the first of access key, OIDC, ECS role, profile and credentials URI that the
 * stack configuration names, else the first that the environment names, else the default chain of
 * `@alicloud/credentials`. On top of it comes the role to assume. An account's profile and role take the place of them.
 *
 * @throws EsaError when the source is set by half, naming what is missing.
 */
export function readCredentials(
  sources: Sources,
  stsEndpoint: string | undefined,
  account: Account = {},
): CredentialSource {
  const source =
    accountProfile(sources, account) ??
    configuredAccessKey(sources) ??
    configuredOidc(sources, stsEndpoint) ??
    configuredSource(sources) ??
    environmentAccessKey(sources) ??
    environmentOidc(sources, stsEndpoint) ??
    environmentSource(sources) ??
    defaultChain;
  const assumed =
    accountRole(account, stsEndpoint) ?? (account.profile ? undefined : readAssumeRole(sources, stsEndpoint));
  return assumed
    ? { ...source, assumeRole: assumed.role, configured: source.configured || assumed.configured }
    : source;
}

function accountProfile(sources: Sources, account: Account): CredentialSource | undefined {
  if (account.profile === undefined) return undefined;
  return profile(
    account.profile,
    sources.first("sharedCredentialsFile", ...fileNames),
    "argument profile",
    false,
  );
}

function accountRole({ roleArn }: Account, stsEndpoint: string | undefined) {
  return roleArn === undefined ? undefined : { role: { roleArn, stsEndpoint }, configured: false };
}

const defaultChain: CredentialSource = {
  kind: "chain",
  origin: "the default credential chain",
  configured: false,
};

const roleNames = ["ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"];
const profileNames = ["ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE"];
const fileNames = ["ALICLOUD_SHARED_CREDENTIALS_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE"];
const uriNames = ["ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"];

function configuredSource(sources: Sources): CredentialSource | undefined {
  const roleName = sources.configured("ecsRoleName");
  if (roleName) return ecsRole(roleName, "alicloud:ecsRoleName", true);
  const keys = ["profile", "sharedCredentialsFile"].filter((key) => sources.configured(key));
  if (keys.length > 0) {
    return profile(
      sources.first("profile", ...profileNames),
      sources.first("sharedCredentialsFile", ...fileNames),
      `alicloud:${keys.join(", alicloud:")}`,
      true,
    );
  }
  const uri = sources.configured("credentialsUri");
  return uri ? credentialsUri(uri, "alicloud:credentialsUri", true) : undefined;
}

function environmentSource(sources: Sources): CredentialSource | undefined {
  const roleName = sources.variableName(...roleNames);
  if (roleName) return ecsRole(sources.variable(roleName) ?? "", roleName, false);
  const named = [sources.variableName(...profileNames), sources.variableName(...fileNames)];
  const setBy = named.filter((name) => name !== undefined).join(", ");
  if (setBy) return profile(sources.variable(...profileNames), sources.variable(...fileNames), setBy, false);
  const uri = sources.variableName(...uriNames);
  return uri ? credentialsUri(sources.variable(uri) ?? "", uri, false) : undefined;
}

function ecsRole(roleName: string, setBy: string, configured: boolean): CredentialSource {
  return { kind: "ecsRole", origin: `the ECS RAM role ${roleName} (${setBy})`, configured, roleName };
}

function profile(
  name: string | undefined,
  file: string | undefined,
  setBy: string,
  configured: boolean,
): CredentialSource {
  return {
    kind: "profile",
    origin: `the profile ${name ?? "default"}${file === undefined ? "" : ` of ${file}`} (${setBy})`,
    configured,
    ...(name !== undefined && { profile: name }),
    ...(file !== undefined && { file }),
  };
}

/** The address itself may hold a token: it is not shown. */
function credentialsUri(uri: string, setBy: string, configured: boolean): CredentialSource {
  return { kind: "uri", origin: `the credentials URI (${setBy})`, configured, uri };
}
