import Credential, { type CredentialsProvider } from "@alicloud/credentials";

import type { CredentialSource } from "../connection";
import { EsaError } from "../errors/error";
import { ownCodes } from "../errors/remedies";
import { describeFailure } from "./messages";
import { providerFor } from "./providers";

type Credentials = Awaited<ReturnType<CredentialsProvider["getCredentials"]>>;

/** Credentials as the OpenAPI client takes them, and what an error may say about them. */
export interface EsaCredentials {
  readonly credential: Credential;
  /** Adds to the error of a refused credential where it came from, and takes secrets out of any error. */
  explain(error: EsaError): EsaError;
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
        reason: `No credentials from ${source.origin}${withRole(source)}: ${describeFailure(error)}.`,
        ...(source.kind !== "chain" && { remedy: checkSource }),
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
      const reason = withoutValues(error.reason, secrets);
      const known = reason === error.reason ? error : error.with({ reason });
      const { configured } = source;
      if (known.code === ownCodes.credentials) return known.with({ configured });
      if (!refused.test(known.code)) return known;
      provider = undefined;
      return known.with({ configured, remedy: `${known.remedy}\n${whence(source, last)}` });
    },
  };
}

/** InvalidConfiguration is that of a key that cannot be sent. */
const refused =
  /^(InvalidConfiguration$|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSecurityToken|MissingSecurityToken|Forbidden|NoPermission|InvalidUid)/;

const checkSource =
  "Check it, or set other credentials: alicloud:accessKey and alicloud:secretKey, alicloud:profile, or ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.";

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
