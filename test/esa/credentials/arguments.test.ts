import { credentialsFor } from "../../../provider/esa/credentials";
import { EsaError } from "../../../provider/esa/errors/error";
import type { Account } from "../../../provider/settings";
import { errorOf } from "../connection";
import { settings } from "../../settings/read";

/** What a failure says of credentials that an argument of the resource names: the configuration cannot mend it. */
const files = { "alicloud:sharedCredentialsFile": "/nowhere/config.json" };
const key = { "alicloud:accessKey": "id", "alicloud:secretKey": "secret" };
const sts = { "alicloud:endpoints": '[{"sts":"127.0.0.1:1"}]' };

const credentials = (account: Account, config: Record<string, string>) =>
  credentialsFor(settings(config, {}, account).credentials);

async function unavailable(account: Account, config: Record<string, string>): Promise<EsaError> {
  const { credential, explain } = credentials(account, config);
  return explain(await errorOf(credential.getCredential()));
}

const refused = (account: Account, config: Record<string, string>) =>
  credentials(account, config).explain(new EsaError({ code: "Forbidden.RAM", reason: "No." }));

const inProgram = (names: string) =>
  `If ${names} is wrong, correct it in the program and run \`pulumi up\` without \`--refresh\`: refresh, destroy and \`up --refresh\` use the argument of the last \`up\`.`;

test("a wrong profile leads to the program, not to the configuration", async () => {
  const { reason, remedy, details } = await unavailable({ profile: "nobody" }, files);
  expect(reason).toContain("No credentials from the profile nobody of /nowhere/config.json (argument profile)");
  expect(remedy).toBe(`Correct it in the shared credentials file, or name another profile.\n${inProgram("profile")}`);
  expect(details.configured).toBe(false);
});

test("a wrong role leads to the program, or to the credentials that assume it", async () => {
  const { remedy, details } = await unavailable({ roleArn: "acs:ram::1:role/x" }, { ...key, ...sts });
  expect(remedy).toMatch(/^Check that source, or set other credentials: alicloud:accessKey/);
  expect(remedy.endsWith(`\n${inProgram("roleArn")}`)).toBe(true);
  expect(details.configured).toBe(true);
});

test("so do credentials that the service refuses", () => {
  const { remedy } = refused({ profile: "p", roleArn: "acs:ram::1:role/x" }, files);
  expect(remedy).toContain("The credentials came from the profile p of /nowhere/config.json (argument profile)");
  expect(remedy.endsWith(`\n${inProgram("profile or roleArn")}`)).toBe(true);
});

test("what the configuration names leads there", async () => {
  for (const error of [await unavailable({}, { ...files, "alicloud:profile": "p" }), refused({}, key)]) {
    expect(error.remedy).not.toContain("in the program");
    expect(error.details.configured).toBe(true);
  }
});
