import { createRequire } from "node:module";

const { projects } = createRequire(import.meta.url)("./jest.config.js");
const { transform, transformIgnorePatterns, haste, moduleNameMapper } = projects[0];

/**
 * Mutation testing of the rooms where it is decided what happens to a plan (docs/reliability.md has the scores); one file by
 * `npm run mutation -- --mutate provider/run/decide.ts`. All of it takes more than an hour on two cores.
 */
export default {
  testRunner: "jest",
  coverageAnalysis: "perTest",
  mutate: ["provider/run/**/*.ts", "provider/resources/**/*.ts", "provider/esa/errors/**/*.ts"],
  jest: {
    config: {
      testEnvironment: "./test/mutation/environment.js",
      testMatch: ["<rootDir>/test/mutation/rooms.ts"],
      testTimeout: 2000, // ms: mutants that wait for ever
      ...{ transform, transformIgnorePatterns, haste, moduleNameMapper },
    },
    enableFindRelatedTests: false,
  },
  ignorePatterns: ["api", "bench", "dist", "docs", "examples", "scripts"],
  // What a table holds is evaluated once, when it is loaded, and would run every test for each mutant.
  ignoreStatic: true,
  timeoutMS: 10_000,
  timeoutFactor: 2.5,
  incremental: true,
  incrementalFile: ".tmp/mutation/incremental.json",
  tempDirName: "stryker-tmp",
  reporters: ["clear-text", "progress", "json"],
  clearTextReporter: { reportTests: false },
  jsonReporter: { fileName: ".tmp/mutation/report.json" },
  thresholds: { high: 95, low: 92, break: 90 },
};
