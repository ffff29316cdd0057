import { readFile } from "node:fs/promises";

import Credential, {
  CLIProfileCredentialsProvider,
  DefaultCredentialsProvider,
  ECSRAMRoleCredentialsProvider,
  OIDCRoleArnCredentialsProvider,
  RAMRoleARNCredentialsProvider,
  StaticAKCredentialsProvider,
  StaticSTSCredentialsProvider,
  URICredentialsProvider,
  type CredentialsProvider,
} from "@alicloud/credentials";
import { z } from "zod";

import type { AssumedRole, CredentialSource } from "./connection";
import { EsaError } from "./errors";
import { ownCodes } from "./remedies";

type Credentials = Awaited<ReturnType<CredentialsProvider["getCredentials"]>>;

/** Credentials as the OpenAPI client takes them, and what an error may say about them. */
export interface EsaCredentials {
  readonly credential: Credential;
  /** Adds to the error of a refused credential which source it came from. */
  explain(error: EsaError): EsaError;
}

/**
 * The credentials of a source, shared by all calls.
 *
 * Concurrent calls share one question, because the default chain remembers a source that it only tries; after a
 * failure the chain is made anew, because a used one asks its last source only.
 */
export function credentialsFor(source: CredentialSource): EsaCredentials {
  let provider: Promise<CredentialsProvider> | undefined;
  let asked: Promise<Credentials> | undefined;
  let name = source.origin;

  async function ask(): Promise<Credentials> {
    try {
      provider ??= withAssumedRole(source);
      const credentials = await (await provider).getCredentials();
      name = source.kind === "chain" ? `${source.origin} (${credentials.providerName})` : source.origin;
      return credentials;
    } catch (error) {
      provider = undefined;
      throw new EsaError({
        code: ownCodes.credentials,
        reason: `No credentials from ${source.origin}: ${withoutContents(error)}`,
      });
    } finally {
      asked = undefined;
    }
  }

  const shared: CredentialsProvider = {
    getCredentials: () => (asked ??= ask()),
    getProviderName: () => source.kind,
  };
  return {
    credential: new Credential(null, shared),
    explain: (error) =>
      refused.test(error.code) ? error.with({ remedy: `${error.remedy} ${whence(source, name)}` }) : error,
  };
}

const refused =
  /^(InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSecurityToken|MissingSecurityToken|Forbidden|NoPermission|InvalidUid)/;

function whence(source: CredentialSource, name: string): string {
  const role = source.assumeRole ? `, with the assumed role ${source.assumeRole.roleArn}` : "";
  const stale = name.startsWith("the stack configuration")
    ? " `pulumi refresh` and `pulumi destroy` use the configuration of the last `pulumi up`; with --run-program they use the present one."
    : "";
  return `The credentials came from ${name}${role}.${stale}`;
}

