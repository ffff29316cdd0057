import type { Account, CredentialSource, NamedSource } from "../esa/connection";
import { settingsError, type Given, type Key, type Sources } from "./configuration";
import { configuredOidc, environmentOidc, readAssumeRole } from "./roles";

const chain: NamedSource = { kind: "chain", origin: "the default credential chain" };

/**
 * Chooses the source of the credentials: the first of access key, OIDC, ECS role, profile and credentials URI that the
 * stack configuration names, else the first that the environment names, else the default chain of
 * `@alicloud/credentials`. On top of it comes the role to assume. An account's profile and role take the place of them.
 * @throws EsaError when the source is incomplete, naming what is missing.
 */
export function readCredentials(sources: Sources, stsEndpoint: string | undefined, account: Account): CredentialSource {
  const { stack, environment } = sources;
  const ofProgram = account.profile === undefined ? undefined : profile(sources, account.profile, "argument profile");
  const ofStack = ofProgram
    ? undefined
    : (accessKey(sources, stack) ?? configuredOidc(sources) ?? otherSource(sources, stack));
  const source =
    ofProgram ??
    ofStack ??
    accessKey(sources, environment) ??
    environmentOidc(sources) ??
    otherSource(sources, environment) ??
    chain;
  const roleOfStack = (account.roleArn ?? account.profile) ? undefined : readAssumeRole(sources);
  const assumeRole = account.roleArn === undefined ? roleOfStack : { roleArn: account.roleArn };
  const byArguments = (["profile", "roleArn"] as const).filter((name) => account[name] !== undefined);
  return {
    ...source,
    configured: ofStack !== undefined || (roleOfStack !== undefined && stack("assumeRole") !== undefined),
    stsEndpoint,
    ...(assumeRole && { assumeRole }),
    ...(byArguments.length > 0 && { byArguments }),
  };
}

/** The stack configuration or the environment. */
type Place = (key: Key) => Given | undefined;

const missingSecret = "Run `pulumi config set --secret alicloud:secretKey`, or set ALIBABA_CLOUD_ACCESS_KEY_SECRET.";
const missingId = "Run `pulumi config set alicloud:accessKey`, or set ALIBABA_CLOUD_ACCESS_KEY_ID.";

/**
 * One half of a configured key may come from the environment, as with pulumi-alicloud, but never the half of a pair that
 * is another key.
 */
function accessKey({ stack, environment }: Sources, place: Place): NamedSource | undefined {
  const [id, secret, token] = [place("accessKey"), place("secretKey"), place("securityToken")];
  const half = id ?? secret;
  if (!half && token) throw settingsError(`${token.name} is set, but no access key.`, missingId);
  if (!half) return undefined;
  const other = { id: environment("accessKey"), secret: environment("secretKey") };
  const theId = id ?? (!other.secret || other.secret.value === secret?.value ? other.id : undefined);
  const theSecret = secret ?? (!other.id || other.id.value === id?.value ? other.secret : undefined);
  const isOfStack = place === stack;
  const lacks = (what: string) => `${half.name} is set, but no ${what} key${isOfStack ? " for it" : ""}.`;
  if (!theSecret) throw settingsError(lacks("secret"), missingSecret);
  if (!theId) throw settingsError(lacks("access"), missingId);
  const isWhole = id !== undefined && secret !== undefined;
  const rest = isWhole ? "" : ` and the environment (${(id ? theSecret : theId).name})`;
  return {
    kind: "static",
    origin: `the ${isOfStack ? "stack configuration" : "environment"} (${half.name})${rest}`,
    accessKeyId: theId.value,
    accessKeySecret: theSecret.value,
    // A token belongs to one key: that of the environment joins no key that the stack configures.
    securityToken: (token ?? (isWhole ? undefined : environment("securityToken")))?.value,
  };
}

function otherSource(sources: Sources, place: Place): NamedSource | undefined {
  const role = place("ecsRoleName");
  if (role) return { kind: "ecsRole", origin: `the ECS RAM role ${role.value} (${role.name})`, roleName: role.value };
  const setBy = [place("profile"), place("sharedCredentialsFile")].flatMap((given) => given?.name ?? []);
  if (setBy.length > 0) return profile(sources, sources.value("profile"), setBy.join(", "));
  const uri = place("credentialsUri");
  if (!uri) return undefined;
  // The address itself may hold a token: it is not shown.
  if (!/^https?:\/\//i.test(uri.value) || !URL.canParse(uri.value)) {
    throw settingsError(
      `${uri.name} is not an address that begins with http:// or https://.`,
      "Set it to the whole address of the service that hands out credentials, such as http://127.0.0.1:8080/credentials.",
    );
  }
  return { kind: "uri", origin: `the credentials URI (${uri.name})`, uri: uri.value };
}

function profile(sources: Sources, name = "default", setBy: string): NamedSource {
  const file = sources.value("sharedCredentialsFile");
  const origin = `the profile ${name}${file === undefined ? "" : ` of ${file}`} (${setBy})`;
  return { kind: "profile", origin, profile: name, file };
}
