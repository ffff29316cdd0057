import type { CredentialSource } from "../esa/connection";
import { settingsError, type Sources } from "./configuration";

const idNames = ["ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_ID"];
const secretNames = ["ALICLOUD_SECRET_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_ACCESS_KEY_SECRET"];
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
  const other = { id: sources.variable(...idNames), secret: sources.variable(...secretNames) };
  const accessKeySecret = secret ?? (!other.id || other.id === id ? other.secret : undefined);
  const accessKeyId = id ?? (!other.secret || other.secret === secret ? other.id : undefined);
  if (!accessKeySecret) {
    throw settingsError("alicloud:accessKey is set, but no secret key for it.", missingSecret);
  }
  if (!accessKeyId) throw settingsError("alicloud:secretKey is set, but no access key for it.", missingId);
  const isWhole = id !== undefined && secret !== undefined;
  const [key, others] = id ? ["accessKey", secretNames] : ["secretKey", idNames];
  const rest = isWhole ? "" : ` and the environment (${sources.given(...others)?.name ?? ""})`;
  const origin = `the stack configuration (alicloud:${key})${rest}`;
  const securityToken = token ?? (isWhole ? undefined : sources.variable(...tokenNames));
  return { kind: "static", origin, configured: true, accessKeyId, accessKeySecret, securityToken };
}

/**
 * The access key of the environment.
 *
 * @throws EsaError naming the half that is missing.
 */
export function environmentAccessKey(sources: Sources): CredentialSource | undefined {
  const [id, secret, token] = [idNames, secretNames, tokenNames].map((names) => sources.given(...names));
  if (id && secret) {
    const origin = `the environment (${id.name})`;
    const key = { accessKeyId: id.value, accessKeySecret: secret.value, securityToken: token?.value };
    return { kind: "static", origin, configured: false, ...key };
  }
  if (id) throw settingsError(`${id.name} is set, but no secret key.`, missingSecret);
  const half = secret ?? token;
  if (half) throw settingsError(`${half.name} is set, but no access key.`, missingId);
  return undefined;
}

const missingSecret = "Run `pulumi config set --secret alicloud:secretKey`, or set ALIBABA_CLOUD_ACCESS_KEY_SECRET.";
const missingId = "Run `pulumi config set alicloud:accessKey`, or set ALIBABA_CLOUD_ACCESS_KEY_ID.";
