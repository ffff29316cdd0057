/** `npm run release-check -- TAG`: whether this checkout can be published under the tag, before anything is done. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { releaseProblems, type Manifest } from "./lib/releaseCheck";
import { ROOT } from "./lib/setup";

const read = (name: string) => readFileSync(join(ROOT, name), "utf8");

const tag = process.argv[2];
const manifest = JSON.parse(read("package.json")) as Manifest;
const problems = releaseProblems(manifest, read("CHANGELOG.md"), { tag, repository: process.env.GITHUB_REPOSITORY });
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${tag ?? ""} can be published.`);
