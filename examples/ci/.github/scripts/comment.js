// @ts-check
"use strict";

/**
 * `node comment.js preview.txt`: puts the output of a preview on the pull request, as one comment that every run writes
 * anew. Takes GITHUB_TOKEN, COMMENTS_URL and PULUMI_STACK from the environment, and needs `pull-requests: write`.
 */

const fs = require("node:fs");

/** GitHub takes comments of up to 65,536 characters. */
const MOST_CHARACTERS = 60_000;

const { GITHUB_TOKEN, COMMENTS_URL = "", PULUMI_STACK } = process.env;
const marker = `<!-- pulumi preview of ${PULUMI_STACK} -->`;

/** @param {string} method @param {string} url @param {object} [body] @returns {Promise<any>} */
async function call(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${GITHUB_TOKEN}`, accept: "application/vnd.github+json" },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`${method} ${url}: HTTP ${response.status}`);
  return response.json();
}

/** @returns {Promise<{ url: string, body?: string } | undefined>} the comment of an earlier run */
async function findComment() {
  for (let page = 1; ; page++) {
    /** @type {{ url: string, body?: string }[]} */
    const comments = await call("GET", `${COMMENTS_URL}?per_page=100&page=${page}`);
    const found = comments.find(({ body }) => body?.startsWith(marker));
    if (found || comments.length < 100) return found;
  }
}

async function main() {
  const preview = fs.readFileSync(process.argv[2] ?? "", "utf8").trim();
  const shown = preview.length > MOST_CHARACTERS ? `…${preview.slice(-MOST_CHARACTERS)}` : preview;
  // Indented, so that nothing in it can end the block.
  const text = shown.split("\n").map((line) => `    ${line}`);
  const body = [marker, `**Preview of ${PULUMI_STACK}**`, "", ...text].join("\n");
  const earlier = await findComment();
  await (earlier ? call("PATCH", earlier.url, { body }) : call("POST", COMMENTS_URL, { body }));
}

main().catch((/** @type {Error} */ error) => {
  console.error(error.message);
  process.exitCode = 1;
});
