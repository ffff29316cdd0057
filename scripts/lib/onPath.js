// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name of a program
 * @returns {string | undefined} its path
 */
function onPath(env, name) {
  const candidates = (env.PATH ?? "").split(path.delimiter).map((folder) => path.resolve(folder, name));
  return candidates.find((candidate) => {
    try {
      fs.accessSync(candidate, fs.constants.X_OK);
      return fs.statSync(candidate).isFile();
    } catch {
      return false;
    }
  });
}

module.exports = { onPath };
