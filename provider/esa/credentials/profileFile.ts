import { readFile } from "node:fs/promises";

import * as v from "valibot";

import type { AssumedRole, Source } from "../connection";
import { UnusableSource } from "./messages";

const text = v.pipe(v.string(), v.nonEmpty());
// The CLI writes an empty text or 0 where nothing is set.
const orUnset = <T>(type: v.GenericSchema<T>) =>
  v.pipe(
    v.optional(type),
    v.transform((value) => value || undefined),
  );
const key = { access_key_id: text, access_key_secret: text };
const roleFields = {
  ram_role_arn: text,
  ram_session_name: orUnset(v.string()),
  expired_seconds: orUnset(v.pipe(v.number(), v.finite())),
  sts_endpoint: orUnset(v.string()),
};
const profileShape = v.variant("mode", [
  v.object({ mode: v.literal("AK"), ...key }),
  v.object({ mode: v.literal("StsToken"), ...key, sts_token: text }),
  v.object({ mode: v.literal("RamRoleArn"), ...key, sts_token: orUnset(v.string()), ...roleFields }),
  v.object({ mode: v.literal("ChainableRamRoleArn"), source_profile: text, ...roleFields }),
  v.object({ mode: v.literal("OIDC"), oidc_provider_arn: text, oidc_token_file: text, ...roleFields }),
  v.object({ mode: v.literal("EcsRamRole"), ram_role_name: text }),
]);
const modes = profileShape.options.map(({ entries }) => entries.mode.literal).join(", ");
const fileShape = v.object({ profiles: v.array(v.looseObject({ name: v.string() })) });
type Profiles = v.InferOutput<typeof fileShape>["profiles"];

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
  const { success, output } = v.safeParse(fileShape, json);
  if (!success) throw new UnusableSource(`the file ${file} has no list of profiles`);
  return sourceOf(output.profiles, name, file, []);
}

function sourceOf(profiles: Profiles, name: string, file: string, above: readonly string[]): Source {
  const profile = profiles.find((candidate) => candidate.name === name);
  if (!profile) throw new UnusableSource(`the file ${file} has no profile ${name}`);
  if (above.includes(name)) throw new UnusableSource(`the profile ${name} of ${file} is its own source`);
  const { success, output: data, issues } = v.safeParse(profileShape, profile);
  if (!success) {
    const wrong = v.getDotPath(issues[0]);
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

type Fields<T extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<T, undefined>>;

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
