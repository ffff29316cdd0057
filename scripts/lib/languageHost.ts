import { existsSync } from "node:fs";
import { basename, delimiter, join } from "node:path";

import { cached, fillAtOnce } from "./cache";
import { goBuild } from "./goBuild";

export type Language = "nodejs" | "python" | "go" | "yaml";

const SDK = "github.com/pulumi/pulumi/sdk/v3";

/** Later ones are Go modules of their own, which not every module proxy has. Today's engine talks to these. */
const VERSION = "3.60.0";

/** `scripts` are what it runs programs with, and seeks only beside itself; by their paths from `target`. */
type Source = { readonly target: string; readonly version: string; readonly scripts?: readonly string[] };

const SOURCES: Record<Language, Source> = {
  nodejs: { target: `${SDK}/nodejs/cmd/pulumi-language-nodejs`, version: VERSION },
  python: {
    target: `${SDK}/python/cmd/pulumi-language-python`,
    version: VERSION,
    scripts: ["../pulumi-language-python-exec"],
  },
  go: { target: `${SDK}/go/pulumi-language-go`, version: VERSION },
  yaml: { target: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml", version: "1.28.0" },
};

/**
 * Finds Pulumi's language host, which runs a program that lies in a project of its own, or builds it with Go.
 * Pulumi's CLI brings it; an engine that was built from source comes without.
 *
 * @param options.log gets a line before a build
 * @returns its folder
 */
export async function findLanguageHost(
  language: Language = "nodejs",
  { log = console.error as (line: string) => void } = {},
): Promise<string> {
  const { target, version, scripts = [] } = SOURCES[language];
  // Node's was the first, and was kept without its language's name.
  const folder = cached(language === "nodejs" ? `language-host-${version}` : `language-host-${language}-${version}`);
  const folders = [...(process.env.PATH ?? "").split(delimiter), join(folder, "bin")];
  const names = [target, ...scripts].map((path) => basename(path));
  const found = folders.find((one) => names.every((name) => existsSync(join(one, name))));
  if (found) return found;
  log(`Building Pulumi's ${language} language host ${version} with Go outside the checkout, once: a minute.`);
  await fillAtOnce(folder, (temporary) => goBuild(temporary, target, version, [], scripts));
  return join(folder, "bin");
}
