"use strict";

const toCommonJs = [
  "@swc/jest",
  { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
];
const common = {
  // markdown-table is an ES module.
  transform: { "^.+\\.ts$": toCommonJs, "/markdown-table/.+\\.js$": toCommonJs },
  transformIgnorePatterns: ["/node_modules/(?!markdown-table/)"],
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/dist/", "/\\.tmp/"],
  // `node_modules/pulumi-esa-preload` is a link to this folder: without this, every file would be seen twice.
  haste: { enableSymlinks: false },
  moduleNameMapper: {
    // Node resolves a dynamic import by the name of the built file; here it is still TypeScript.
    "^(\\.{1,2}/(?:esa|resources|run|settings)/.+)\\.js$": "$1",
    // Hundreds of modules that Pulumi's SDK loads to serialize closures; in a test's own process there are none.
    "^@npmcli/arborist$|/typescript-shim$": "<rootDir>/test/harness/noModule.js",
  },
};

/**
 * unit: needs nothing but the sources (loopback HTTP at the most).
 * thorough: needs no more, but takes its time: every class of fault, fuzz, the model.
 * host: needs `dist/`: the real dynamic provider host over gRPC, the packed tarball, the vendored compiler.
 * engine: needs `dist/` and Pulumi's engine.
 */
module.exports = {
  // A test that waits for the engine leaves its own process idle.
  maxWorkers: "100%",
  reporters: ["default", "<rootDir>/scripts/lib/totals.js"],
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/(host|package|engine|faults|model)/"],
    },
    {
      ...common,
      displayName: "thorough",
      testMatch: ["<rootDir>/test/(faults|model)/**/*.test.ts"],
    },
    {
      ...common,
      displayName: "host",
      testMatch: ["<rootDir>/test/(host|package)/**/*.test.ts"],
    },
    {
      ...common,
      displayName: "engine",
      testEnvironment: "<rootDir>/test/engine/harness/environment.ts",
      testMatch: ["<rootDir>/test/engine/**/*.test.ts"],
    },
  ],
};
