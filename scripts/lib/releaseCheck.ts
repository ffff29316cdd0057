/** What of package.json counts. */
export interface Manifest {
  readonly version: string;
  readonly repository?: string | { readonly url?: string };
  readonly homepage?: string;
  readonly bugs?: unknown;
}

export interface Release {
  readonly tag: string | undefined;
  /** owner/name of the one that publishes, where that is known. */
  readonly repository?: string | undefined;
}

/**
 * What keeps a checkout from being published.
 *
 * @param changelog the text of CHANGELOG.md
 * @returns a line for each problem
 */
export function releaseProblems(manifest: Manifest, changelog: string, { tag, repository }: Release): string[] {
  const { version } = manifest;
  const wrongTag = `The tag is ${tag ?? "missing"}, but package.json has the version ${version}: v${version} is expected.`;
  return [
    ...(tag === `v${version}` ? [] : [wrongTag]),
    ...changelogProblems(changelog, version),
    ...addressProblems(manifest, repository),
  ];
}

function changelogProblems(changelog: string, version: string): string[] {
  const heading = changelog.split("\n").find((line) => `${line} `.startsWith(`## ${version} `));
  if (heading === undefined) return [`CHANGELOG.md has no heading "## ${version}".`];
  if (/^ \(\d{4}-\d{2}-\d{2}\)$/.test(heading.slice(`## ${version}`.length))) return [];
  return [`CHANGELOG.md says "${heading}": expected "## ${version} (YYYY-MM-DD)", the day of the release.`];
}

/** npm refuses a provenance statement where `repository` is not the repository that the workflow runs in. */
function addressProblems({ repository: named, homepage, bugs }: Manifest, repository: string | undefined): string[] {
  const missing = Object.entries({ repository: named, homepage, bugs })
    .filter(([, value]) => !value)
    .map(([name]) => `package.json has no "${name}": fill it in with the repository's address.`);
  const url = typeof named === "object" ? named.url : named;
  const found = /([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(url ?? "")?.[1];
  if (!url || repository === undefined || found === repository) return missing;
  const other = `package.json's "repository" is ${found ?? url}, but this is ${repository}: npm would refuse the provenance.`;
  return [...missing, other];
}
