import { createRequire } from "node:module";
import { relative } from "node:path";

import type * as TypeScript from "typescript";

export const COMPILERS = [
  ["today's TypeScript", require.resolve("typescript"), "nodenext"],
  [
    "the TypeScript that Pulumi's SDK brings",
    require.resolve("@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js"),
    "commonjs",
  ],
] as const;

/**
 * Checks programs as Pulumi does.
 *
 * @param compiler the path of typescript.js
 * @param folder what the names of files are relative to
 * @param files the programs, each with a text that is added at its end
 * @returns the errors by file: of the programs, and of an installed pulumi-esa-preload's declarations
 */
export function typeErrors(
  compiler: string,
  kind: "commonjs" | "nodenext",
  folder: string,
  files: Readonly<Record<string, string>>,
  types: string[] = [],
): Record<string, string[]> {
  const ts = createRequire(__filename)(compiler) as typeof TypeScript;
  const options: TypeScript.CompilerOptions = {
    target: ts.ScriptTarget.ES2020,
    module: kind === "nodenext" ? ts.ModuleKind.NodeNext : ts.ModuleKind.CommonJS,
    strict: true,
    resolveJsonModule: true,
    noEmit: true,
    types: kind === "nodenext" ? types : [],
  };
  const host = ts.createCompilerHost(options);
  host.readFile = (file) => {
    const text = ts.sys.readFile(file);
    return text === undefined ? undefined : text + (files[relative(folder, file)] ?? "");
  };
  const programs = Object.keys(files).map((name) => `${folder}/${name}`);
  const program = ts.createProgram(programs, options, host);
  const checked = program.getSourceFiles().flatMap((file) => {
    const name = relative(folder, file.fileName).replace("../package/", "node_modules/pulumi-esa-preload/");
    if (!(name in files) && !name.includes("node_modules/pulumi-esa-preload/")) return [];
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return [[name, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))] as const];
  });
  return Object.fromEntries(checked);
}
