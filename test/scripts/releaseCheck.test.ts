import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { releaseProblems } from "../../scripts/lib/releaseCheck";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "release-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const complete = {
  version: "1.2.0",
  repository: { type: "git", url: "git+https://git.example.com/somebody/esa-preload.git" },
  homepage: "https://git.example.com/somebody/esa-preload",
  bugs: "https://git.example.com/somebody/esa-preload/issues",
};

interface Release {
  manifest?: Record<string, unknown>;
  changelog?: string;
  tag?: string | undefined;
  repository?: string;
}

function problemsOf(release: Release): string[] {
  const { manifest = complete, changelog = "# Changelog\n\n## 1.2.0 (2026-07-01)\n", repository } = release;
  writeFileSync(join(root, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(root, "CHANGELOG.md"), changelog);
  return releaseProblems(root, { tag: "tag" in release ? release.tag : "v1.2.0", repository });
}

test.each([
  ["git+https://git.example.com/somebody/esa-preload.git"],
  ["https://git.example.com/somebody/esa-preload"],
  ["git@git.example.com:somebody/esa-preload.git"],
])("a complete release from %s has no problem", (url) => {
  const manifest = { ...complete, repository: { type: "git", url } };
  expect(problemsOf({ manifest, repository: "somebody/esa-preload" })).toEqual([]);
  expect(problemsOf({ manifest: { ...complete, repository: url } })).toEqual([]);
});

test.each<[problem: string, release: Release]>([
  ["The tag is v1.2.1, but package.json has the version 1.2.0: v1.2.0 is expected.", { tag: "v1.2.1" }],
  ["The tag is 1.2.0, but package.json has the version 1.2.0: v1.2.0 is expected.", { tag: "1.2.0" }],
  ["The tag is missing, but package.json has the version 1.2.0: v1.2.0 is expected.", { tag: undefined }],
  [
    'CHANGELOG.md says "## 1.2.0 (unreleased)": expected "## 1.2.0 (YYYY-MM-DD)", the day of the release.',
    { changelog: "## 1.2.0 (unreleased)\n" },
  ],
  ['CHANGELOG.md has no heading "## 1.2.0".', { changelog: "## 1.2.01 (2026-07-01)\n" }],
  [
    'package.json has no "repository": fill it in with the repository\'s address.',
    { manifest: { ...complete, repository: undefined }, repository: "somebody/esa-preload" },
  ],
  ['package.json has no "bugs": fill it in with the repository\'s address.', { manifest: { ...complete, bugs: "" } }],
  [
    'package.json\'s "repository" is somebody/esa-preload, but this is a-fork/esa-preload: npm would refuse the provenance.',
    { repository: "a-fork/esa-preload" },
  ],
])("%s", (problem, release) => {
  expect(problemsOf(release)).toEqual([problem]);
});

test("all problems are told at once", () => {
  expect(problemsOf({ manifest: { version: "2.0.0" }, tag: "v1.2.0" })).toHaveLength(5);
});
