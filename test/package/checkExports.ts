import { readFileSync } from "node:fs";

/**
 * `tsx checkExports.ts <tarball>`: what publint and "Are the types wrong?" say of a package, as JSON. A program of its
 * own, because both are ES modules.
 */
async function checkExports(file: string): Promise<object> {
  const { publint } = await import("publint");
  const { checkPackage, createPackageFromTarballData } = await import("@arethetypeswrong/core");
  const data = new Uint8Array(readFileSync(file));
  const { messages } = await publint({ pack: { tarball: data.slice().buffer }, strict: true });
  const result = await checkPackage(createPackageFromTarballData(data));
  if (!result.types) throw new Error("The package has no types.");
  return { messages, problems: result.problems, entrypoints: Object.keys(result.entrypoints) };
}

void checkExports(process.argv[2] ?? "").then((found) => console.log(JSON.stringify(found)));
