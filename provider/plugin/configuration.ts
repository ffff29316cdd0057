import { EsaError } from "../esa/errors/error";
import { suggestion } from "../resources/check";
import { unknown, type ArgumentFailure, type Properties } from "../resources/methods";
import { keys, type ConfigReader } from "../settings";
import { revealed, secret } from "./properties";

/** The keys of `alicloud:`, and what the stack configuration has as `esaPreload:`. */
const configurationKeys: readonly string[] = [...keys, "livePreview"];

/** What a state must not show, even where a program or a stack configuration has it in the clear. */
export const secretKeys: readonly string[] = ["accessKey", "secretKey", "securityToken", "credentialsUri"];

/** What the engine gives besides, for itself. */
const ofEngine = ["version", "pluginDownloadURL", "pluginChecksums", "parameterization"];

export function checkConfiguration(news: Properties): { inputs: Properties; failures: ArgumentFailure[] } {
  const strange = Object.keys(news).filter((name) => ![...configurationKeys, ...ofEngine].includes(name));
  // Without the property, beside which Pulumi would show its value: a secret, maybe.
  const failures = strange.map((name) => {
    return { property: "", reason: `${name} is not a key of esa-preload${suggestion(name, configurationKeys)}` };
  });
  const wrapped = Object.entries(news).map(([name, value]) => {
    return [name, secretKeys.includes(name) && value !== unknown ? secret(value) : value];
  });
  return { inputs: Object.fromEntries(wrapped) as Properties, failures };
}

/** Reads a provider's configuration by the names that it has in a stack configuration; structures as JSON text. */
export function readerOf(args: Properties): ConfigReader {
  return (key) => {
    const value = revealed(args[key.slice(key.indexOf(":") + 1)]);
    if (value === undefined || value === null || value === unknown) return undefined;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
}

const keyOfOthers = /\b(?:alicloud|esaPreload):(?=[a-zA-Z])/g;

/** A line with the keys that this front has. */
export function ownKeys(text: string): string {
  return text.replace(keyOfOthers, "esa-preload:");
}

/**
 * A failure with the keys that this front has.
 * @param explicit the name of the provider, where a program makes it; empty where `pulumi do` does
 */
export function withOwnKeys(error: EsaError, explicit: string | undefined): EsaError {
  const { reason, remedy } = error;
  if (`${reason} ${remedy}`.search(keyOfOthers) < 0) return error;
  const place = explicit
    ? `\nThe resource has a provider of its own, "${explicit}": what is esa-preload:KEY here is its argument KEY in the program.`
    : `\n\`pulumi do\` reads no stack configuration. There, these keys are: ${optionsIn(reason + remedy).join(", ")}.`;
  return error.with({ reason: ownKeys(reason), remedy: ownKeys(remedy) + (explicit === undefined ? "" : place) });
}

/** What stands in for structures, for which `pulumi do` has no options. */
const variables: Readonly<Record<string, string>> = {
  endpoints: "ALIBABA_CLOUD_ESA_ENDPOINT",
  assumeRole: "ALICLOUD_ASSUME_ROLE_ARN",
  assumeRoleWithOidc: "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
};

/** How `pulumi do` takes the keys of a text. */
function optionsIn(text: string): string[] {
  const names = [...text.matchAll(/\b(?:alicloud|esaPreload):([a-zA-Z]+)/g)].map(([, name = ""]) => name);
  const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return [...new Set(names)].map((name) => variables[name] ?? `--esa-preload:${kebab(name)}`);
}
