import { z } from "zod";

import type { AssumedRole, CredentialSource } from "../esa/connection";
import { settingsError, type Sources } from "./configuration";

const text = z.string().optional();
// 0 stands for STS's own default; a text is what `pulumi config set --path` may leave.
const seconds = z.coerce.number().int().nonnegative().optional();
const session = { policy: text, sessionExpiration: seconds };
const assumeRoleShape = z.object({
  roleArn: z.string().min(1),
  sessionName: text,
  externalId: text,
  ...session,
});
const oidcShape = z.object({
  roleArn: text,
  oidcProviderArn: text,
  oidcTokenFile: text,
  oidcToken: text,
  roleSessionName: text,
  ...session,
});

const remedyFor = (key: string) =>
  `Set its fields one by one, for example \`pulumi config set --path 'alicloud:${key}.roleArn' acs:ram::ACCOUNT:role/NAME\`.`;

/**
 * The role to assume with the credentials: `alicloud:assumeRole` or ALICLOUD_ASSUME_ROLE_ARN. ALIBABA_CLOUD_ROLE_ARN
 * counts only where no other OIDC variable is set, as it names the role of OIDC there.
 */
export function readAssumeRole(sources: Sources): { role: AssumedRole; configured: boolean } | undefined {
  const given = sources.structure("assumeRole", assumeRoleShape, remedyFor("assumeRole"));
  const isOidc = sources.variable(...oidcNames) !== undefined;
  const roleArn =
    given?.roleArn ?? sources.variable("ALICLOUD_ASSUME_ROLE_ARN", ...(isOidc ? [] : ["ALIBABA_CLOUD_ROLE_ARN"]));
  if (roleArn === undefined) return undefined;
  const sessionSeconds = Number(sources.variable("ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION") ?? 0);
  const sessionName = sources.variable("ALICLOUD_ASSUME_ROLE_SESSION_NAME", sessionVariable);
  const ofEnvironment = { sessionName, sessionExpiration: sessionSeconds || undefined };
  const role = { ...ofEnvironment, ...given, roleArn };
  return { role, configured: given !== undefined };
}

const sessionVariable = "ALIBABA_CLOUD_ROLE_SESSION_NAME";
const providerName = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
const fileName = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
const oidcNames = [providerName, fileName];

/** `alicloud:assumeRoleWithOidc`, each field of which may come from its variable instead. */
export function configuredOidc(sources: Sources): CredentialSource | undefined {
  const key = "assumeRoleWithOidc";
  const given = sources.structure(key, oidcShape, remedyFor(key));
  if (!given) return undefined;
  if (given.oidcToken && !given.oidcTokenFile) {
    throw settingsError(
      `alicloud:${key}.oidcToken is not supported.`,
      `Write the token to a file and set alicloud:${key}.oidcTokenFile to its path.`,
    );
  }
  return oidc(sources, given, `alicloud:${key}`);
}

/** OIDC of the environment, as Alibaba Cloud's Kubernetes service and CI systems set it. */
export function environmentOidc(sources: Sources): CredentialSource | undefined {
  const setBy = sources.given(...oidcNames)?.name;
  return setBy === undefined ? undefined : oidc(sources, {}, setBy);
}

/** @throws EsaError naming each part that is missing. */
function oidc(sources: Sources, given: Partial<z.output<typeof oidcShape>>, setBy: string): CredentialSource {
  const roleArn = given.roleArn ?? sources.variable("ALIBABA_CLOUD_ROLE_ARN");
  const providerArn = given.oidcProviderArn ?? sources.variable(providerName);
  const tokenFile = given.oidcTokenFile ?? sources.variable(fileName);
  if (!roleArn || !providerArn || !tokenFile) {
    const missing = [
      !roleArn && "the role (roleArn or ALIBABA_CLOUD_ROLE_ARN)",
      !providerArn && `the OIDC provider (oidcProviderArn or ${providerName})`,
      !tokenFile && `the token file (oidcTokenFile or ${fileName})`,
    ].filter(Boolean);
    throw settingsError(
      `Credentials by OIDC are set by half (${setBy}): missing is ${missing.join(" and ")}.`,
      "Set what is missing in alicloud:assumeRoleWithOidc or in the environment, or remove the rest.",
    );
  }
  return {
    kind: "oidc",
    origin: `OIDC with the role ${roleArn} (${setBy})`,
    configured: setBy.startsWith("alicloud:"),
    providerArn,
    tokenFile,
    role: {
      roleArn,
      sessionName: given.roleSessionName ?? sources.variable("ALIBABA_CLOUD_ROLE_SESSION_NAME"),
      policy: given.policy,
      sessionExpiration: given.sessionExpiration,
    },
  };
}
