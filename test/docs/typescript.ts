import { dirname, join } from "node:path";

import ts from "typescript";

import { root, type CodeBlock } from "./markdown";

/** Over the project's own strict settings; the package's names lead to its sources. */
const overrides: ts.CompilerOptions = {
  // A block may await at its top level, or assign to `export =`.
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  paths: {
    "pulumi-esa-preload": [join(root, "provider/index.ts")],
    "pulumi-esa-preload/provider": [join(root, "provider/dynamic/entry.ts")],
    // What Pulumi generates for TypeScript.
    "@pulumi/esa-preload": [join(root, "generated.ts")],
    "pulumi-esa-preload/testing": [join(root, "simulator/index.ts")],
  },
  checkJs: true,
  // What a block declares, its reader goes on with.
  noUnusedLocals: false,
};

const generated = `
  import { ProviderResource, type CustomResourceOptions, type Inputs } from "@pulumi/pulumi";
  export * from "pulumi-esa-preload";
  export declare class Provider extends ProviderResource {
    constructor(name: string, args?: Inputs, opts?: CustomResourceOptions);
  }`;

/** The compiler's messages for blocks of TypeScript and JavaScript, each a module of its own in its page's folder. */
export function compile(blocks: readonly CodeBlock[]): Map<CodeBlock, string> {
  const nameOf = ({ page, line, language }: CodeBlock) =>
    join(root, dirname(page), `${page.replace(/\W/g, "-")}-${line}.${language}`);
  const files = new Map(blocks.map((block) => [nameOf(block), block]));
  const config = ts.readConfigFile(join(root, "tsconfig.json"), (name) => ts.sys.readFile(name)).config as unknown;
  const project = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root, overrides);
  const host = ts.createCompilerHost(project.options);
  const texts = new Map([...files].map(([name, { code }]) => [name, code]));
  texts.set(join(root, "generated.ts"), generated);
  host.fileExists = (name) => texts.has(name) || ts.sys.fileExists(name);
  host.readFile = (name) => texts.get(name) ?? ts.sys.readFile(name);
  const program = ts.createProgram([...files.keys()], project.options, host);
  const messagesOf = (name: string) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name));
  return new Map([...files].map(([name, block]) => [block, ts.formatDiagnostics(messagesOf(name), host)]));
}
