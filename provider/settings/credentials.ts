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
  const { profile: ofProgram, roleArn } = account;
  const source =
    (ofProgram === undefined ? undefined : profile(sources, ofProgram, "argument profile")) ??
    configuredAccessKey(sources) ??
    configuredOidc(sources) ??
    configuredSource(sources) ??
    environmentAccessKey(sources) ??
    environmentOidc(sources) ??
    environmentSource(sources) ??
    ({ kind: "chain", origin: "the default credential chain", configured: false } as const);
  const ofStack = (roleArn ?? ofProgram) ? undefined : readAssumeRole(sources);
  const assumeRole = roleArn === undefined ? ofStack?.role : { roleArn };
  const byArguments = (["profile", "roleArn"] as const).filter((name) => account[name] !== undefined);
  return {
    ...source,
    configured: source.configured || ofStack?.configured === true,
    stsEndpoint,
    ...(assumeRole && { assumeRole }),
    ...(byArguments.length > 0 && { byArguments }),
  };
}

const roleNames = ["ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"];
const profileNames = ["ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE"];
const fileNames = ["ALICLOUD_SHARED_CREDENTIALS_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE"];
const uriNames = ["ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"];

function configuredSource(sources: Sources): CredentialSource | undefined {
  const roleName = sources.configured("ecsRoleName");
  if (roleName) return ecsRole(roleName, "alicloud:ecsRoleName");
  const keys = ["profile", "sharedCredentialsFile"].filter((key) => sources.configured(key));
  if (keys.length > 0) {
    const name = sources.first("profile", ...profileNames);
    return profile(sources, name, `alicloud:${keys.join(", alicloud:")}`);
  }
  const uri = sources.configured("credentialsUri");
  return uri ? credentialsUri(uri, "alicloud:credentialsUri") : undefined;
}

function environmentSource(sources: Sources): CredentialSource | undefined {
  const role = sources.given(...roleNames);
  if (role) return ecsRole(role.value, role.name);
  const [name, file] = [sources.given(...profileNames), sources.given(...fileNames)];
  const setBy = [name, file].flatMap((given) => given?.name ?? []).join(", ");
  if (setBy) return profile(sources, name?.value, setBy);
  const uri = sources.given(...uriNames);
  return uri && credentialsUri(uri.value, uri.name);
}

function ecsRole(roleName: string, setBy: string): CredentialSource {
  const origin = `the ECS RAM role ${roleName} (${setBy})`;
  return { kind: "ecsRole", origin, configured: isConfigured(setBy), roleName };
}

function profile(sources: Sources, name = "default", setBy: string): CredentialSource {
  const file = sources.first("sharedCredentialsFile", ...fileNames);
  const origin = `the profile ${name}${file === undefined ? "" : ` of ${file}`} (${setBy})`;
  return { kind: "profile", origin, configured: isConfigured(setBy), profile: name, file };
}

/** The address itself may hold a token: it is not shown. */
function credentialsUri(uri: string, setBy: string): CredentialSource {
  return { kind: "uri", origin: `the credentials URI (${setBy})`, configured: isConfigured(setBy), uri };
}

const isConfigured = (setBy: string) => setBy.startsWith("alicloud:");
