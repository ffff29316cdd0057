// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");

/**
 * What keeps a checkout from being published under a tag.
 *
 * @param {string} root of the checkout
 * @param {{ tag: string | undefined, repository: string | undefined }} release
 * repository: owner/name of the one that publishes, where that is known
 * @returns {string[]} a line for each problem
 */
function releaseProblems(root, { tag, repository }) {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const { version } = manifest;
  return [
    ...(tag === `v${version}`
      ? []
      : [`The tag is ${tag ?? "missing"}, but package.json has the version ${version}: v${version} is expected.`]),
    ...changelogProblems(fs.readFileSync(path.join(root, "CHANGELOG.md"), "utf8"), version),
    ...addressProblems(manifest, repository),
  ];
}

/** @param {string} changelog @param {string} version @returns {string[]} */
function changelogProblems(changelog, version) {
  const heading = changelog.split("\n").find((line) => `${line} `.startsWith(`## ${version} `));
  if (heading === undefined) return [`CHANGELOG.md has no heading "## ${version}".`];
  if (/^ \(\d{4}-\d{2}-\d{2}\)$/.test(heading.slice(`## ${version}`.length))) return [];
  return [`CHANGELOG.md says "${heading}": expected "## ${version} (YYYY-MM-DD)", the day of the release.`];
}

/**
 * npm refuses a provenance statement where `repository` is not the repository that the workflow runs in.
 *
 * @param {{ repository?: string | { url?: string }, homepage?: string, bugs?: unknown }} manifest
 * @param {string | undefined} repository
 * @returns {string[]}
 */
function addressProblems({ repository: named, homepage, bugs }, repository) {
  const missing = Object.entries({ repository: named, homepage, bugs })
    .filter(([, value]) => !value)
    .map(([name]) => `package.json has no "${name}": fill it in with the repository's address.`);
  const url = typeof named === "object" ? named.url : named;
  if (!url || repository === undefined) return missing;
  const found = /([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(url)?.[1];
  if (found === repository) return missing;
  return [
    ...missing,
    `package.json's "repository" is ${found ?? url}, but this is ${repository}: npm would refuse the provenance.`,
  ];
}

module.exports = { releaseProblems };
