import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { cached, fillAtOnce } from "./cache";
import { goBuild } from "./goBuild";

const NAME = "pulumi-language-nodejs";

/** Later ones are a Go module of their own, which not every module proxy has. Today's engine talks to this one. */
const VERSION = "3.60.0";

/**
 * Finds Pulumi's Node language host, which runs a program that lies in a project of its own, or builds it with Go.
 * Pulumi's CLI brings it; an engine that was built from source comes without.
 *
 * @param options.log gets a line before a build
 * @returns its folder
 */
export async function findLanguageHost({ log = console.error as (line: string) => void } = {}): Promise<string> {
  const folder = cached(`language-host-${VERSION}`);
  const folders = [...(process.env.PATH ?? "").split(delimiter), join(folder, "bin")];
  const found = folders.find((one) => existsSync(join(one, NAME)));
  if (found) return found;
  log(`Building Pulumi's Node language host ${VERSION} with Go outside the checkout, once: a minute.`);
  const target = `github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/${NAME}`;
  await fillAtOnce(folder, (temporary) => goBuild(temporary, target, VERSION));
  return join(folder, "bin");
}
