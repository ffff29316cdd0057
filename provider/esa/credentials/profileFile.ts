import { readFile } from "node:fs/promises";

import { z } from "zod";

import type { AssumedRole, Source } from "../connection";
import { UnusableSource } from "./messages";

const text = z.string().min(1);
// The CLI writes an empty text or 0 where nothing is set.
const orUnset = <T>(type: z.ZodType<T>) => type.optional().transform((value) => value || undefined);
const key = { access_key_id: text, access_key_secret: text };
const roleFields = {
  ram_role_arn: text,
  ram_session_name: orUnset(z.string()),
  expired_seconds: orUnset(z.number()),
  sts_endpoint: orUnset(z.string()),
};
const profileShape = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("AK"), ...key }),
  z.object({ mode: z.literal("StsToken"), ...key, sts_token: text }),
  z.object({ mode: z.literal("RamRoleArn"), ...key, sts_token: orUnset(z.string()), ...roleFields }),
  z.object({ mode: z.literal("ChainableRamRoleArn"), source_profile: text, ...roleFields }),
  z.object({ mode: z.literal("OIDC"), oidc_provider_arn: text, oidc_token_file: text, ...roleFields }),
  z.object({ mode: z.literal("EcsRamRole"), ram_role_name: text }),
]);
const modes = profileShape.options.map(({ shape }) => shape.mode.value).join(", ");
const fileShape = z.object({ profiles: z.array(z.looseObject({ name: z.string() })) });
type Profiles = z.output<typeof fileShape>["profiles"];

/**
 * A profile of a file that isn't in its usual place, in the form of Alibaba Cloud's CLI: `@alicloud/credentials` reads
 * such a file in the home folder only. Of its own ini form it reads the file that ALIBABA_CLOUD_CREDENTIALS_FILE names:
 * for that one the answer is undefined.
 * @throws UnusableSource naming the file and the field that is missing, never a value.
 */
export async function readProfile(file: string, name: string): Promise<Source | undefined> {
  const content = await readFile(file, "utf8").catch(() => {
    throw new UnusableSource(`the file ${file} cannot be read`);
  });
  if (file === process.env.ALIBABA_CLOUD_CREDENTIALS_FILE && /^\s*(?:[[;#]|$)/.test(content)) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    throw new UnusableSource(`the file ${file} is not JSON, as the Alibaba Cloud CLI writes it`);
  }
  const { data } = fileShape.safeParse(json);
  if (!data) throw new UnusableSource(`the file ${file} has no list of profiles`);
  return sourceOf(data.profiles, name, file, []);
}

function sourceOf(profiles: Profiles, name: string, file: string, above: readonly string[]): Source {
  const profile = profiles.find((candidate) => candidate.name === name);
  if (!profile) throw new UnusableSource(`the file ${file} has no profile ${name}`);
  if (above.includes(name)) throw new UnusableSource(`the profile ${name} of ${file} is its own source`);
  const { data, error } = profileShape.safeParse(profile);
  if (!data) {
    const wrong = error.issues[0]?.path.join(".") ?? "";
    throw new UnusableSource(
      wrong === "mode"
        ? `the mode of the profile ${name} of ${file} is not one that can be used from there (${modes})`
        : `the profile ${name} of ${file} has no usable ${wrong}`,
    );
  }
  switch (data.mode) {
    case "AK":
      return keyOf(data);
    case "StsToken":
      return keyOf(data, data.sts_token);
    case "RamRoleArn":
      return { kind: "assumed", role: roleOf(data), by: keyOf(data, data.sts_token) };
    case "ChainableRamRoleArn": {
      const by = sourceOf(profiles, data.source_profile, file, [...above, name]);
      return { kind: "assumed", role: roleOf(data), by };
    }
    case "OIDC":
      return { kind: "oidc", role: roleOf(data), providerArn: data.oidc_provider_arn, tokenFile: data.oidc_token_file };
    case "EcsRamRole":
      return { kind: "ecsRole", roleName: data.ram_role_name };
  }
}

type Fields<T extends z.ZodRawShape> = z.output<z.ZodObject<T>>;

function keyOf({ access_key_id, access_key_secret }: Fields<typeof key>, securityToken?: string): Source {
  return { kind: "static", accessKeyId: access_key_id, accessKeySecret: access_key_secret, securityToken };
}

function roleOf(data: Fields<typeof roleFields>): AssumedRole {
  return {
    roleArn: data.ram_role_arn,
    sessionName: data.ram_session_name,
    sessionExpiration: data.expired_seconds,
    stsEndpoint: data.sts_endpoint,
  };
}
