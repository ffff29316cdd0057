import * as v from "valibot";

import type { AssumedRole, NamedSource } from "../esa/connection";
import { shortened } from "../esa/errors/redact";
import { objectOf } from "../esa/shapes";
import { settingsError, type Sources } from "./configuration";

const text = v.optional(v.string());
// 0 stands for STS's own default; a text is what `pulumi config set --path` may leave.
const seconds = v.pipe(
  v.unknown(),
  v.transform(Number),
  v.check((value) => Number.isSafeInteger(value) && value >= 0, "expected a whole number of seconds"),
);
const session = { policy: text, sessionExpiration: v.optional(seconds) };
const assumeRoleShape = objectOf({
  roleArn: v.pipe(v.string(), v.nonEmpty("it is empty")),
  sessionName: text,
  externalId: text,
  ...session,
});
const oidcShape = objectOf({
  roleArn: text,
  oidcProviderArn: text,
  oidcTokenFile: text,
  oidcToken: text,
  roleSessionName: text,
  ...session,
});

const remedyFor = (key: string) =>
  `Set its fields one by one, for example \`pulumi config set --path 'alicloud:${key}.roleArn' acs:ram::ACCOUNT:role/NAME\`.`;

const roleVariable = "ALIBABA_CLOUD_ROLE_ARN";
const oidcVariables = ["ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "ALIBABA_CLOUD_OIDC_TOKEN_FILE"] as const;
const sessionVariable = "ALIBABA_CLOUD_ROLE_SESSION_NAME";
/** What OIDC needs: fields of `alicloud:assumeRoleWithOidc`, each of which may come from its variable instead. */
const needed = [
  ["roleArn", "the role", roleVariable],
  ["oidcProviderArn", "the OIDC provider", oidcVariables[0]],
  ["oidcTokenFile", "the token file", oidcVariables[1]],
] as const;

/**
 * The role to assume with the credentials: `alicloud:assumeRole` or ALICLOUD_ASSUME_ROLE_ARN. ALIBABA_CLOUD_ROLE_ARN
 * counts only where no other OIDC variable is set, as it names the role of OIDC there.
 */
export function readAssumeRole(sources: Sources): AssumedRole | undefined {
  const given = sources.structure("assumeRole", assumeRoleShape, remedyFor("assumeRole"));
  const ofOthers = sources.variable(...oidcVariables) ? [] : [roleVariable];
  const roleArn = given?.roleArn ?? sources.variable("ALICLOUD_ASSUME_ROLE_ARN", ...ofOthers)?.value;
  if (roleArn === undefined) return undefined;
  const sessionName = sources.variable("ALICLOUD_ASSUME_ROLE_SESSION_NAME", sessionVariable)?.value;
  const expiration = sources.variable("ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION");
  const { success, output: sessionExpiration } = v.safeParse(v.optional(seconds), expiration?.value);
  if (!success && expiration) {
    throw settingsError(
      `${expiration.name} is "${shortened(expiration.value)}".`,
      "Set it to a whole number of seconds, such as 3600.",
    );
  }
  return { sessionName, sessionExpiration: sessionExpiration as number | undefined, ...given, roleArn };
}

/** OIDC as the stack configuration sets it. */
export function configuredOidc(sources: Sources): NamedSource | undefined {
  const key = "assumeRoleWithOidc";
  const given = sources.structure(key, oidcShape, remedyFor(key));
  if (given?.oidcToken && !given.oidcTokenFile) {
    throw settingsError(
      `alicloud:${key}.oidcToken is not supported.`,
      `Write the token to a file and set alicloud:${key}.oidcTokenFile to its path.`,
    );
  }
  return given && oidc(sources, given, `alicloud:${key}`);
}

/** OIDC of the environment, as Alibaba Cloud's Kubernetes service and CI systems set it. */
export function environmentOidc(sources: Sources): NamedSource | undefined {
  const set = sources.variable(...oidcVariables);
  return set && oidc(sources, {}, set.name);
}

/** @throws EsaError naming each part that is missing. */
function oidc(sources: Sources, given: Partial<v.InferOutput<typeof oidcShape>>, setBy: string): NamedSource {
  const values = needed.map(([field, , variable]) => given[field] ?? sources.variable(variable)?.value);
  const [roleArn, providerArn, tokenFile] = values;
  if (!roleArn || !providerArn || !tokenFile) {
    const missing = needed
      .filter((_, index) => !values[index])
      .map(([field, what, variable]) => `${what} (${field} or ${variable})`);
    throw settingsError(
      `OIDC credentials are incomplete (${setBy}). Missing: ${missing.join(" and ")}.`,
      "Set what is missing in alicloud:assumeRoleWithOidc or in the environment, or remove the rest.",
    );
  }
  const sessionName = given.roleSessionName ?? sources.variable(sessionVariable)?.value;
  const { policy, sessionExpiration } = given;
  return {
    kind: "oidc",
    origin: `OIDC with the role ${roleArn} (${setBy})`,
    providerArn,
    tokenFile,
    role: { roleArn, sessionName, policy, sessionExpiration },
  };
}
