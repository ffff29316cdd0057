// @ts-check
"use strict";

/** The version that is installed or built where the machine has no engine of its own. */
const ENGINE_VERSION = "3.259.0";

/** The oldest engine that the tests and the demo run on. */
const OLDEST_VERSION = "3.216.0";

/**
 * @param {string} text what `pulumi version` prints, such as `v3.259.0`
 * @returns {string | undefined} `3.259.0`
 */
function parseVersion(text) {
  return /^v?(\d+\.\d+\.\d+)/m.exec(text)?.[1];
}

/**
 * @param {string} version `major.minor.patch`
 * @returns {boolean} whether it has the major version of {@link OLDEST_VERSION} and is not older
 */
function isNewEnough(version) {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0, oldestPatch = 0] = OLDEST_VERSION.split(".").map(Number);
  return major === oldestMajor && (minor > oldestMinor || (minor === oldestMinor && patch >= oldestPatch));
}

module.exports = { ENGINE_VERSION, OLDEST_VERSION, isNewEnough, parseVersion };
