// @ts-check
"use strict";

const MarkdownIt = require("markdown-it");

/**
 * @typedef {object} CodeBlock
 * @property {string} language in lower case, "" where none is given
 * @property {string} code
 * @property {number} line the first of the code, from 1
 */

const parser = new MarkdownIt({ html: true, linkify: true });
// Only what has a scheme is a link: "index.ts" is not a site of Tuvalu.
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/**
 * @param {string} text Markdown
 * @returns {import("markdown-it").Token[]} all tokens, those of inline text among them, in their order
 */
function tokensOf(text) {
  return parser.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

/**
 * @param {string} text Markdown
 * @returns {CodeBlock[]}
 */
function codeBlocks(text) {
  return tokensOf(text)
    .filter(({ type }) => type === "fence" || type === "code_block")
    .map(({ info, content, map }) => ({
      language: info.trim().toLowerCase(),
      code: content,
      line: (map?.[0] ?? 0) + 2,
    }));
}

module.exports = { codeBlocks, tokensOf };
