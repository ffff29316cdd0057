import Credential, { type CredentialsProvider } from "@alicloud/credentials";

import type { CredentialSource } from "../connection";
import { EsaError } from "../errors/error";
import { ownCodes, remedyFor } from "../errors/remedies";
import { describeFailure } from "./messages";
import { providerFor } from "./providers";

type Credentials = Awaited<ReturnType<CredentialsProvider["getCredentials"]>>;

/** Refusals of the credentials; InvalidConfiguration is that of a key that cannot be sent. */
const refused =
  /^(InvalidConfiguration$|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSecurityToken|MissingSecurityToken|Forbidden|NoPermission|InvalidUid)/;
/** Shorter texts are no secrets of Alibaba Cloud's, and may be part of any word. */
const shortestSecret = 8;

/**
 * The credentials of a source, shared by all calls, as the OpenAPI client takes them; and what an error may say of them.
 *
 * Concurrent calls share one question, because the default chain remembers a source that it only tries. After a failure
 * or a refusal the provider is made anew: a used chain asks its last source only, and a profile is read only once.
 */
export function credentialsFor(source: CredentialSource) {
  const { origin, configured, assumeRole, byArguments = [] } = source;
  const withRole = assumeRole ? `, with the assumed role ${assumeRole.roleArn}` : "";
  // What mends a wrong argument: no configuration does.
  const inProgram =
    byArguments.length > 0 &&
    `If ${byArguments.join(" or ")} is wrong, correct it in the program and run \`pulumi up\` without \`--refresh\`: refresh, destroy and \`up --refresh\` use the argument of the last \`up\`.`;
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
        configured,
        reason: `No credentials from ${origin}${withRole}: ${describeFailure(error)}.`,
        remedy: [whatToCheck(source), inProgram].filter(Boolean).join("\n"),
      });
    } finally {
      asked = undefined;
    }
  }

  /** Adds to the error of a refused credential where it came from, and takes secrets out of any error. */
  function explain(error: EsaError): EsaError {
    const secrets = [last?.accessKeySecret, last?.securityToken].filter((value) => value !== undefined);
    const hide = (text: string, secret: string) =>
      secret.length < shortestSecret ? text : text.replaceAll(secret, "***");
    const known = error.with({ reason: secrets.reduce(hide, error.reason) });
    if (!refused.test(known.code)) return known;
    provider = undefined;
    const link = source.kind === "chain" && last?.providerName ? ` (${last.providerName})` : "";
    const whence = `The credentials came from ${origin}${link}${withRole}.`;
    return known.with({ configured, remedy: [known.remedy, whence, inProgram].filter(Boolean).join("\n") });
  }

  const shared: CredentialsProvider = {
    getCredentials: () => (asked ??= ask()),
    getProviderName: () => source.kind,
  };
  return { credential: new Credential(null, shared), explain };
}

function whatToCheck({ kind, byArguments = [] }: CredentialSource): string {
  if (byArguments.includes("profile")) return "Correct it in the shared credentials file, or name another profile.";
  if (kind === "chain") return remedyFor(ownCodes.credentials) ?? "";
  return "Check that source, or set other credentials: alicloud:accessKey and alicloud:secretKey, alicloud:profile, or ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.";
}
