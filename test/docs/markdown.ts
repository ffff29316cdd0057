import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import MarkdownIt from "markdown-it";

export const root = join(__dirname, "..", "..");

export const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** Every page that a person reads, as a path from the root. */
export const pages: readonly string[] = [
  ...readdirSync(root),
  ...["docs", "examples"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name))),
  ),
].filter((name) => name.endsWith(".md") && !name.includes("node_modules"));

const parser = new MarkdownIt({ html: true });

/** All tokens, those of inline text among them, in their order. */
export const tokensOf = (text: string) => parser.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);

export interface CodeBlock {
  readonly page: string;
  /** The first of the code, from 1. */
  readonly line: number;
  /** "" where none is given. */
  readonly language: string;
  readonly code: string;
}

export const codeBlocks = (page: string, text = read(page)): CodeBlock[] =>
  tokensOf(text)
    .filter(({ type }) => type === "fence" || type === "code_block")
    .map(({ info, content, map }) => ({ page, line: (map?.[0] ?? 0) + 2, language: info, code: content }));
