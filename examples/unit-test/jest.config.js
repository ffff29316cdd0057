"use strict";

module.exports = {
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" } } }] },
  testEnvironment: "node",
  // A run of the engine takes a second or two.
  testTimeout: 60_000,
};
