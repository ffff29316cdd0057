import { dirname, join } from "node:path";

import ts from "typescript";

import { root } from "./markdownFiles";

export interface Block {
  readonly page: string;
  /** The first of the code in the page, from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/**
 * The compiler's messages for blocks of TypeScript and JavaScript, each a module of its own in its page's folder, under
 * the project's own strict settings. The package's names lead to its sources.
 */
export function compile(blocks: readonly Block[]): Map<Block, string[]> {
  const files = new Map(blocks.map((block) => [fileOf(block), block]));
  const options: ts.CompilerOptions = {
    ...projectOptions(),
    // A block may await at its top level, or assign to `export =`.
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    paths: {
      "pulumi-esa-preload": [join(root, "provider/index.ts")],
      "pulumi-esa-preload/provider": [join(root, "provider/dynamic/entry.ts")],
      "pulumi-esa-preload/testing": [join(root, "simulator/index.ts")],
    },
    checkJs: true,
    isolatedModules: false,
    // What a block declares, its reader goes on with.
    noUnusedLocals: false,
  };
  const host = ts.createCompilerHost(options);
  host.fileExists = (name) => files.has(name) || ts.sys.fileExists(name);
  host.readFile = (name) => files.get(name)?.code ?? ts.sys.readFile(name);
  const program = ts.createProgram([...files.keys()], options, host);
  return new Map(
    [...files].map(([name, block]) => {
      const source = program.getSourceFile(name);
      return [block, ts.getPreEmitDiagnostics(program, source).map((message) => tell(block, message))];
    }),
  );
}

function fileOf({ page, line, language }: Block): string {
  const extension = /^(js|javascript)$/.test(language) ? "js" : "ts";
  return join(root, dirname(page), `${page.replace(/\W/g, "-")}-${line}.${extension}`);
}

function projectOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (name) => ts.sys.readFile(name)) as {
    config: unknown;
  };
  return ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root).options;
}

function tell({ page, line }: Block, { file, start, messageText }: ts.Diagnostic): string {
  const offset = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line : 0;
  return `${page}:${line + offset}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
}
