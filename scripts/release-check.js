// @ts-check
"use strict";

/** `npm run release-check -- TAG`: whether this checkout can be published under the tag, before anything is done. */

const path = require("node:path");

const { releaseProblems } = require("./lib/releaseCheck");

const problems = releaseProblems(path.join(__dirname, ".."), {
  tag: process.argv[2],
  repository: process.env.GITHUB_REPOSITORY,
});
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${process.argv[2]} can be published.`);
