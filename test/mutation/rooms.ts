import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The direct tests of the rooms that are mutated (`npm run mutation`), as one file: a mutant then costs one loading of the
 * provider, not one for each file of tests.
 */
for (const room of ["run", "resources", "contract", "dynamic", "esa/errors"]) {
  const folder = join(__dirname, "..", room);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".test.ts"))) {
    describe(file, () => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- its hooks hold in this block alone
      require(join(folder, file));
    });
  }
}
