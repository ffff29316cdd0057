import Credential, { type CredentialsProvider } from "@alicloud/credentials";

import type { CredentialSource } from "../connection";
import { EsaError } from "../errors/error";
import { ownCodes, remedyFor } from "../errors/remedies";
import { describeFailure } from "./messages";
import { providerFor } from "./providers";

type Credentials = Awaited<ReturnType<CredentialsProvider["getCredentials"]>>;

/** Credentials as the OpenAPI client takes them, and what an error may say about them. */
export interface EsaCredentials {
  readonly credential: Credential;
  /** Adds to the error of a refused credential where it came from, and takes secrets out of any error. */
  readonly explain: (error: EsaError) => EsaError;
}

/**
 * The credentials of a source, shared by all calls.
 *
 * Concurrent calls share one question, because the default chain remembers a source that it only tries. After a failure
 * or a refusal the provider is made anew: a used chain asks its last source only, and a profile is read only once.
 */
export function credentialsFor(source: CredentialSource): EsaCredentials {
  let provider: Promise<CredentialsProvider> | undefined;
  let asked: Promise<Credentials> | undefined;
  let last: Credentials | undefined;

  async function ask(): Promise<Credentials> {
    try {
      provider ??= providerFor(source);
      return (last = await (await provider).getCredentials());
    } catch (error) {
      provider = undefined;
      throw new EsaError({
        code: ownCodes.credentials,
        configured: source.configured,
        reason: `No credentials from ${source.origin}${withRole(source)}: ${describeFailure(error)}.`,
        remedy: [whatToCheck(source), ...inProgram(source)].join("\n"),
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
    explain: (error) => {
      const secrets = [last?.accessKeySecret, last?.securityToken].filter((value) => value !== undefined);
      const known = error.with({ reason: withoutValues(error.reason, secrets) });
      if (!refused.test(known.code)) return known;
      provider = undefined;
      const remedy = [known.remedy, whence(source, last), ...inProgram(source)];
      return known.with({ configured: source.configured, remedy: remedy.join("\n") });
    },
  };
}

/** InvalidConfiguration is that of a key that cannot be sent. */
const refused =
  /^(InvalidConfiguration$|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSecurityToken|MissingSecurityToken|Forbidden|NoPermission|InvalidUid)/;

function whatToCheck({ kind, byArguments = [] }: CredentialSource): string {
  if (byArguments.includes("profile")) return "Check it.";
  if (kind === "chain") return remedyFor(ownCodes.credentials) ?? "";
  return "Check it, or set other credentials: alicloud:accessKey and alicloud:secretKey, alicloud:profile, or ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.";
}

/** What mends a wrong argument: no configuration does. */
function inProgram({ byArguments = [] }: CredentialSource): string[] {
  if (byArguments.length === 0) return [];
  return [
    `If ${byArguments.join(" or ")} is wrong, correct it in the program and run \`pulumi up\` without \`--refresh\`: refresh, destroy and \`up --refresh\` use the argument of the last \`up\`.`,
  ];
}

function withRole({ assumeRole }: CredentialSource): string {
  return assumeRole ? `, with the assumed role ${assumeRole.roleArn}` : "";
}

function whence(source: CredentialSource, last: Credentials | undefined): string {
  const link = source.kind === "chain" && last?.providerName ? ` (${last.providerName})` : "";
  return `The credentials came from ${source.origin}${link}${withRole(source)}.`;
}

/** Shorter texts are no secrets of Alibaba Cloud's, and may be part of any word. */
const shortestSecret = 8;

function withoutValues(text: string, values: readonly string[]): string {
  return values
    .filter((value) => value.length >= shortestSecret)
    .reduce((rest, value) => rest.replaceAll(value, "***"), text);
}
