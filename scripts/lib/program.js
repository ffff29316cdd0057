// @ts-check
"use strict";

const fs = require("node:fs");

/**
 * A TypeScript program as an inline program of the Automation API: each run evaluates the file anew, as Pulumi's Node
 * language host does, and its exports are the stack's outputs.
 *
 * @param {string} file
 * @returns {() => Promise<Record<string, unknown>>}
 */
function inlineProgram(file) {
  return async () => {
    require.extensions[".ts"] ??= compile;
    const resolved = require.resolve(file);
    delete require.cache[resolved];
    return require(resolved);
  };
}

/** @param {NodeJS.Module} module @param {string} filename */
function compile(module, filename) {
  const typescript = require("typescript");
  const { outputText } = typescript.transpileModule(fs.readFileSync(filename, "utf8"), {
    compilerOptions: { module: typescript.ModuleKind.CommonJS, target: typescript.ScriptTarget.ES2022 },
    fileName: filename,
  });
  /** @type {NodeJS.Module & { _compile(code: string, filename: string): void }} */ (module)._compile(
    outputText,
    filename,
  );
}

module.exports = { inlineProgram };
