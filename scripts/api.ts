/**
 * `npm run api`: writes the public surface, which docs/versioning.md is about: the reports of what can be imported to api/, and
 * the plugin's schema. With --check, says where they are not those of the sources.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

import { format } from "prettier";

import { packageSchema } from "./lib/schema";
import { ROOT, main, setup } from "./lib/setup";

/** What of the package can be imported, by the name of its report. */
const ENTRIES = { index: "provider/index", provider: "provider/dynamic/entry", testing: "simulator/index" };
const SCHEMA = join(ROOT, "plugin", "schema", "schema.json");
const none = { logLevel: ExtractorLogLevel.None };

main(async () => {
  await setup({ engine: false });
  const localBuild = !process.argv.includes("--check");
  const results = Object.entries(ENTRIES).map(([name, entry]) => {
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: ROOT,
        mainEntryPointFilePath: `<projectFolder>/dist/${entry}.d.ts`,
        apiReport: {
          enabled: true,
          reportFileName: `${name}.api.md`,
          reportFolder: "<projectFolder>/api",
          reportTempFolder: "<projectFolder>/.tmp/api-reports",
          includeForgottenExports: true,
        },
        newlineKind: "lf",
        compiler: { tsconfigFilePath: "<projectFolder>/tsconfig.build.json" },
        // TypeDoc judges the comments.
        messages: { extractorMessageReporting: { default: none }, tsdocMessageReporting: { default: none } },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: join(ROOT, "package.json"),
    });
    return Extractor.invoke(config, { localBuild });
  });
  const text = await format(JSON.stringify(packageSchema()), { parser: "json", printWidth: 120 });
  if (localBuild) writeFileSync(SCHEMA, text);
  const isCurrent = existsSync(SCHEMA) && readFileSync(SCHEMA, "utf8") === text;
  if (!isCurrent) console.error("plugin/schema/schema.json is not what `npm run api` writes.");
  return isCurrent && results.every(({ succeeded }) => succeeded) ? 0 : 1;
});
