import type { CredentialSource } from "../esa/connection";
import { settingsError, type Sources } from "./configuration";

const idNames = ["ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_ID"];
const secretNames = [
  "ALICLOUD_SECRET_KEY",
  "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  "ALIBABACLOUD_ACCESS_KEY_SECRET",
];
const tokenNames = ["ALICLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN", "ALIBABACLOUD_SECURITY_TOKEN"];

/**
 * The access key of the stack configuration. One half of it may come from the environment, as with pulumi-alicloud, but
 * never the half of a pair that is another key.
 *
 * @throws EsaError naming the half that is missing.
 */
export function configuredAccessKey(sources: Sources): CredentialSource | undefined {
  const id = sources.configured("accessKey");
  const secret = sources.configured("secretKey");
  const token = sources.configured("securityToken");
  if (!id && !secret && !token) return undefined;
  if (!id && !secret) throw settingsError("alicloud:securityToken is set, but no access key.", missingId);
  if (id && secret) return staticKey(id, secret, token, "the stack configuration (alicloud:accessKey)", true);

  const other = { id: sources.variable(...idNames), secret: sources.variable(...secretNames) };
  const wholeSecret = secret ?? (!other.id || other.id === id ? other.secret : undefined);
  const wholeId = id ?? (!other.secret || other.secret === secret ? other.id : undefined);
  if (!wholeSecret)
    throw settingsError("alicloud:accessKey is set, but no secret key for it.", missingSecret);
  if (!wholeId) throw settingsError("alicloud:secretKey is set, but no access key for it.", missingId);
  const [key, variable] = id ? ["accessKey", secretNames] : ["secretKey", idNames];
  return staticKey(
    wholeId,
    wholeSecret,
    token ?? sources.variable(...tokenNames),
    `the stack configuration (alicloud:${key}) and the environment (${sources.variableName(...variable) ?? ""})`,
    true,
  );
}

/**
 * The access key of the environment.
 *
 * @throws EsaError naming the half that is missing.
 */
export function environmentAccessKey(sources: Sources): CredentialSource | undefined {
  const idName = sources.variableName(...idNames);
  const secretName = sources.variableName(...secretNames);
  const tokenName = sources.variableName(...tokenNames);
  if (idName && secretName) {
    const id = sources.variable(idName) ?? "";
    const secret = sources.variable(secretName) ?? "";
    return staticKey(id, secret, sources.variable(...tokenNames), `the environment (${idName})`, false);
  }
  if (idName) throw settingsError(`${idName} is set, but no secret key.`, missingSecret);
  const name = secretName ?? tokenName;
  if (name) throw settingsError(`${name} is set, but no access key.`, missingId);
  return undefined;
}

const missingSecret =
  "Run `pulumi config set --secret alicloud:secretKey`, or set ALIBABA_CLOUD_ACCESS_KEY_SECRET.";
const missingId = "Run `pulumi config set alicloud:accessKey`, or set ALIBABA_CLOUD_ACCESS_KEY_ID.";

function staticKey(
  accessKeyId: string,
  accessKeySecret: string,
  securityToken: string | undefined,
  origin: string,
  configured: boolean,
): CredentialSource {
  return { kind: "static", origin, configured, accessKeyId, accessKeySecret, securityToken };
}
