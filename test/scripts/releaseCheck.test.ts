import { releaseProblems, type Manifest, type Release } from "../../scripts/lib/releaseCheck";

const complete = {
  version: "1.2.0",
  repository: { url: "git+https://git.example.com/somebody/esa-preload.git" },
  homepage: "https://git.example.com/somebody/esa-preload",
  bugs: "https://git.example.com/somebody/esa-preload/issues",
};

type Case = Partial<Release> & { manifest?: Manifest; changelog?: string };

function problemsOf({ manifest = complete, changelog = "## 1.2.0 (2026-07-01)\n", ...release }: Case): string[] {
  return releaseProblems(manifest, changelog, { tag: "v1.2.0", ...release });
}

test.each([
  ["git+https://git.example.com/somebody/esa-preload.git"],
  ["https://git.example.com/somebody/esa-preload"],
  ["git@git.example.com:somebody/esa-preload.git"],
])("a complete release from %s has no problem", (url) => {
  const manifest = { ...complete, repository: { url } };
  expect(problemsOf({ manifest, repository: "somebody/esa-preload" })).toEqual([]);
  expect(problemsOf({ manifest: { ...complete, repository: url } })).toEqual([]);
});

test.each<[problem: string, release: Case]>([
  ["The tag is v1.2.1, but package.json has the version 1.2.0: v1.2.0 is expected.", { tag: "v1.2.1" }],
  ["The tag is missing, but package.json has the version 1.2.0: v1.2.0 is expected.", { tag: undefined }],
  [
    'CHANGELOG.md says "## 1.2.0 (unreleased)": expected "## 1.2.0 (YYYY-MM-DD)", the day of the release.',
    { changelog: "## 1.2.0 (unreleased)\n" },
  ],
  ['CHANGELOG.md has no heading "## 1.2.0".', { changelog: "## 1.2.01 (2026-07-01)\n" }],
  [
    'package.json has no "repository": fill it in with the repository\'s address.',
    { manifest: { ...complete, repository: "" } },
  ],
  [
    'package.json\'s "repository" is somebody/esa-preload, but this is a-fork/esa-preload: npm would refuse the provenance.',
    { repository: "a-fork/esa-preload" },
  ],
])("%s", (problem, release) => {
  expect(problemsOf(release)).toEqual([problem]);
});
