// @ts-check
"use strict";

/**
 * `node typecheckExamples.js <typescript.js> <commonjs | nodenext> '[{"file", "append"}, ...]'`: checks programs as
 * Pulumi does, each with some text added at its end. Prints `{ file: [error, ...] }` as JSON.
 */

const [compiler = "", kind, list = "[]"] = process.argv.slice(2);
/** @type {typeof import("typescript")} */
const ts = require(compiler);

/** @type {Map<string, string>} */
const programs = new Map(
  JSON.parse(list).map((/** @type {{ file: string, append: string }} */ { file, append }) => [file, append]),
);
/** @type {import("typescript").CompilerOptions} */
const options = {
  target: ts.ScriptTarget.ES2020,
  ...(kind === "nodenext"
    ? { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }
    : { module: ts.ModuleKind.CommonJS, moduleResolution: 2 }),
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: kind === "nodenext" ? ["node", "jest"] : [],
};
const host = ts.createCompilerHost(options);
const { readFile } = ts.sys;
host.readFile = (/** @type {string} */ file) => {
  const text = readFile(file);
  return text === undefined ? undefined : text + (programs.get(file) ?? "");
};
const program = ts.createProgram([...programs.keys()], options, host);

/** @type {Record<string, string[]>} */
const errors = {};
for (const file of program.getSourceFiles().filter(({ fileName }) => programs.has(fileName))) {
  const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  errors[file.fileName] = found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
console.log(JSON.stringify(errors));
