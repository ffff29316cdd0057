"use strict";

/** Lets a plain Node process load this repository's sources: `node -r .../typescript.js program.ts`. */

const fs = require("node:fs");
const Module = require("node:module");

const { transformSync } = require("@swc/core");

/** @param {{ _compile(code: string, filename: string): void }} module @param {string} filename */
Module._extensions[".ts"] = (module, filename) => {
  const { code } = transformSync(fs.readFileSync(filename, "utf8"), {
    filename,
    swcrc: false,
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs", ignoreDynamic: false },
    sourceMaps: "inline",
  });
  module._compile(code, filename);
};
