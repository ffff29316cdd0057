/**
 * `npm run api`: writes the reports of the public surface to api/, see docs/versioning.md. With --check, says where they are
 * not those of `dist/`.
 */
import { join } from "node:path";

import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

import { ROOT, main, setup } from "./lib/setup";

/** What of the package can be imported, by the name of its report. */
const ENTRIES = { index: "provider/index", provider: "provider/dynamic/entry", testing: "simulator/index" };
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
  return results.every(({ succeeded }) => succeeded) ? 0 : 1;
});
