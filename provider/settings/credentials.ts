import { z } from "zod";

import type { AssumedRole, CredentialSource } from "../esa/connection";
import {
  firstSetIn,
  readStructure,
  settingsError,
  type ConfigReader,
  type Environment,
} from "./configuration";

/**
 * Chooses the source of the credentials: the first of access key, OIDC, profile, ECS role and credentials URI that is
 * set, in the stack configuration or the environment; else the default chain of `@alicloud/credentials`.
 *
 * @throws EsaError when a source is set by half, naming what is missing.
 */
export function readCredentials(
  config: ConfigReader,
  env: Environment,
  stsEndpoint?: string,
): CredentialSource {
  const source = readSource(config, env, stsEndpoint);
  const assumeRole = readAssumeRole(config, env, stsEndpoint);
  return assumeRole ? { ...source, assumeRole } : source;
}

function readSource(
  config: ConfigReader,
  env: Environment,
  stsEndpoint: string | undefined,
): CredentialSource {
  const first = firstSetIn(config, env);
  const complete = readAccessKey(config, env) ?? readOidc(config, env, stsEndpoint);
  if (complete) return complete;

  const profile = first("profile", "ALICLOUD_PROFILE");
  const file = first("sharedCredentialsFile", "ALICLOUD_SHARED_CREDENTIALS_FILE");
  if (profile !== undefined || file !== undefined) {
    return {
      kind: "profile",
      origin: `the profile ${profile ?? "default"} of ${file ?? "~/.aliyun/config.json"}`,
      ...(profile !== undefined && { profile }),
      ...(file !== undefined && { file }),
    };
  }
  const roleName = first("ecsRoleName", "ALICLOUD_ECS_ROLE_NAME");
  if (roleName !== undefined) return { kind: "ecsRole", origin: `the ECS RAM role ${roleName}`, roleName };
  const uri = first("credentialsUri", "ALICLOUD_CREDENTIALS_URI");
  if (uri !== undefined) return { kind: "uri", origin: "the credentials URI", uri };
  return { kind: "chain", origin: "the default credential chain" };
}

function readAccessKey(config: ConfigReader, env: Environment): CredentialSource | undefined {
  const first = firstSetIn(config, env);
  const accessKeyId = first("accessKey", ...keyIdVariables);
  const accessKeySecret = first("secretKey", ...keySecretVariables);
  if (accessKeyId === undefined && accessKeySecret === undefined) return undefined;
  if (accessKeySecret === undefined) {
    throw settingsError(
      "An access key is set, but no secret key.",
      "Run `pulumi config set --secret alicloud:secretKey`, or set ALIBABA_CLOUD_ACCESS_KEY_SECRET.",
    );
  }
  if (accessKeyId === undefined) {
    throw settingsError(
      "A secret key is set, but no access key.",
      "Run `pulumi config set alicloud:accessKey`, or set ALIBABA_CLOUD_ACCESS_KEY_ID.",
    );
  }
  const configured = Boolean(config("alicloud:accessKey"));
  // A token of the environment belongs to the key of the environment, never to one that the stack configures.
  const securityToken = first("securityToken", ...(configured ? [] : tokenVariables));
  return {
    kind: "static",
    origin: configured ? "the stack configuration (alicloud:accessKey)" : "the environment variables",
    accessKeyId,
    accessKeySecret,
    ...(securityToken !== undefined && { securityToken }),
  };
}

const keyIdVariables = ["ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_ID"];
const keySecretVariables = [
  "ALICLOUD_SECRET_KEY",
  "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  "ALIBABACLOUD_ACCESS_KEY_SECRET",
];
const tokenVariables = [
  "ALICLOUD_SECURITY_TOKEN",
  "ALIBABA_CLOUD_SECURITY_TOKEN",
  "ALIBABACLOUD_SECURITY_TOKEN",
];

const text = z.string().min(1).optional();
const assumeRoleShape = z.object({
  roleArn: z.string().min(1),
  sessionName: text,
  policy: text,
  externalId: text,
  sessionExpiration: z.coerce.number().int().nonnegative().optional(),
});
const oidcShape = z.object({
  roleArn: text,
  oidcProviderArn: text,
  oidcTokenFile: text,
  roleSessionName: text,
  policy: text,
  sessionExpiration: z.coerce.number().int().nonnegative().optional(),
});

const roleRemedy = (key: string) =>
  `Set its fields one by one, for example \`pulumi config set --path 'alicloud:${key}.roleArn' acs:ram::ACCOUNT:role/NAME\`.`;

function readAssumeRole(
  config: ConfigReader,
  env: Environment,
  stsEndpoint: string | undefined,
): AssumedRole | undefined {
  const given = readStructure(config, "assumeRole", assumeRoleShape, roleRemedy("assumeRole"));
  // Beside the other OIDC variables, ALIBABA_CLOUD_ROLE_ARN names the role of OIDC.
  const shared = env.ALIBABA_CLOUD_OIDC_PROVIDER_ARN ? undefined : env.ALIBABA_CLOUD_ROLE_ARN;
  const roleArn = given?.roleArn ?? env.ALICLOUD_ASSUME_ROLE_ARN ?? shared;
  if (!roleArn) return undefined;
  return {
    ...given,
    roleArn,
    sessionName:
      given?.sessionName ?? env.ALICLOUD_ASSUME_ROLE_SESSION_NAME ?? env.ALIBABA_CLOUD_ROLE_SESSION_NAME,
    stsEndpoint,
  };
}

function readOidc(
  config: ConfigReader,
  env: Environment,
  stsEndpoint: string | undefined,
): CredentialSource | undefined {
  const given = readStructure(config, "assumeRoleWithOidc", oidcShape, roleRemedy("assumeRoleWithOidc"));
  const providerArn = given?.oidcProviderArn ?? env.ALIBABA_CLOUD_OIDC_PROVIDER_ARN;
  const tokenFile = given?.oidcTokenFile ?? env.ALIBABA_CLOUD_OIDC_TOKEN_FILE;
  if (!given && !providerArn && !tokenFile) return undefined;
  const roleArn = given?.roleArn ?? env.ALIBABA_CLOUD_ROLE_ARN;
  if (!roleArn || !providerArn || !tokenFile) {
    const missing = [
      !roleArn && "the role (roleArn or ALIBABA_CLOUD_ROLE_ARN)",
      !providerArn && "the OIDC provider (oidcProviderArn or ALIBABA_CLOUD_OIDC_PROVIDER_ARN)",
      !tokenFile && "the token file (oidcTokenFile or ALIBABA_CLOUD_OIDC_TOKEN_FILE)",
    ].filter(Boolean);
    throw settingsError(
      `Credentials by OIDC are set by half: missing is ${missing.join(" and ")}.`,
      "Set what is missing in alicloud:assumeRoleWithOidc or in the environment, or remove the rest.",
    );
  }
  return {
    kind: "oidc",
    origin: `OIDC (role ${roleArn})`,
    providerArn,
    tokenFile,
    role: {
      roleArn,
      sessionName: given?.roleSessionName ?? env.ALIBABA_CLOUD_ROLE_SESSION_NAME,
      policy: given?.policy,
      sessionExpiration: given?.sessionExpiration,
      stsEndpoint,
    },
  };
}
