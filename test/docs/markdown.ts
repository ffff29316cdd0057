import MarkdownIt, { type Token } from "markdown-it";

export interface CodeBlock {
  /** In lower case, "" where none is given. */
  readonly language: string;
  readonly code: string;
  /** The first of the code, from 1. */
  readonly line: number;
}

const parser = new MarkdownIt({ html: true, linkify: true });
// Only what has a scheme is a link: "index.ts" is not a site of Tuvalu.
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** @returns all tokens of a Markdown text, those of inline text among them, in their order */
export function tokensOf(text: string): Token[] {
  return parser.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

/** @returns the code blocks of a Markdown text */
export function codeBlocks(text: string): CodeBlock[] {
  return tokensOf(text)
    .filter(({ type }) => type === "fence" || type === "code_block")
    .map(({ info, content, map }) => ({
      language: info.trim().toLowerCase(),
      code: content,
      line: (map?.[0] ?? 0) + 2,
    }));
}