/** The messages of `@alicloud/credentials` quote whole answers and files, secrets included: keep what stands before. */
function withoutContents(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [head = ""] = message.split(/\{|\bresult:|message = |\bfailed: /, 1);
  return head.replace(/[\s:,]+$/, "").slice(0, 600) || "the source failed";
}

async function withAssumedRole(source: CredentialSource): Promise<CredentialsProvider> {
  const provider = await providerOf(source);
  const role = source.assumeRole;
  if (!role) return provider;
  return roleProvider(provider, role);
}

function roleProvider(provider: CredentialsProvider, role: AssumedRole): CredentialsProvider {
  const builder = RAMRoleARNCredentialsProvider.builder()
    .withCredentialsProvider(provider)
    .withRoleArn(role.roleArn);
  if (role.sessionName) builder.withRoleSessionName(role.sessionName);
  if (role.policy) builder.withPolicy(role.policy);
  if (role.externalId) builder.withExternalId(role.externalId);
  if (role.sessionExpiration) builder.withDurationSeconds(role.sessionExpiration);
  if (role.stsEndpoint) builder.withStsEndpoint(role.stsEndpoint);
  return builder.build();
}

async function providerOf(source: CredentialSource): Promise<CredentialsProvider> {
  switch (source.kind) {
    case "static":
      return keyProvider(source.accessKeyId, source.accessKeySecret, source.securityToken);
    case "oidc": {
      const builder = OIDCRoleArnCredentialsProvider.builder()
        .withRoleArn(source.role.roleArn)
        .withOIDCProviderArn(source.providerArn)
        .withOIDCTokenFilePath(source.tokenFile);
      if (source.role.sessionName) builder.withRoleSessionName(source.role.sessionName);
      if (source.role.policy) builder.withPolicy(source.role.policy);
      if (source.role.sessionExpiration) builder.withDurationSeconds(source.role.sessionExpiration);
      if (source.role.stsEndpoint) builder.withStsEndpoint(source.role.stsEndpoint);
      return builder.build();
    }
    case "profile":
      if (source.file !== undefined) return profileOfFile(source.file, source.profile ?? "default");
      return CLIProfileCredentialsProvider.builder()
        .withProfileName(source.profile ?? "default")
        .build();
    case "ecsRole":
      return ECSRAMRoleCredentialsProvider.builder().withRoleName(source.roleName).build();
    case "uri":
      return URICredentialsProvider.builder().withCredentialsURI(source.uri).build();
    case "chain":
      return DefaultCredentialsProvider.builder().build();
  }
}

function keyProvider(id: string, secret: string, token: string | undefined): CredentialsProvider {
  return token === undefined
    ? StaticAKCredentialsProvider.builder().withAccessKeyId(id).withAccessKeySecret(secret).build()
    : StaticSTSCredentialsProvider.builder()
        .withAccessKeyId(id)
        .withAccessKeySecret(secret)
        .withSecurityToken(token)
        .build();
}

const text = z.string().min(1);
const profileShape = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("AK"), access_key_id: text, access_key_secret: text }),
  z.object({ mode: z.literal("StsToken"), access_key_id: text, access_key_secret: text, sts_token: text }),
  z.object({
    mode: z.literal("RamRoleArn"),
    access_key_id: text,
    access_key_secret: text,
    sts_token: z.string().optional(),
    ram_role_arn: text,
    ram_session_name: z.string().optional(),
    expired_seconds: z.number().optional(),
  }),
  z.object({ mode: z.literal("EcsRamRole"), ram_role_name: text }),
]);
const fileShape = z.object({ profiles: z.array(z.looseObject({ name: z.string() })) });

/** `@alicloud/credentials` reads the CLI's file in the home folder only: a file elsewhere is read here. */
async function profileOfFile(file: string, name: string): Promise<CredentialsProvider> {
  const content = await readFile(file, "utf8").catch(() => {
    throw new Error(`the file ${file} cannot be read`);
  });
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    throw new Error(`the file ${file} is not JSON, as the Alibaba Cloud CLI writes it`);
  }
  const parsed = fileShape.safeParse(json);
  if (!parsed.success) throw new Error(`the file ${file} has no list of profiles`);
  const profile = parsed.data.profiles.find((candidate) => candidate.name === name);
  if (!profile) throw new Error(`the file ${file} has no profile ${name}`);
  const known = profileShape.safeParse(profile);
  if (!known.success) {
    const wrong = known.error.issues[0]?.path.join(".") ?? "mode";
    throw new Error(
      `the profile ${name} of ${file} cannot be used: its ${wrong} is missing or not one that a file can hold here (AK, StsToken, RamRoleArn, EcsRamRole)`,
    );
  }
  const data = known.data;
  switch (data.mode) {
    case "AK":
      return keyProvider(data.access_key_id, data.access_key_secret, undefined);
    case "StsToken":
      return keyProvider(data.access_key_id, data.access_key_secret, data.sts_token);
    case "RamRoleArn":
      return roleProvider(
        keyProvider(data.access_key_id, data.access_key_secret, data.sts_token || undefined),
        {
          roleArn: data.ram_role_arn,
          sessionName: data.ram_session_name,
          sessionExpiration: data.expired_seconds,
        },
      );
    case "EcsRamRole":
      return ECSRAMRoleCredentialsProvider.builder().withRoleName(data.ram_role_name).build();
  }
}
