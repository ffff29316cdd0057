import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { cached, fillAtOnce } from "../../../scripts/lib/cache";
import { ENGINE_VERSION } from "../../../scripts/lib/engine";
import { goBuildFile } from "../../../scripts/lib/goBuild";
import { succeed } from "../../package/project/tarball";

const SOURCE = join(__dirname, "generate", "main.go");
const CODEGEN = "github.com/pulumi/pulumi/pkg/v3/codegen";

/** Writes a package's SDK with the generators of Pulumi's CLI, which are built with Go where they are not there yet. */
export async function generateSdk(schema: string, language: "nodejs" | "python" | "go", folder: string): Promise<void> {
  const packages = ["go", "nodejs", "python", "schema"].map((name) => `${CODEGEN}/${name}@v${ENGINE_VERSION}`);
  const hash = createHash("sha256").update(readFileSync(SOURCE)).update(packages.join()).digest("hex");
  const kept = cached(`generate-${hash.slice(0, 12)}`);
  if (!existsSync(kept)) await fillAtOnce(kept, (temporary) => goBuildFile(temporary, SOURCE, packages));
  await succeed(join(kept, "bin", "generate"), [schema, language, folder], __dirname);
}
